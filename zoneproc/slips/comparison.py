"""Nothing sent is lost: every filled cell of a file is found again in its slip (promise 15)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from zoneproc.excel.reading import RawBook
from zoneproc.excel.stamp import OUTSIDE_SHEET
from zoneproc.forms.cover import COVER
from zoneproc.kinds import as_text, is_empty
from zoneproc.schema import Form
from zoneproc.slips.printed import cover_of
from zoneproc.slips.submitted import OFFICE_ITEMS, OURS

__all__ = ["lost_values"]

_BRANCH_ITEMS = frozenset(field.label for field in COVER.fields if field.name not in OFFICE_ITEMS)

_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0 on paper time


def lost_values(sent: RawBook, slip: RawBook, form: Form) -> Mapping[str, int]:
    """What the sent file shows more often than its slip: text of the cell → how many times too few; empty if nothing is lost.

    A date and its number are the same value. Compared are all sheets but those that hold no data of the branch; of the
    cover, the items that the branch fills.
    """
    lost = Counter(_values(sent, OURS, form))
    lost.subtract(_values(slip, OURS - {OUTSIDE_SHEET}, form))
    return {value: count for value, count in lost.items() if count > 0}


def _values(book: RawBook, without: Collection[str], form: Form) -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.title not in without:
            for row in sheet.rows:
                shown = [_shown(cell) for cell in row if not is_empty(cell)]
                if not (shown and sheet.title == COVER.label and _is_office_line(shown[0], form)):
                    yield from shown


def _is_office_line(first: str, form: Form) -> bool:
    """Whether a line of the cover is written by the office: all but the items that the branch fills."""
    return cover_of(form).says(first) and first not in _BRANCH_ITEMS


def _shown(cell: object) -> str:
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
        return as_text(round((moment - _DAY_NOUGHT).total_seconds() / 86400, 6))
    return as_text(round(cell, 6) if isinstance(cell, float) else cell)
