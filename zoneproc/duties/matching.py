"""Rows that belong together are found by whole numbers: texts that are matched often are numbered once."""

import numpy as np

__all__ = ["matches"]


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
