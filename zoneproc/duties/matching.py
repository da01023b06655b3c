"""Rows that belong together are found by whole numbers: texts that are matched often are numbered once."""

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from zoneproc.period import Period

__all__ = ["matches", "months_in", "places", "taken"]


def places(known: pd.Index, texts: pd.Series) -> np.ndarray:
    """Where each text stands among the known ones, which are all different; -1 for an unknown one."""
    return known.get_indexer(pd.Index(texts))


def months_in(stretch: Period, periods: pd.Series) -> np.ndarray:
    """Which month of a stretch each text (2026-03) names, the first being 0; -1 for any other text."""
    return places(pd.Index([str(month) for month in stretch.months], dtype="str"), periods)


def matches(left: np.ndarray, right: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Every two places, one in `left` and one in `right`, that hold the same number: in order of left, then of right.

    The numbers are below `count`; negative ones match nothing.
    """
    order = np.argsort(right, kind="stable")[np.count_nonzero(right < 0) :]
    sizes = np.bincount(right[order], minlength=count)
    firsts = np.cumsum(sizes) - sizes
    found = np.where(left < 0, 0, sizes[left]) if count else np.zeros_like(left)
    at = np.repeat(np.arange(len(left)), found)
    within = np.arange(len(at)) - np.repeat(np.cumsum(found) - found, found)
    return at, order[firsts[left[at]] + within]


def taken(column: pd.Series, at: np.ndarray, missing: str | int | NaTType) -> pd.Series:
    """The values of a column at these places; `missing` where the place is -1."""
    values = pd.concat([column, pd.Series([missing], dtype=column.dtype)])  # place -1 is the last one
    found: pd.Series = values.take(at).reset_index(drop=True)
    return found
