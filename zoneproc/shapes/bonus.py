"""加分: each event brings points, up to the full points as limit."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import SHAPES, Shape, bounded, cell, part, summed


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """min(full, Σ numerator × argument); 0 where nothing happened. Never NaN."""
    earned = [part(numerators, name) * each for name, each in arguments.items()]
    return bounded(sum(earned, pd.Series(0.0, index=numerators.index)), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    earned = summed([f"{cell(refs, name)}*{ref}" for name, ref in argument_refs.items()])
    return f"=MAX(0,MIN({full_ref},{earned}))"


SHAPES.add("加分", Shape("加分", "各类次数×每次加分,满分即上限,例:支部采纳=1;公司采纳=2。", points, formula))
