"""Patterns of codes as conditions."""

import pytest

from zoneproc.excel.patterns import matches
from zoneproc.forms import FORMS, RETURNS

DECLARED = {
    item.pattern for name in RETURNS for table in FORMS[name].tables for item in table.read_fields if item.pattern
}


@pytest.mark.parametrize("pattern", sorted(DECLARED))
def test_every_pattern_of_a_return_but_the_period_can_be_said(pattern):
    assert bool(matches(pattern, "F")) != pattern.startswith("20")


def test_lengths_follow_the_counts():
    assert '"D99999"' in matches(r"D\d{5}", "F")
    assert "(LEN(F)-1>=4)*(LEN(F)-1<=12)" in matches(r"Z\d{4,12}", "F")
    assert "MOD(LEN(F),3)=0" in matches(r"(\d{3})+", "F")
    assert matches("MON|QTR", "F").count("|") == 5
    assert matches(r"Y\d+-\d{4}-\d{3,4}", "F").count("EXACT") == 2


@pytest.mark.parametrize("pattern", [r"[A-C]\d", r"(?i)x", r"\w+-", "a*"])
def test_other_patterns_are_left_to_the_office(pattern):
    assert matches(pattern, "F") == ""
