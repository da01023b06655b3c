"""When returns are due and frozen, and on which mornings the office works on them (3.6)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from zoneproc.period import Cadence, Period

_CLOSING = time(18)
_OFFICE_OPENS = time(9)


def deadlines(period: Period) -> tuple[datetime, datetime]:
    """When a period's return is due and when it is frozen (3.6: 5th and 12th, 10th and 20th, 10 and 31 January)."""
    due, freeze = {Cadence.MONTH: (5, 12), Cadence.QUARTER: (10, 20)}.get(period.cadence, (10, 31))
    after = period.end + timedelta(days=1)
    return datetime.combine(after.replace(day=due), _CLOSING), datetime.combine(after.replace(day=freeze), _CLOSING)


def return_periods(year: int) -> Iterable[tuple[str, Period]]:
    """Template id and period of every return with a deadline: twelve, four and one."""
    whole = Period(year)
    yield from (("MON", month) for month in whole.months)
    yield from (("QTR", quarter) for quarter in whole.quarters)
    yield "ANN", whole


def rounds(year: int) -> Sequence[Period]:
    """The periods of a year in the order in which the office closes them: 01 02 03 Q1 04 … 12 Q4 year."""
    whole = Period(year)
    periods = [*whole.months, *whole.quarters, whole]
    return sorted(periods, key=lambda period: (period.end, period.last - period.first))


def days_of(period: Period) -> tuple[datetime, datetime]:
    """The two mornings on which the office works on a period: the one after the deadline, the one after the freeze."""
    due, freeze = deadlines(period)
    return _morning_after(due), _morning_after(freeze)


def _morning_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), _OFFICE_OPENS)
