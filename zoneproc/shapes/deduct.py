"""扣分: full points less a fixed number for each event, floor 0."""

import math
from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import SHAPES, Shape, bounded, cell, part, summed


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """max(0, full − Σ numerator × argument); a part whose argument is 清零 leaves 0 once it happened. Never NaN (U23)."""
    left = pd.Series(full, index=numerators.index, dtype="float64")
    for name, each in arguments.items():
        events = part(numerators, name)
        left = left.mask(events > 0, 0.0) if math.isinf(each) else left - events * each
    return bounded(left, full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula; which arguments are 清零 is looked up in their cells."""
    counted = {name: ref for name, ref in argument_refs.items() if name in refs}
    clears = summed([f'({cell(refs, name)}>0)*({ref}="清零")' for name, ref in counted.items()])
    losses = summed([f"{cell(refs, name)}*N({ref})" for name, ref in counted.items()])
    return f"=IF(({clears})>0,0,MAX(0,MIN({full_ref},{full_ref}-({losses}))))"


SHAPES.add("扣分", Shape("扣分", "满分减去各类次数×每次扣分,扣完为止;写“清零”的一类发生即得 0 分。", points, formula))
