"""比例: the share done of what was due."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, quotient, summed


def points(
    numerators: pd.DataFrame, denominators: pd.DataFrame, full: float, _: Mapping[str, float]
) -> "pd.Series[float]":
    """Full × Σ numerators ÷ Σ denominators; NaN where nothing was due (4/46). No arguments."""
    return bounded(full * quotient(numerators, denominators), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, _: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    done, due = (summed([ref[side] for ref in refs.values()]) for side in (0, 1))
    return f'=IF(({due})>0,MAX(0,MIN({full_ref},{full_ref}*({done})/({due}))),"{NOT_APPLICABLE}")'


SHAPES.add("比例", Shape("比例", "满分×完成数÷应完成数;没有应完成的为不适用。", points, formula))
