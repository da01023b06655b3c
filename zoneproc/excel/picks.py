"""A column by its kinds: the different things, and which of them stands in each row.

A column of a hundred thousand rows seldom holds a hundred different things; what costs time is done for each kind, not for
each row.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

__all__ = ["Which", "numbers", "picked"]

Kind = TypeVar("Kind")
Which = np.ndarray | list[int]
"""For each row the number of its kind."""


def numbers(which: Which) -> list[int]:
    """The numbers of the kinds, row by row."""
    return which if isinstance(which, list) else which.tolist()


def picked(kinds: Sequence[Kind] | Mapping[int, Kind], which: Which) -> list[Kind]:
    """The kind that stands in each row."""
    return list(map(kinds.__getitem__, numbers(which)))
