"""评定: a word given by someone is worth a fixed number of points."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import NOT_APPLICABLE, SHAPES, Shape, bounded, cell, part, summed


def points(
    numerators: pd.DataFrame, _: pd.DataFrame, full: float, arguments: Mapping[str, float]
) -> "pd.Series[float]":
    """Σ numerator × argument, the numerator being 1 for the word given; NaN where none was given (U27, U43)."""
    given = sum((part(numerators, name) for name in arguments), pd.Series(0.0, index=numerators.index))
    worth = sum((part(numerators, name) * each for name, each in arguments.items()), 0.0 * given)
    return bounded(worth.where(given > 0), full)


def formula(refs: Mapping[str, tuple[str, str]], full_ref: str, argument_refs: Mapping[str, str]) -> str:
    """The same as an Excel formula."""
    given = summed([cell(refs, name) for name in argument_refs])
    worth = summed([f"{cell(refs, name)}*{ref}" for name, ref in argument_refs.items()])
    return f'=IF(({given})>0,MAX(0,MIN({full_ref},{worth})),"{NOT_APPLICABLE}")'


SHAPES.add("评定", Shape("评定", "按评定的词给分,例:好=5;较好=4;没有评定的为不适用。", points, formula))
