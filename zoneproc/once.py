"""What is made once: of a declaration, found again by the very thing, or of anything, when somebody asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar

__all__ = ["Later", "once"]

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


def _made(thing: Made) -> "Later[Made]":
    return Later(lambda: thing)


class Later(Generic[Made]):
    """Something that is made when it is first asked for; on its way to another process it is made before."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make

    def __call__(self) -> Made:
        """The thing itself."""
        thing = self._make()
        self._make = lambda: thing
        return thing

    def __reduce__(self) -> tuple[Callable[[Made], "Later[Made]"], tuple[Made]]:
        return _made, (self(),)
