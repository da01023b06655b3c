"""What counts as a change of sealed results: figures and rows do, the files they came from and their order do not."""

import pytest

from zoneproc.excel.writing import new_book
from zoneproc.sealing import changed_results

HEAD = ["党员编号", "得分", "文件", "行"]
ROWS = [["D1", 94.2, "一月.xlsx", 5], ["D2", 90, "一月.xlsx", 6], ["D3", 88, "一月.xlsx", 7]]


def written(folder, rows, name="R-7_得分表.xlsx", sheet="得分表"):
    folder.mkdir(exist_ok=True)
    with new_book(folder / name, "得分") as book:
        page = book.sheet(sheet)
        for at, row in enumerate([["得分表"], HEAD, *rows]):
            page.write_row(at, 0, row)
    return folder


def changes(tmp_path, rows, **words):
    found = changed_results(written(tmp_path / "sealed", ROWS, **words), written(tmp_path / "today", rows, **words))
    return [(finding.code.number, finding.place.sheet, finding.place.cell) for finding in found]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        (ROWS, None),
        ([ROWS[2], ROWS[0], ROWS[1]], None),
        ([[*row[:2], "更正.xlsx", row[3] + 40] for row in ROWS], None),
        ([["D1", 93.1, *ROWS[0][2:]], *ROWS[1:]], "B3"),
        (ROWS[:2], "5:5"),
        ([*ROWS, ["D4", 77, "一月.xlsx", 8]], "6:6"),
        ([ROWS[0], ROWS[0], *ROWS[1:]], "4:4"),
        ([["D9", 1, "", 9], *ROWS[1:]], "3:3"),
    ],
)
def test_only_what_the_office_decided_counts_as_a_change(tmp_path, rows, cell):
    assert changes(tmp_path, rows) == ([] if cell is None else [("F02", "得分表", cell)])


@pytest.mark.parametrize("words", [{"name": "R-3_合并库.xlsx"}, {"sheet": "问题清单"}])
def test_working_papers_and_lists_of_problems_are_no_results(tmp_path, words):
    assert changes(tmp_path, ROWS[:1], **words) == []


def test_a_workbook_that_is_gone_or_new_is_a_change(tmp_path):
    sealed, today = written(tmp_path / "sealed", ROWS), tmp_path / "today"
    today.mkdir()
    assert [finding.place.file for finding in changed_results(sealed, today)] == ["R-7_得分表.xlsx"]
    assert [finding.place.file for finding in changed_results(today, sealed)] == ["R-7_得分表.xlsx"]
