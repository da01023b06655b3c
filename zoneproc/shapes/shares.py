"""分项: several shares with their own weights in one indicator."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, part, summed


def points(
    numerators: pd.DataFrame, denominators: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Full × Σ argument × share ÷ Σ argument, over the parts with something due; NaN where no part has (U48, U50)."""
    earned = pd.Series(0.0, index=numerators.index)
    weights = earned.copy()
    for name, weight in arguments.items():
        due = part(denominators, name)
        share = part(numerators, name) / due.where(due > 0)
        earned += weight * share.fillna(0.0)
        weights += weight * (due > 0)
    return bounded(full * earned / weights.where(weights > 0), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    counted = {name: (*refs[name], ref) for name, ref in argument_refs.items() if name in refs}
    earned = summed([f"IF({due}>0,{weight}*{done}/{due},0)" for done, due, weight in counted.values()])
    weights = summed([f"{weight}*({due}>0)" for _, due, weight in counted.values()])
    return f'=IF(({weights})>0,MAX(0,MIN({full_ref},{full_ref}*({earned})/({weights}))),"{NOT_APPLICABLE}")'


SHAPES.add("分项", Shape("分项", "各部分完成比例按权重合成,没有应完成的部分不计,折算到满分。", points, formula))
