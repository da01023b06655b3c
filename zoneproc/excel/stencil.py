"""Text with places left open: what all copies have in common is kept, what differs is filled in.

A place is a name between two characters that no text of ours holds. Numbers are found by comparing two texts that differ
in nothing but them.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from zoneproc.excel.zipped import Pieces, Stretch

__all__ = ["CLOSE", "OPEN", "Stencil", "place", "places_in", "with_counts"]

OPEN, CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_NUMBER = re.compile(r"(\d+)")
_LONG = 4_000
"""Shorter texts are deflated anew with what stands around them: this packs them better and takes no longer."""


def place(name: str = "") -> str:
    """A place left open for what is called `name`; without a name, a cut between what differs for different reasons."""
    return f"{OPEN}{name}{CLOSE}"


def places_in(text: str) -> Sequence[str]:
    """The names of the places of a text, in order."""
    return _PLACE.findall(text)


def with_counts(one: str, other: str, name_of: Callable[[int, int], str]) -> str:
    """`one` with a place for every number that is another one in `other`; `name_of(number, difference)` names it.

    Raises ValueError if the texts differ in anything but numbers.
    """
    if one == other:
        return one
    ours, theirs = _NUMBER.split(one), _NUMBER.split(other)
    if ours[::2] != theirs[::2]:
        message = "the two texts differ in more than their numbers"
        raise ValueError(message)
    numbers = zip(ours[1::2], theirs[1::2], strict=True)
    ours[1::2] = [mine if mine == its else place(name_of(int(mine), int(its) - int(mine))) for mine, its in numbers]
    return "".join(ours)


@dataclass(frozen=True, slots=True)
class _Run:
    """Text with places: its parts, every other one a place, and the number of the first.

    `names` are the different names of the places, `which` says for each place which of them it has. A long one is deflated
    by itself and kept with what it was filled with: many copies have the same numbers of rows.
    """

    parts: Sequence[str]
    first: int
    names: Sequence[str]
    which: Sequence[int]
    long: bool
    kept: dict[tuple[str, ...], Stretch] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Sequence[tuple[int, str]]) -> "_Run":
        """The run of parts of a text cut at its places; each is numbered, every other one is a name."""
        texts, first = [text for _, text in parts], 1 - parts[0][0] % 2
        names = {name: at for at, name in enumerate(dict.fromkeys(texts[first::2]))}
        which = [names[name] for name in texts[first::2]]
        return cls(texts, first, list(names), which, sum(map(len, texts)) >= _LONG)

    def filled(self, values: Mapping[str, str]) -> str | Stretch:
        given = tuple(map(values.__getitem__, self.names))
        if not self.long:
            return self._text(given)
        if given not in self.kept:
            if len(self.kept) >= _MOST_KEPT:
                del self.kept[next(iter(self.kept))]
            self.kept[given] = Stretch.of(self._text(given))
        return self.kept[given]

    def _text(self, given: Sequence[str]) -> str:
        parts = list(self.parts)
        parts[self.first :: 2] = map(given.__getitem__, self.which)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Stencil:
    """A text cut at its places: stretches that are always the same, runs of text with places, names of blocks to come."""

    pieces: Sequence[Stretch | _Run | str]

    @classmethod
    def of(cls, text: str, blocks: Collection[str] = ()) -> "Stencil":
        """The stencil of a text; `blocks` are the places that are filled with pieces, not with text."""
        if OPEN not in text:
            return cls([Stretch.of(text, _BEST)])
        made: list[Stretch | _Run | str] = []
        numbered = enumerate(_PLACE.split(text))
        for sort, group in groupby(numbered, key=lambda each: _sort(each[0], each[1], blocks)):
            if sort == _RUN:
                made.append(_Run.of(list(group)))
            elif sort != _CUT:
                made += [Stretch.of(part, _BEST) if sort == _STRETCH else part for _, part in group]
        return cls(made)

    def filled(self, values: Mapping[str, str], blocks: Mapping[str, Pieces]) -> Pieces:
        """The text in pieces, with every place filled; raises KeyError for one that has no value."""
        made: list[str | Stretch] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                made += blocks[piece]
            else:
                made.append(piece.filled(values) if isinstance(piece, _Run) else piece)
        return made


_RUN, _STRETCH, _BLOCK, _CUT = range(4)
_BEST, _MOST_KEPT = 9, 128


def _sort(at: int, part: str, blocks: Collection[str]) -> int:
    """What a part of a text cut at its places is; every other one is a name, the empty one only parts two runs."""
    if at % 2:
        return _BLOCK if part in blocks else _RUN if part else _CUT
    return _STRETCH if len(part) >= _LONG else _RUN
