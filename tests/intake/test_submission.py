"""One file, whatever it is: tables and findings, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import FORMS, STAMP, TALK, TALKS, book, sheets, table_grid

from zoneproc.excel.reading import Unreadable
from zoneproc.intake import findings_of, gather, parse_table, read_submission


def codes(submission):
    return [finding.code.number for finding in submission.findings]


def test_a_sound_file_is_read_whole():
    data = book(sheets(), STAMP)
    found = read_submission("随便什么名字(1).xls", data, FORMS)
    assert codes(found) == []
    assert not found.blocked
    assert set(found.tables) == {"cover", "talks", "events"}
    assert found.cover["preparer"] == "王五"
    assert found.place("talks", 5, "talk_date").cell == "D5"
    assert found.place("trainees", 5).sheet == ""


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", book(sheets())[:2000], Unreadable("坏了", "重发")])
def test_a_broken_file_is_a_finding(data):
    found = read_submission("a.xlsx", data, FORMS)
    assert codes(found) == ["S03"]
    assert found.blocked
    assert found.identity is None


def test_an_unknown_workbook_is_a_finding():
    assert codes(read_submission("a.xlsx", book({"甲": [["a"]]}), FORMS)) == ["S01"]


def test_a_fault_of_our_own_costs_one_file_only():
    found = read_submission("a.xlsx", book(sheets()), {"MON": None})
    assert codes(found) == ["S03"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 5000))
def test_no_damage_ever_raises(noise, at):
    data = SOUND[:at] + noise + SOUND[at + len(noise) :]
    found = read_submission("a.xlsx", data, FORMS)
    assert found.identity is not None or found.findings


SOUND = book(sheets(), STAMP)


@settings(max_examples=30, deadline=None)
@given(
    titles=st.integers(0, 3),
    order=st.permutations(range(8)),
    blanks=st.lists(st.booleans(), min_size=4, max_size=4),
    row=st.integers(0, 3),
    named=st.booleans(),
)
def test_a_spoiled_cell_is_reported_at_the_senders_own_address(titles, order, blanks, row, named):
    """Title rows inserted, columns moved, blank rows between: one fault, one finding, at that very cell."""
    talks = [[f"D0012{at}", *TALK[1:]] for at in range(4)]
    talks[row][3] = "3.5"
    grid = [[cells[at] if at < len(cells) else None for at in order] for cells in table_grid(TALKS, talks)]
    grid[0], grid[1] = ["题"], ["填表说明"]
    if not named:
        grid[3] = []
    spread = [["题"]] * titles + grid[:4]
    for blank, cells in zip(blanks, grid[4:], strict=True):
        spread += [[], cells] if blank else [cells]
    at = next(number for number, cells in enumerate(spread, 1) if "3.5" in cells)
    found = read_submission("a.xlsx", book({**sheets(), "联系谈心记录": spread}, STAMP), FORMS)
    raw = gather(TALKS, [("a", found.tables["talks"])])
    parsed = parse_table(raw, TALKS)
    told = findings_of(parsed, TALKS, lambda table, _source, number, name: found.place(table, number, name))
    assert [(finding.code.number, finding.place.sheet, finding.place.cell) for finding in told] == [
        ("S06", "联系谈心记录", f"{'ABCDEFGH'[list(order).index(3)]}{at}")
    ]
    assert len(parsed.frame) == 4
