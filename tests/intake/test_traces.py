"""A finding is known again by what it is about, wherever its row has moved."""

from datetime import date

from workbooks import FORMS, STAMP, TALK, book, sheets

from zoneproc.findings import Finding, Place
from zoneproc.intake import Spot, read_submission, spot_of, traces_of
from zoneproc.intake.codes import S02, S05, S12

OTHER = ["D00124", "李四", "052-01", date(2026, 3, 6), "平稳", 3, "谈了", None]


def version(*talks, **grids):
    return read_submission("a.xlsx", book({**sheets(talks), **grids}, STAMP), FORMS)


def finding(cell, code=S05, sheet="联系谈心记录"):
    return Finding(code, Place("a.xlsx", sheet, cell), "说明“重大事项”")


def test_the_trace_follows_the_row():
    (before,) = traces_of(version(TALK), [finding("E5")])
    (after,) = traces_of(version(OTHER, TALK), [finding("E6")])
    assert str(before) == str(after) == "S05|talks|D00123|mood"


def test_rows_named_alike_have_traces_of_their_own():
    found = version(TALK, [*TALK[:3], date(2026, 3, 9), *TALK[4:]])
    assert [trace.turn for trace in traces_of(found, [finding("E5"), finding("E6")])] == [1, 2]


def test_places_of_every_kind():
    found = version(TALK)
    assert spot_of(found, Place("a.xlsx", "联系谈心记录", "D5")) == Spot("talks", 0, "talk_date")
    assert spot_of(found, Place("a.xlsx", "联系谈心记录", "5:5")) == Spot("talks", 0)
    assert spot_of(found, Place("a.xlsx", "联系谈心记录")) == Spot("talks")
    assert spot_of(found, Place("a.xlsx", "联系谈心记录", "Z5")) == Spot("talks", 0)
    assert spot_of(found, Place("a.xlsx", "封面", "B9")) == Spot("cover", 0, "preparer")
    assert spot_of(found, Place("a.xlsx", "我的表", "A1")) == Spot()
    assert spot_of(found, Place("a.xlsx")) == Spot()


def test_a_missing_sheet_is_known_by_its_table():
    grids = {title: grid for title, grid in sheets().items() if title != "重大事项"}
    found = read_submission("a.xlsx", book(grids, STAMP), FORMS)
    told = [each for each in found.findings if each.code == S02]
    assert [trace.table for trace in traces_of(found, told)] == ["events"]


def test_findings_about_nothing_in_the_tables_keep_their_code():
    (trace,) = traces_of(version(TALK), [finding("", S12, "我的表")])
    assert str(trace) == "S12|||"
