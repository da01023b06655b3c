"""第二次清零: the first event costs something, the second everything."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import SHAPES, Shape, bounded, summed

FIRST = "首次"


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Full with no event, full − 首次 with one, 0 from the second on; events of all parts count. Never NaN (U23)."""
    events = numerators.astype("float64").sum(axis=1)
    left = full - arguments.get(FIRST, 0.0) * (events > 0)
    return bounded(left.mask(events >= 2, 0.0).astype("float64"), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    events = summed([ref[0] for ref in refs.values()])
    first = argument_refs.get(FIRST, "0")
    return f"=IF(({events})>=2,0,MAX(0,MIN({full_ref},{full_ref}-{first}*(({events})>0))))"


SHAPES.add("第二次清零", Shape("第二次清零", "第一次扣“首次”所写的分,第二次起得 0 分,例:首次=2。", points, formula))
