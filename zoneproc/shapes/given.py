"""给定分: a mark given outside the program is taken as it is."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, quotient, summed


def points(
    numerators: pd.DataFrame, denominators: pd.DataFrame, full: float, _: Mapping[str, float]
) -> "pd.Series[float]":
    """Mean of the marks given: Σ marks ÷ number of marks, at most full; NaN where none was given. No arguments."""
    return bounded(quotient(numerators, denominators), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, _: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    marks, number = (summed([ref[side] for ref in refs.values()]) for side in (0, 1))
    return f'=IF(({number})>0,MAX(0,MIN({full_ref},({marks})/({number}))),"{NOT_APPLICABLE}")'


SHAPES.add("给定分", Shape("给定分", "直接采用所给的分数(多个取平均),不超过满分。", points, formula))
