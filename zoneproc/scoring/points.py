"""From cases to counts to points, indicator by indicator; nothing is thrown away on the way."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.measures import CASE_COLUMNS, MEASURES, Evidence, counts
from zoneproc.rules import Indicator
from zoneproc.shapes import SHAPES

MEASURED_COLUMNS = ("subject", "indicator", "part", "numerator", "denominator")
POINTS_COLUMNS = ("subject", "indicator", "full", "points")


def cases_of(evidence: Evidence, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """The cases of every indicator: the columns of cases and `indicator` (its code), in the order of the indicators."""
    found = [MEASURES[row.measure](evidence).assign(indicator=row.code) for row in indicators]
    filled = [frame for frame in found if len(frame)]
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in {**CASE_COLUMNS, "indicator": "str"}.items()})
    return pd.concat(filled, ignore_index=True).astype({"indicator": "str"}) if filled else empty


def measured_of(cases: pd.DataFrame) -> pd.DataFrame:
    """The counts behind the points: one row per subject, indicator and part, with the sums of numerator and denominator."""
    parts = [counts(rows).assign(indicator=str(code)) for code, rows in cases.groupby("indicator", sort=False)]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in MEASURED_COLUMNS})
    return pd.concat(parts, ignore_index=True)[list(MEASURED_COLUMNS)]


def award_points(measured: pd.DataFrame, indicators: Sequence[Indicator], subjects: Sequence[str]) -> pd.DataFrame:
    """Points of every subject for every indicator: subject, indicator, full, points (exact; missing = 不适用).

    A subject without any count is judged on zero counts: deduction items start full, ratios do not apply (U23).
    """
    known = pd.Index(list(subjects), dtype="str", name="subject")
    found = [_points_of(measured[measured["indicator"] == row.code], row, known) for row in indicators]
    if not found:
        return pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in POINTS_COLUMNS})
    return pd.concat(found, ignore_index=True)[list(POINTS_COLUMNS)]


def _points_of(measured: pd.DataFrame, indicator: Indicator, subjects: pd.Index) -> pd.DataFrame:
    by_part = measured.set_index(["subject", "part"])
    numerators, denominators = (
        by_part[name].astype("float64").unstack("part").reindex(subjects).fillna(0.0)  # noqa: PD010
        for name in ("numerator", "denominator")
    )
    shape = SHAPES[indicator.shape]
    points = shape.points(numerators, denominators, indicator.full_points, indicator.arguments)
    return pd.DataFrame(
        {"subject": subjects, "indicator": indicator.code, "full": indicator.full_points, "points": points.to_numpy()}
    )


def totals_of(points: pd.DataFrame) -> pd.DataFrame:
    """Exact sums over the items that apply: index subject; `earned`, `maximum` (both 0 where nothing applies)."""
    applies = points.assign(
        earned=points["points"].fillna(0.0), maximum=points["full"].where(points["points"].notna(), 0.0).astype(float)
    )
    return applies.groupby("subject")[["earned", "maximum"]].sum()


def of_each(numbers: pd.Series, values: pd.Series, missing: str | float) -> pd.Series:
    """The value of each number by the index of `values`, on the index of `numbers`; `missing` where there is none."""
    kind = "str" if isinstance(missing, str) else "float64"
    found = pd.Series(values.reindex(numbers).to_numpy(), index=numbers.index, dtype=kind)
    return found.fillna(missing)


def _dtype(name: str) -> str:
    return "float64" if name in ("numerator", "denominator", "full", "points") else "str"
