"""What is made of a thing once, and found again by the very thing: declarations are too large to be compared each time."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

__all__ = ["once"]

Thing = TypeVar("Thing")
Made = TypeVar("Made")

_MOST_KEPT = 64


def once(make: Callable[[Thing], Made]) -> Callable[[Thing], Made]:
    """`make`, whose results are kept for the things it was given last; these are told apart by identity, and never change."""
    kept: dict[int, tuple[Thing, Made]] = {}

    @wraps(make)
    def found(thing: Thing) -> Made:
        known = kept.get(id(thing))
        if known is None:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            known = kept[id(thing)] = thing, make(thing)
        return known[1]

    return found
