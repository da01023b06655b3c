"""Shared columns."""

import pytest

from zoneproc.forms.columns import BRANCH_CODE, MEMBER_NO, judged
from zoneproc.kinds import Bad


def test_a_judged_condition_is_stated_but_holds_nobody_up() -> None:
    """It holds only where its own cell is filled."""
    condition = judged("employee_no", "可定人")
    assert condition.text == "可定人"
    assert not condition.holds({"employee_no": None})
    assert condition.holds({"employee_no": "E20877"})


@pytest.mark.parametrize("number", ["D00123", "D99999", " D00123"])
def test_member_numbers(number: str) -> None:
    assert MEMBER_NO.parse(number) == number.strip()


@pytest.mark.parametrize("number", ["00123", "D123", "D001234", "d00123"])
def test_other_member_numbers(number: str) -> None:
    assert isinstance(MEMBER_NO.parse(number), Bad)


@pytest.mark.parametrize("code", ["001", "001005", "001002003"])
def test_organisation_codes_have_three_digits_per_level(code: str) -> None:
    assert BRANCH_CODE.parse(code) == code


@pytest.mark.parametrize("code", ["1005", 1005.0, "00100A"])
def test_other_organisation_codes(code: object) -> None:
    """A code typed as a number has lost its zeros."""
    assert isinstance(BRANCH_CODE.parse(code), Bad)
