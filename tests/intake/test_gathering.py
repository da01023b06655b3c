from workbooks import FORMS, STAMP, TALK, TALKS, book, sheets, table_grid

from zoneproc.intake import gather, read_submission


def read(**kwargs):
    return read_submission("a.xlsx", book(sheets(**kwargs), STAMP), FORMS).tables["talks"]


def test_rows_of_all_files_stand_in_one_frame_with_their_file_and_row():
    talks = gather(TALKS, [("a", read()), ("b", read(talks=[TALK, TALK]))])
    assert list(talks["_source"]) == ["a", "b", "b"]
    assert list(talks["_row"]) == [5, 5, 6]
    assert set(talks.columns) == {field.name for field in TALKS.read_fields} | {"_source", "_row"}
    assert talks["member_no"].dtype == object


def test_a_column_one_file_lacks_is_empty_for_that_file():
    grid = [[cell for at, cell in enumerate(row) if at != 6] for row in table_grid(TALKS, [TALK])]
    grid[0], grid[1] = ["题"], ["说明"]
    lacking = read_submission("b.xlsx", book({**sheets(), "联系谈心记录": grid}, STAMP), FORMS)
    talks = gather(TALKS, [("a", read()), ("b", lacking.tables["talks"])])
    assert list(talks["content"]) == ["谈了谈", None]


def test_no_files_make_an_empty_frame_with_all_columns():
    assert list(gather(TALKS, [])) == [*(field.name for field in TALKS.read_fields), "_source", "_row"]
