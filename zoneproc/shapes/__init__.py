"""How a count becomes points: each shape twice, as a function of frames and as an Excel formula (architecture 6).

A count has parts (迟报, 隐瞒; one unnamed part "" where there is nothing to tell apart). Each part has a numerator and a
denominator per subject. The rules workbook names the shape of an indicator and gives its arguments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zoneproc.registry import Registry

__all__ = ["NOT_APPLICABLE", "SHAPES", "Shape", "bounded", "cell", "part", "quotient", "summed"]

NOT_APPLICABLE = "不适用"
Arguments = Mapping[str, float]
Points = Callable[[pd.DataFrame, pd.DataFrame, float, Arguments], "pd.Series[float]"]
Formula = Callable[[Mapping[str, tuple[str, str]], str, Mapping[str, str]], str]


def _anything(_: Arguments) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way from count to points.

    `points(numerators, denominators, full, arguments)`: frames of one row per subject and one column per part (missing
    is 0) → points per subject, 0 to full, NaN = 不适用. `formula(refs, full_ref, argument_refs)`: cells of (numerator,
    denominator) by part, of full and of the arguments → the Excel 2010 formula of the same points, 不适用 as text; the
    cell of an infinite argument holds the word 清零. `fault(arguments)`: what is wrong with them, in Chinese, or "".
    """

    name: str
    doc: str
    points: Points
    formula: Formula
    fault: Callable[[Arguments], str] = _anything


SHAPES: Registry[Shape] = Registry("zoneproc.shapes")


def part(counts: pd.DataFrame, name: str) -> "pd.Series[float]":
    """One part of the counts by subject; 0 where nothing was counted."""
    if name not in counts:
        return pd.Series(0.0, index=counts.index)
    return counts[name].astype("float64").fillna(0.0)


def quotient(numerators: pd.DataFrame, denominators: pd.DataFrame) -> "pd.Series[float]":
    """Σ numerators ÷ Σ denominators by subject; NaN where the denominators are 0."""
    below = denominators.astype("float64").sum(axis=1)
    return numerators.astype("float64").sum(axis=1) / below.where(below > 0)


def bounded(points: "pd.Series[float]", full: float) -> "pd.Series[float]":
    """The points kept between 0 and full; NaN stays."""
    return points.clip(lower=0.0, upper=full)


def cell(refs: Mapping[str, tuple[str, str]], name: str, side: int = 0) -> str:
    """The cell of a part's numerator (side 0) or denominator (side 1); 0 where the sheet has no such part."""
    return refs[name][side] if name in refs else "0"


def summed(terms: Sequence[str]) -> str:
    """The terms added up, as formula text; 0 if there are none."""
    return "+".join(terms) or "0"
