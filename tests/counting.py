"""Counts of one subject written as a dict of parts, for tests of shapes."""

from collections.abc import Mapping

import pandas as pd

from zoneproc.shapes import SHAPES


def frames_of(*subjects: Mapping[str, tuple[float, float]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per subject; part → (numerator, denominator)."""
    return tuple(
        pd.DataFrame([{name: pair[side] for name, pair in parts.items()} for parts in subjects], dtype="float64")
        for side in (0, 1)
    )


def points_of(shape: str, full: float, counts: Mapping[str, tuple[float, float]], **arguments: float) -> float:
    """The points of a single subject."""
    numerators, denominators = frames_of(counts)
    return float(SHAPES[shape].points(numerators, denominators, full, arguments).iloc[0])


def events(**counted: float) -> dict[str, tuple[float, float]]:
    """Parts that have no denominators."""
    return {name: (number, 0.0) for name, number in counted.items()}
