"""Periods parse as they print, and quarters tile the year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.period import Cadence, Period, years_so_far

periods = st.one_of(
    st.builds(Period, st.integers(2000, 2099)),
    st.builds(Period.of_quarter, st.integers(2000, 2099), st.integers(1, 4)),
    st.builds(lambda year, month: Period(year, month, month), st.integers(2000, 2099), st.integers(1, 12)),
)


@given(periods)
def test_parse_is_the_inverse_of_str(period):
    assert Period.parse(str(period)) == period


def test_quarters_tile_the_year():
    year = Period(2026)
    assert [month for quarter in year.quarters for month in quarter.months] == list(year.months)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-3", "2026Q5", "26Q1", "2026年3月", "2026-00"])
def test_other_writings_are_refused(text):
    with pytest.raises(ValueError, match="报告期"):
        Period.parse(text)


def test_a_month_knows_its_days_its_quarter_and_its_rule_day():
    march = Period.parse("2026-03")
    assert (march.start, march.end, march.rule_day()) == (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 15))
    assert march.quarter == Period.parse("2026q1")
    assert march.cadence is Cadence.MONTH
    assert Period(2026).whole_year.cadence is Cadence.YEAR


def test_a_period_contains_its_days_and_its_parts():
    quarter = Period.parse("2026Q1")
    assert date(2026, 3, 31) in quarter
    assert date(2026, 4, 1) not in quarter
    assert Period.parse("2026-02") in quarter
    assert Period.parse("2026-04") not in quarter
    assert quarter in Period(2026)


def test_years_so_far_end_with_the_last_month_asked():
    months = [Period.parse(text) for text in ("2026-02", "2025-11", "2026-01", "2025-12")]
    assert years_so_far(months) == [Period(2025, 1, 12), Period(2026, 1, 2)]
    assert years_so_far([]) == []
