"""Reporting periods: a month, a quarter or a year."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

_WRITTEN = re.compile(r"(?P<year>20\d{2})(?:-(?P<month>\d{2})|Q(?P<quarter>[1-4]))?")


class Cadence(Enum):
    """How often a return is due. `LIVING` is sent whenever something changed; `MASTER` is kept by the office."""

    LIVING = "随时"
    MONTH = "月度"
    QUARTER = "季度"
    YEAR = "年度"
    MASTER = "公司"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole months: `first` to `last` (1–12) of `year`.

    >>> str(Period.parse("2026Q1")), Period.parse("2026-03").end.isoformat()
    ('2026Q1', '2026-03-31')
    """

    year: int
    first: int = 1
    last: int = 12

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period written as 2026-03, 2026Q1 or 2026; raises ValueError on anything else."""
        match = _WRITTEN.fullmatch(text.strip().upper())
        if match is None or not 1 <= int(match["month"] or 1) <= 12:
            message = f"报告期“{text}”写法不对,请写成 2026-03、2026Q1 或 2026。"
            raise ValueError(message)
        year = int(match["year"])
        if match["month"]:
            return cls(year, int(match["month"]), int(match["month"]))
        if match["quarter"]:
            return cls.of_quarter(year, int(match["quarter"]))
        return cls(year)

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> "Period":
        """Quarter 1–4 of a year."""
        return cls(year, 3 * quarter - 2, 3 * quarter)

    @property
    def cadence(self) -> Cadence:
        """MONTH, QUARTER or YEAR."""
        return {1: Cadence.MONTH, 3: Cadence.QUARTER}.get(self.last - self.first + 1, Cadence.YEAR)

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def months(self) -> Sequence["Period"]:
        """The months of the period, in order."""
        return [Period(self.year, month, month) for month in range(self.first, self.last + 1)]

    @property
    def quarters(self) -> Sequence["Period"]:
        """The quarters that lie wholly inside the period, in order."""
        whole = range((self.first + 2) // 3, self.last // 3 + 1)
        return [Period.of_quarter(self.year, q) for q in whole if 3 * q - 2 >= self.first]

    @property
    def quarter(self) -> "Period":
        """The quarter in which the period begins."""
        return Period.of_quarter(self.year, (self.first + 2) // 3)

    @property
    def whole_year(self) -> "Period":
        """The year of the period."""
        return Period(self.year)

    def rule_day(self, day: int = 15) -> date:
        """The day of the first month on which service and links are judged (the rule of the 15th)."""
        return date(self.year, self.first, day)

    def __contains__(self, moment: object) -> bool:
        if isinstance(moment, Period):
            return self.year == moment.year and self.first <= moment.first and moment.last <= self.last
        return isinstance(moment, date) and (self.year, self.first) <= (moment.year, moment.month) <= (
            self.year,
            self.last,
        )

    def __str__(self) -> str:
        if self.cadence is Cadence.MONTH:
            return f"{self.year}-{self.first:02d}"
        if self.cadence is Cadence.QUARTER:
            return f"{self.year}Q{self.last // 3}"
        return str(self.year)


def years_so_far(months: Sequence[Period]) -> Sequence[Period]:
    """The years these months lie in, each from January to the last month asked of it."""
    last: dict[int, int] = {}
    for month in months:
        last[month.year] = max(month.last, last.get(month.year, 0))
    return [Period(year, 1, last[year]) for year in sorted(last)]
