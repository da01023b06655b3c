"""What is counted: one function per measure, from the evidence of a period to its cases.

A case is one counted thing with the row behind it; nothing is aggregated away, so that every point can be followed to
a cell. Shapes turn the sums of the cases into points.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from zoneproc.duties.contacts import contact_months
from zoneproc.duties.matching import places
from zoneproc.duties.reporting import report_months
from zoneproc.duties.service import assessed_members
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.registry import Registry
from zoneproc.rules import Ruleset

__all__ = ["CASE_COLUMNS", "MEASURES", "Cases", "Evidence", "Measure", "cases", "gathered"]

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
    def assessed(self) -> pd.DataFrame:
        """The members listed in the quarter and the branch that computes each (U05, U40)."""
        return self.once("assessed", lambda: assessed_members(self.ledger, self.rules, self.period))


Given = pd.Series | str | float
"""One value for all cases, or a series of one for each."""
Told = Given | Callable[[], Given]
"""What nobody needs for the counts may be a function, which is called when somebody asks to see the cases."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """Cases of one kind: one for each of `rows`, with the columns of CASE_COLUMNS."""

    rows: pd.DataFrame
    columns: Mapping[str, Told]

    def given(self, name: str) -> Given:
        """One of the columns."""
        value = self.columns[name]
        return value() if callable(value) else value

    def series(self, name: str) -> pd.Series:
        """One of the columns, one value per case."""
        value = self.given(name)
        return value if isinstance(value, pd.Series) else pd.Series(value, self.rows.index, CASE_COLUMNS[name])

    def frame(self) -> pd.DataFrame:
        """All of them."""
        made = pd.DataFrame({name: self.given(name) for name in CASE_COLUMNS}, index=self.rows.index)
        return made.reset_index(drop=True).astype(dict(CASE_COLUMNS))


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """What a measure found: one case per counted thing. The counts need little of it; the rest is made for who asks."""

    kinds: tuple[_Kind, ...] = ()

    def frame(self) -> pd.DataFrame:
        """One row per case, columns CASE_COLUMNS."""
        filled = [kind.frame() for kind in self.kinds if len(kind.rows)]
        empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in CASE_COLUMNS.items()})
        return pd.concat(filled, ignore_index=True) if filled else empty

    def counts(self, subjects: pd.Index) -> pd.DataFrame:
        """The sums of the cases about these subjects, in their order: subject, part, numerator and denominator."""
        kinds = [kind for kind in self.kinds if len(kind.rows)]
        if not kinds:
            return pd.DataFrame({name: pd.Series(dtype=CASE_COLUMNS[name]) for name in _COUNTED})
        who = np.concatenate([places(subjects, kind.series("subject")) for kind in kinds])
        part, parts = _parts(kinds)
        numbers = pd.DataFrame({name: np.concatenate([_numbers(kind, name) for kind in kinds]) for name in _SUMMED})
        meant = (who >= 0) & (part >= 0)
        sums = numbers.groupby(np.where(meant, who * len(parts) + part, -1)).sum()
        sums = sums[sums.index >= 0]
        at, which = np.divmod(sums.index.to_numpy(dtype="int64"), len(parts))
        return sums.reset_index(drop=True).assign(subject=subjects.take(at), part=parts.take(which))[_COUNTED]


_SUMMED = ["numerator", "denominator"]
_COUNTED = ["subject", "part", *_SUMMED]


def _parts(kinds: Sequence[_Kind]) -> tuple[np.ndarray, pd.Index]:
    """The part of each case as a number, -1 where missing; and the parts, in order, that these numbers mean."""
    each = [_parts_of(kind) for kind in kinds]
    parts = pd.Index(sorted({text for _, texts in each for text in texts}), dtype="str")
    return np.concatenate(
        [np.append(places(parts, pd.Series(texts, dtype="str")), -1)[at] for at, texts in each]
    ), parts


def _parts_of(kind: _Kind) -> tuple[np.ndarray, Sequence[str]]:
    one = kind.given("part")
    if isinstance(one, str):
        return np.zeros(len(kind.rows), dtype="int64"), [one]
    which, texts = pd.factorize(kind.series("part"))
    return which, list(texts)


def _numbers(kind: _Kind, name: str) -> np.ndarray:
    return kind.series(name).to_numpy(dtype="float64", na_value=np.nan)


Measure = Callable[[Evidence], Cases]
MEASURES: Registry[Measure] = Registry("zoneproc.measures")


def cases(rows: pd.DataFrame, table: str, /, **columns: Told) -> Cases:
    """One case per row of `rows`, which must carry `_source` and `_row` (or they are given in `columns`).

    `columns` gives `subject`, `numerator` and, where they differ from ""/0, `part`, `denominator`, `note`, each one
    value for all, a series on the index of `rows`, or, but for what is counted, a function that makes it.
    """
    values: dict[str, Told] = {"part": "", "denominator": 0.0, "note": "", "table": table}
    values |= {name: rows[name] for name in ("_source", "_row") if name in rows}
    return Cases((_Kind(rows, values | columns),))


def gathered(*found: Cases) -> Cases:
    """The cases of several kinds together, in the order given."""
    return Cases(tuple(kind for each in found for kind in each.kinds))
