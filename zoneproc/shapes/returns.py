"""报送: returns on time, weighted by kind, less something for each send-back."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, cell, part, summed

SENT_BACK = "退回"


def points(
    numerators: pd.DataFrame, denominators: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Full × max(0, Σ numerator × argument − 退回 × its argument) ÷ Σ denominator × argument; NaN if none is owed (U51)."""
    kinds = {name: each for name, each in arguments.items() if name != SENT_BACK}
    nothing = pd.Series(0.0, index=numerators.index)
    earned = sum((part(numerators, name) * each for name, each in kinds.items()), nothing)
    owed = sum((part(denominators, name) * each for name, each in kinds.items()), nothing)
    kept = earned - part(numerators, SENT_BACK) * arguments.get(SENT_BACK, 0.0)
    return bounded(full * kept / owed.where(owed > 0), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    kinds = {name: ref for name, ref in argument_refs.items() if name != SENT_BACK and name in refs}
    earned = summed([f"{refs[name][0]}*{ref}" for name, ref in kinds.items()])
    owed = summed([f"{refs[name][1]}*{ref}" for name, ref in kinds.items()])
    lost = f"{cell(refs, SENT_BACK)}*{argument_refs.get(SENT_BACK, '0')}"
    return f'=IF(({owed})>0,MAX(0,MIN({full_ref},{full_ref}*({earned}-{lost})/({owed}))),"{NOT_APPLICABLE}")'


SHAPES.add("报送", Shape("报送", "各类报表按次给分,退回每次扣分,折算到满分。", points, formula))
