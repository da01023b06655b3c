"""Deadlines of 3.6 and the order of the year."""

from datetime import datetime

from zoneproc.demo.deadlines import days_of, deadlines, return_periods, rounds
from zoneproc.period import Period


def test_seventeen_returns_a_year():
    """U51."""
    assert [form for form, _ in return_periods(2026)] == ["MON"] * 12 + ["QTR"] * 4 + ["ANN"]


def test_due_and_freeze():
    assert deadlines(Period.parse("2026-03")) == (datetime(2026, 4, 5, 18), datetime(2026, 4, 12, 18))
    assert deadlines(Period.parse("2026Q4")) == (datetime(2027, 1, 10, 18), datetime(2027, 1, 20, 18))
    assert deadlines(Period(2026)) == (datetime(2027, 1, 10, 18), datetime(2027, 1, 31, 18))


def test_office_works_on_the_mornings_after():
    assert days_of(Period.parse("2026-01")) == (datetime(2026, 2, 6, 9), datetime(2026, 2, 13, 9))


def test_quarters_close_after_their_last_month_and_the_year_last():
    assert [str(period) for period in rounds(2026)][-3:] == ["2026-12", "2026Q4", "2026"]
    assert [str(period) for period in rounds(2026)][2:5] == ["2026-03", "2026Q1", "2026-04"]
