"""What goes into the slip and what stays outside: nothing is lost, nothing of the template itself is taken for content."""

import pytest
from workbooks import FORMS, STAMP, TALK, book, sheets

from zoneproc.excel.issue import Issue
from zoneproc.excel.reading import read_book, read_book_bytes
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS as REAL
from zoneproc.forms import RETURNS
from zoneproc.intake import read_submission
from zoneproc.slips import lost_values
from zoneproc.slips.submitted import submitted


def content(talks=(TALK,), **grids):
    data = book({**sheets(talks), **grids}, STAMP)
    return submitted(read_book_bytes(data), read_submission("a.xlsx", data, FORMS))


def strays(found):
    """What stood outside; the notes of the made-up template in A2 are not those of ours."""
    return [(stray.sheet, stray.cell, stray.value) for stray in found.strays if stray.cell != "A2"]


@pytest.mark.parametrize("name", RETURNS)
def test_an_issued_template_has_nothing_outside(name, tmp_path):
    """Every text of ours is known as ours, the progress on the cover and the sign lines among them."""
    issue = Issue(
        "001001",
        "某支部",
        "某分公司",
        "2026Q1" if name == "QTR" else "2026-03" if name == "MON" else "2026",
        1,
        "赵六",
        "王五",
        "2026-04-05 18:00",
    )
    path = write_template(tmp_path / "a.xlsx", REAL[name], issue)
    raw = read_book(path)
    found = submitted(raw, read_submission("a.xlsx", path.read_bytes(), REAL))
    assert strays(found) == []
    assert lost_values(raw, raw, REAL[name]) == {}


def test_values_are_as_sent_and_unreadable_ones_too():
    odd = ["１２３", " 张 三 ", 1005.0, "5.6", "还好", 2.5, "=坏", "9"]
    row = content([odd]).rows["talks"][0]
    assert row["member_no"] == "１２３"
    assert row["member_name"] == " 张 三 "
    assert row["team_code"] == 1005.0
    assert (row["talk_date"], row["mood"], row["people"]) == ("5.6", "还好", 2.5)
    assert row["content"] == "#REF!"
    assert row["score"] == "9"  # computed by the office, carried along


@pytest.mark.parametrize(
    ("sent", "kept"), [(46086.0, 46086.0), (20260305.0, "20260305"), (5.6, "5.6"), ("2026.3.5", "2026.3.5")]
)
def test_a_number_in_a_date_column_stays_readable(sent, kept):
    """A serial is that day; what a date format would show as #### becomes text."""
    assert content([[*TALK[:3], sent, *TALK[4:]]]).rows["talks"][0]["talk_date"] == kept


def test_numbers_for_yes_and_no_stay_what_they_are():
    grid = [*sheets()["重大事项"][:4], ["A1", None, 1, None], ["A2", None, 0, None], ["A3", None, "√", None]]
    assert [row["reported"] for row in content(重大事项=grid).rows["events"]] == ["1", "0", "√"]


def test_what_stands_outside_keeps_its_address():
    grid = [list(row) for row in sheets()["联系谈心记录"]]
    grid[2].append("我的备注")
    grid[4].append("记得打电话")
    grid += [["合计", None, None, None, None, 2], [], [None, None, None, None, None, None, None, None, None, "页外"]]
    found = content(联系谈心记录=grid, 我的表=[[], ["", "草稿", 12]])
    assert strays(found) == [
        ("联系谈心记录", "I3", "我的备注"),
        ("联系谈心记录", "I5", "记得打电话"),
        ("联系谈心记录", "A6", "合计"),
        ("联系谈心记录", "F6", 2.0),
        ("联系谈心记录", "J8", "页外"),
        ("我的表", "B2", "草稿"),
        ("我的表", "C2", 12.0),
    ]


def test_a_sheet_that_cannot_be_read_is_outside_as_a_whole():
    """4/40: two sheets for one table; both stay outside, for the branch to choose."""
    found = content(**{"联系谈心记录(2)": sheets()["联系谈心记录"]})
    assert "talks" not in found.rows
    assert {sheet for sheet, _, value in strays(found) if value == "谈了谈"} == {"联系谈心记录", "联系谈心记录(2)"}


def test_the_comparison_can_fail():
    whole = read_book_bytes(book(sheets(), STAMP))
    poorer = read_book_bytes(book(sheets([[*TALK[:6], None, None]]), STAMP))
    assert lost_values(whole, poorer, FORMS["MON"]) == {"谈了谈": 1}
    assert lost_values(poorer, whole, FORMS["MON"]) == {}
