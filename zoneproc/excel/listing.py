"""The known numbers that come with a workbook, as they stand beside the lists of its drop-downs.

Long lists are the company's: every copy has the same ones, so their rows and strings are made once and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from zoneproc.excel.cell_text import Strings, column_width, row_head
from zoneproc.excel.dropdowns import known_width
from zoneproc.excel.stamp import FIRST_ROW
from zoneproc.excel.zipped import Pieces, Stretch

__all__ = ["LONG", "Columns", "Listing", "laid_out", "listing_of", "long_listing_of"]

LONG = 100
"""The length from which a list is kept for the next copies, as long as the same list comes along."""
_STEP = 64
_MOST_KEPT = 8
_KEPT: dict[object, tuple[object, "Listing"]] = {}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the list of "table.field" stands: the letters of its two columns, and the number of their look."""

    target: str
    numbers: str
    names: str
    look: int


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The cells of a list, row by row, and the width of the names; of a long one also its own strings.

    `strings` are those the cells refer to: the copy's, or of a long list its own.
    """

    cells: Sequence[str]
    width: str
    strings: Strings
    text: Stretch | None = None
    _rests: dict[int, Stretch] = field(default_factory=dict)

    def rest(self, start: int) -> Stretch:
        """The rows from the one numbered `start` (from 0), where no other list has any."""
        if start not in self._rests:
            rows = (_row(at, cells) for at, cells in enumerate(self.cells[start:], start))
            self._rests[start] = Stretch.of("".join(rows))
        return self._rests[start]


def listing_of(names: Mapping[str, str], columns: Columns, strings: Strings) -> Listing:
    """A list of one copy, whose strings are the copy's."""
    rows = enumerate(names.items(), start=FIRST_ROW)
    cells = [_cells(row, pair, columns, strings) for row, pair in rows]
    strings.count("".join(cells))
    return Listing(cells, column_width(known_width(columns.target, names)), strings)


def long_listing_of(names: Mapping[str, str], columns: Columns, first: int) -> Listing:
    """A list that many copies have, whose strings are numbered from `first`."""
    key = (id(names), columns, first)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        strings = Strings({}, first, 0)
        listing = listing_of(names, columns, strings)
        _KEPT[key] = names, replace(listing, text=Stretch.of(strings.text))
    return _KEPT[key][1]


def _cells(row: int, pair: tuple[str, str], columns: Columns, strings: Strings) -> str:
    number, name = map(strings.content, pair)
    return (
        f'<c r="{columns.numbers}{row}" s="{columns.look}"{number}<c r="{columns.names}{row}" s="{columns.look}"{name}'
    )


def laid_out(listings: Sequence[Listing], given: int) -> tuple[Sequence[str], Pieces]:
    """The cells to be added to each of the first `given` rows, and the rows below them."""
    long = [listing for listing in listings if listing.text is not None]
    longest = max((len(listing.cells) for listing in listings), default=0)
    apart = longest
    if len(long) == 1:
        others = max((len(listing.cells) for listing in listings if listing is not long[0]), default=0)
        apart = min(-(-max(others, given) // _STEP) * _STEP, longest)
    added = [
        "".join(chain.from_iterable(listing.cells[at : at + 1] for listing in listings))
        for at in range(max(apart, given))
    ]
    below: list[str | Stretch] = ["".join(_row(at, cells) for at, cells in enumerate(added[given:], given))]
    if apart < longest:
        below.append(long[0].rest(apart))
    return added[:given], below


def _row(at: int, cells: str) -> str:
    return f"{row_head(FIRST_ROW + at)}{cells}</row>"
