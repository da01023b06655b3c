"""Nothing sent is lost: every filled cell of a file is found again in its slip (promise 15)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from zoneproc.excel.reading import RawBook
from zoneproc.excel.stamp import OUTSIDE_SHEET
from zoneproc.forms.cover import COVER
from zoneproc.kinds import as_text, is_empty
from zoneproc.slips.submitted import COVER_OPENINGS, OFFICE_ITEMS, OURS

__all__ = ["lost_values"]

_OFFICE_LINES = [[COVER[name].label] for name in OFFICE_ITEMS]

_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0 on paper time


def lost_values(sent: RawBook, slip: RawBook) -> Mapping[str, int]:
    """What the sent file shows more often than its slip: text of the cell → how many times too few; empty if nothing is lost.

    A date and its number are the same value. Compared are all sheets but those that hold no data of the branch; the items
    of the cover that the office writes are its own.
    """
    lost = Counter(_values(sent, OURS))
    lost.subtract(_values(slip, OURS - {OUTSIDE_SHEET}))
    return {value: count for value, count in lost.items() if count > 0}


def _values(book: RawBook, without: frozenset[str]) -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.title not in without:
            for row in sheet.rows:
                yield from _of_row(row, cover=sheet.title == COVER.label)


def _of_row(row: Sequence[object], *, cover: bool) -> Iterator[str]:
    """The filled cells of a row; of the cover, without what the office writes there."""
    shown = [_shown(cell) for cell in row if not is_empty(cell)]
    if cover and (shown[:1] in _OFFICE_LINES or (shown and shown[0].startswith(COVER_OPENINGS))):
        return iter(())
    return iter(shown)


def _shown(cell: object) -> str:
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
        return as_text(round((moment - _DAY_NOUGHT).total_seconds() / 86400, 6))
    return as_text(round(cell, 6) if isinstance(cell, float) else cell)
