"""Faults of the scheme that only measures and shapes can tell (codes K11–K15)."""

import pytest
from rule_rows import JULY, added, altered, book_of

from zoneproc.rules import default_rule_book
from zoneproc.rules.book import declared_place
from zoneproc.scoring.scheme import checked, scheme_faults

LAST_ROW = 4 + 29
NEW = {
    "code": "I14",
    "label": "试行指标",
    "subject": "党员",
    "cadence": "季度",
    "block": "T1",
    "full_points": 5.0,
    "measure": "联系谈心",
    "shape": "比例",
}


def faults(**cells):
    book = book_of(indicators=added("indicators", **(NEW | cells)))
    return [(found.code.number, found.place.sheet, found.place.cell) for found in scheme_faults(book)]


def test_the_shipped_scheme_is_sound():
    assert list(scheme_faults(default_rule_book())) == []
    assert faults() == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"measure": "联系谈话"}, ("K11", "G")),
        ({"shape": "比率"}, ("K12", "H")),
        ({"shape": "阶梯", "arguments": "很好=5"}, ("K13", "I")),
        ({"shape": "名次", "arguments": "第一=5"}, ("K13", "I")),
        ({"measure": "覆盖", "shape": "分项", "arguments": "线路=4"}, ("K14", "G")),
        ({"measure": "联系谈心", "cadence": "年度", "block": "T1"}, ("K14", "G")),
        ({"block": "A"}, ("K15", "E")),
    ],
)
def test_a_row_that_cannot_be_counted_is_told_at_its_cell(cells, expected):
    code, column = expected
    assert (code, "指标", f"{column}{LAST_ROW + 1}") in faults(**cells)


def test_a_new_measure_may_be_used_for_any_subject():
    cells = {"code": "A9", "subject": "支部", "cadence": "年度", "block": "A", "measure": "谈心参与面"}
    assert faults(**cells) == []


def test_the_near_name_is_offered():
    found = scheme_faults(book_of(indicators=added("indicators", **(NEW | {"measure": "联系谈新"}))))
    assert "联系谈心" in found[0].message


def test_a_faulty_row_is_left_out_and_the_earlier_one_goes_on_holding():
    book = checked(
        book_of(indicators=added("indicators", **(NEW | {"code": "I11", "measure": "谈天"}))), declared_place
    )
    assert [found.code.number for found in book.findings if found.code.number == "K11"] == ["K11"]
    by_code = {row.code: row for row in book.on(JULY).indicators("党员", "季度")}
    assert by_code["I11"].measure == "联系谈心"


def test_an_unknown_measure_in_place_of_a_shipped_one_leaves_the_indicator_out():
    book = checked(book_of(indicators=altered("indicators", 0, measure="谈天")))
    assert "I11" not in {row.code for row in book.on(JULY).indicators("党员", "季度")}
