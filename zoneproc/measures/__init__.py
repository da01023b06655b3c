"""What is counted: one function per measure, from the evidence of a period to its cases.

A case is one counted thing with the row behind it; nothing is aggregated away, so that every point can be followed to
a cell. Shapes turn the sums of the cases into points.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from zoneproc.duties.contacts import contact_months
from zoneproc.duties.reporting import report_months
from zoneproc.duties.roster import roster_on
from zoneproc.duties.service import assessed_members
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.registry import Registry
from zoneproc.rules import Ruleset

__all__ = ["CASE_COLUMNS", "MEASURES", "Evidence", "Measure", "cases", "counts", "gathered"]

CASE_COLUMNS: Mapping[str, str] = {
    "subject": "str",
    "part": "str",
    "numerator": "float64",
    "denominator": "float64",
    "table": "str",
    "_source": "str",
    "_row": "int64",
    "note": "str",
}


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a measure may look at: the ledger, the rules, the period, and frames of earlier stages by name.

    The duties that several measures share are worked out once and kept.
    """

    ledger: Ledger
    rules: Ruleset
    period: Period
    earlier: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def once(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The frame called `name`, made at the first asking; callers must not change it."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def contact_months(self) -> pd.DataFrame:
        """The due contact-months of the period (U09–U11)."""
        return self.once("contact_months", lambda: contact_months(self.ledger, self.rules, self.period.months))

    @property
    def report_months(self) -> pd.DataFrame:
        """The member-months of the period that owe a report (U13, U14)."""
        return self.once("report_months", lambda: report_months(self.ledger, self.rules, self.period.months))

    @property
    def service(self) -> pd.DataFrame:
        """The roster on the rule day of each month of the period, with its `month`."""
        return self.once("service", self._service)

    def _service(self) -> pd.DataFrame:
        rule_day = int(self.rules.number("mid_month_day"))
        rows = roster_on(self.ledger, [month.rule_day(rule_day) for month in self.period.months])
        return rows.assign(month=pd.to_datetime(rows["day"]).dt.strftime("%Y-%m").astype("str"))

    @property
    def assessed(self) -> pd.DataFrame:
        """The members listed in the quarter and the branch that computes each (U05, U40)."""
        return self.once("assessed", lambda: assessed_members(self.ledger, self.rules, self.period))


Measure = Callable[[Evidence], pd.DataFrame]
MEASURES: Registry[Measure] = Registry("zoneproc.measures")


def cases(rows: pd.DataFrame, table: str, /, **columns: pd.Series | str | float) -> pd.DataFrame:
    """One case per row of `rows`, which must carry `_source` and `_row` (or they are given in `columns`).

    `columns` gives `subject`, `numerator` and, where they differ from ""/0, `part`, `denominator`, `note`, each one
    value for all or a series on the index of `rows`.
    """
    values: dict[str, object] = {"part": "", "denominator": 0.0, "note": "", "table": table}
    values |= {name: rows[name] for name in ("_source", "_row") if name in rows}
    values |= columns
    made = pd.DataFrame({name: values[name] for name in CASE_COLUMNS}, index=rows.index)
    return made.reset_index(drop=True).astype(dict(CASE_COLUMNS))


def gathered(*parts: pd.DataFrame) -> pd.DataFrame:
    """The cases of several kinds in one frame, in the order given; empty frames are fine."""
    filled = [part for part in parts if len(part)]
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in CASE_COLUMNS.items()})
    return pd.concat(filled, ignore_index=True) if filled else empty


def counts(found: pd.DataFrame) -> pd.DataFrame:
    """The sums of the cases: one row per subject and part with `numerator` and `denominator`."""
    return found.groupby(["subject", "part"], as_index=False)[["numerator", "denominator"]].sum()
