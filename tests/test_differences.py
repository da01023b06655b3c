"""Two versions of a return: rows by key, cells, and the unchanged resend (promise 18)."""

from datetime import date

from workbooks import FORMS, STAMP, TALK, book, sheets

from zoneproc.differences import ADDED, CHANGED, REMOVED, same_content, version_difference
from zoneproc.intake import read_submission

OTHER = ["D00124", "李四", "052-01", date(2026, 3, 6), "平稳", 3, "谈了", None]


def version(*talks, **cover):
    return read_submission("a.xlsx", book(sheets(talks, **cover), STAMP), FORMS)


def told(earlier, later):
    rows = version_difference(earlier, later)
    return [tuple(row) for row in rows[["change", "key", "field", "before", "after", "cell"]].to_numpy()]


def test_rows_added_and_removed():
    first, second = version(TALK), version(OTHER)
    assert told(first, second) == [
        (REMOVED, "D00123/2026-03-05", "", "", "", "5:5"),
        (ADDED, "D00124/2026-03-06", "", "", "", "5:5"),
    ]


def test_a_changed_cell_is_named_at_its_new_place():
    changed = [*TALK[:4], "有波动", *TALK[5:]]
    assert told(version(TALK), version(OTHER, changed)) == [
        (ADDED, "D00124/2026-03-06", "", "", "", "5:5"),
        (CHANGED, "D00123/2026-03-05", "思想状态", "平稳", "有波动", "E6"),
    ]


def test_another_way_of_writing_the_key_is_the_same_row():
    written = ["Ｄ00123", "张三", "052-01", "2026年3月5日", *TALK[4:]]
    assert [row[0] for row in told(version(TALK), version(written))] == [CHANGED]  # the date, as it was written


def test_the_cover_is_compared_too():
    assert told(version(TALK), version(TALK, preparer="赵六")) == [(CHANGED, "", "填表人", "王五", "赵六", "B9")]


def test_an_unchanged_resend_whatever_its_order_and_number():
    assert same_content(version(TALK, OTHER), version(OTHER, TALK, submission_no=2))
    assert not same_content(version(TALK), version(TALK, OTHER))
    assert not same_content(version(TALK), version(TALK, preparer="赵六"))
    assert told(version(TALK), version(TALK)) == []


def test_the_number_of_the_version_is_no_change_and_a_sheet_gone_is_one():
    assert told(version(TALK), version(TALK, submission_no=2)) == []
    gone = {title: grid for title, grid in sheets([TALK]).items() if title != "联系谈心记录"}
    without = read_submission("b.xlsx", book(gone, STAMP), FORMS)
    assert [row[:3] for row in told(version(TALK, OTHER), without)] == [(REMOVED, "", "")]
    assert [row[:3] for row in told(without, version(TALK, OTHER))] == [(ADDED, "", "")]


def test_a_row_of_which_only_the_name_was_corrected_is_one_change():
    corrected = [*TALK[:3], date(2026, 3, 8), *TALK[4:]]
    assert told(version(TALK, OTHER), version(OTHER, corrected)) == [
        (CHANGED, "D00123/2026-03-08", "谈心日期", "2026-03-05", "2026-03-08", "D6")
    ]
