"""From cases to counts to points, indicator by indicator; nothing is thrown away on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zoneproc.duties.matching import places
from zoneproc.measures import CASE_COLUMNS, MEASURES, Cases, Evidence
from zoneproc.rules import Indicator
from zoneproc.shapes import SHAPES

MEASURED_COLUMNS = ("subject", "indicator", "part", "numerator", "denominator")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the measures of all indicators found, by code of the indicator and in their order, about the subjects scored."""

    subjects: pd.Index
    cases: Sequence[tuple[str, Cases]]

    def frame(self) -> pd.DataFrame:
        """The columns of cases, and `indicator` (its code)."""
        frames = [found.frame().assign(indicator=code) for code, found in self.cases]
        filled = [frame[frame["subject"].isin(self.subjects)] for frame in frames if len(frame)]
        empty = {name: pd.Series(dtype=kind) for name, kind in {**CASE_COLUMNS, "indicator": "str"}.items()}
        return pd.concat(filled, ignore_index=True).astype({"indicator": "str"}) if filled else pd.DataFrame(empty)

    def measured(self) -> pd.DataFrame:
        """The counts behind the points: one row per subject, indicator and part, with the sums of numerator and denominator."""
        parts = [found.counts(self.subjects).assign(indicator=code) for code, found in self.cases]
        filled = [part for part in parts if len(part)]
        empty = {name: pd.Series(dtype=_dtype(name)) for name in MEASURED_COLUMNS}
        return pd.concat(filled, ignore_index=True)[list(MEASURED_COLUMNS)] if filled else pd.DataFrame(empty)


def found_by(evidence: Evidence, indicators: Sequence[Indicator], subjects: pd.Series) -> Found:
    """What the measures of these indicators find; cases about others than these subjects are left out."""
    return Found(pd.Index(subjects).sort_values(), [(row.code, MEASURES[row.measure](evidence)) for row in indicators])


def award_points(measured: pd.DataFrame, indicators: Sequence[Indicator], subjects: Sequence[str]) -> pd.DataFrame:
    """Points of every subject for every indicator: subject, indicator, full, points (exact; missing = 不适用).

    Indicator by indicator, each with all subjects in the order given.
    A subject without any count is judged on zero counts: deduction items start full, ratios do not apply (U23).
    """
    known = pd.Index(list(subjects), dtype="str")
    codes = pd.Index([row.code for row in indicators], dtype="str")
    which = places(codes, measured["indicator"])
    exact = [_points_of(measured[which == at], row, known) for at, row in enumerate(indicators)]
    each = np.repeat(np.arange(len(codes)), len(known))
    return pd.DataFrame(
        {
            "subject": known.take(np.tile(np.arange(len(known)), len(codes))),
            "indicator": codes.take(each),
            "full": np.array([row.full_points for row in indicators], dtype="float64")[each],
            "points": np.concatenate([np.zeros(0), *exact]),
        }
    )


def _points_of(measured: pd.DataFrame, indicator: Indicator, subjects: pd.Index) -> np.ndarray:
    at = places(subjects, measured["subject"])
    parts = pd.Index(sorted(measured["part"].unique()), dtype="str")
    which = places(parts, measured["part"])
    sums = np.zeros((2, len(subjects), len(parts)))
    for side, name in zip(sums, ("numerator", "denominator"), strict=True):
        side[at[at >= 0], which[at >= 0]] = measured[name].to_numpy("float64")[at >= 0]
    numerators, denominators = (pd.DataFrame(side, index=subjects, columns=parts) for side in sums)
    shape = SHAPES[indicator.shape]
    return shape.points(numerators, denominators, indicator.full_points, indicator.arguments).to_numpy()


def totals_of(points: pd.DataFrame, subjects: pd.Series, which: np.ndarray | None = None) -> pd.DataFrame:
    """Exact sums over the items that apply: index subject, in their order; `earned`, `maximum` (0 where nothing applies).

    `which`: the subject of each row as a place among them, if that is known already.
    """
    known = pd.Index(subjects)
    applies = points["points"].notna()
    sums = pd.DataFrame(
        {"earned": points["points"].fillna(0.0), "maximum": points["full"].where(applies, 0.0).astype("float64")}
    )
    whose = places(known, points["subject"]) if which is None else which
    return sums.groupby(whose).sum().reindex(range(len(known)), fill_value=0.0).set_axis(known)


def of_each(numbers: pd.Series, values: pd.Series, missing: str | float) -> pd.Series:
    """The value of each number by the index of `values`, on the index of `numbers`; `missing` where there is none."""
    kind = "str" if isinstance(missing, str) else "float64"
    found = pd.Series(values.reindex(numbers).to_numpy(), index=numbers.index, dtype=kind)
    return found.fillna(missing)


def _dtype(name: str) -> str:
    return "float64" if name in ("numerator", "denominator", "full", "points") else "str"
