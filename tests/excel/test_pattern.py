"""The pattern of a form: written by the template writer itself, every number of rows found in it."""

from datetime import date

import pytest

from zoneproc.excel.pattern import Sort, made
from zoneproc.forms import FORMS

LISTS = ("members.member_no",)


@pytest.fixture(scope="module")
def pattern():
    return made(Sort(FORMS["QTR"], "2026Q1", due=True, preparer=False, lists=LISTS))


def test_every_number_of_rows_stands_somewhere(pattern):
    found = {name for name, _ in pattern.counts.values()}
    assert found == {
        *(f"list.{target}" for target in LISTS),
        *(f"table.{table.name}" for table in FORMS["QTR"].tables if not table.vertical),
    }


def test_no_mark_is_left_among_the_strings(pattern):
    assert "党员季度考核表" in pattern.strings
    assert not any("\ue000" in text for text in pattern.strings)
    assert max(pattern.strings.values()) < pattern.size


def test_empty_rows_are_made_once(pattern):
    assert pattern.spare("assessments", 9, 40) is pattern.spare("assessments", 9, 40)
    assert pattern.spare("assessments", 9, 40).plain.count(b"<row ") == 32
    assert pattern.spare("assessments", 9, 8).plain == b""


def test_rows_with_the_same_cells_filled_look_alike(pattern):
    one, same, other = (
        pattern.drawn("assessments", row)
        for row in (
            {"member_no": "D1", "member_name": "甲"},
            {"member_no": "D2", "member_name": "乙"},
            {"member_no": "D3"},
        )
    )
    assert one is same
    assert one.locked
    assert [name for name, *_ in one.filled] == ["member_no", "member_name"]
    assert [name for name, *_ in other.filled] == ["member_no"]
    assert not one.odd
    assert pattern.drawn("assessments", {"member_no": date(2026, 3, 5)}).odd
    assert pattern.drawn("assessments", {"member_no": "D1", "_marks": {}}).odd
    assert not pattern.drawn("assessments", {"_own": True, "member_no": "D1"}).locked
