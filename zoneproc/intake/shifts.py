"""Data that slid under its header: cells moved right or left, so that headings and machine names are right and all else wrong.

The header cannot show it, the cells can: several columns that mostly cannot be read, and would be read under another
heading of the same sheet. One such column is a clerk's mistake; two are a shift, and the return is refused (4/40).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from zoneproc.intake.parsing import Parsed, Spoiled, read_cell
from zoneproc.kinds import EMPTY_WORDS, NO_WORDS, YES_WORDS, Bad, Kind, as_text, fold, is_empty
from zoneproc.schema import Field, Table

__all__ = ["slid_columns"]

_ENOUGH = 2
_TELLING = frozenset({Kind.DATE, Kind.DATETIME, Kind.MONTH, Kind.CHOICE, Kind.CHOICES})
_ANYWHERE = EMPTY_WORDS | YES_WORDS | NO_WORDS
"""Words that stand in any column and tell nothing of where they belong."""


def slid_columns(parsed: Parsed, table: Table) -> Mapping[str, tuple[Spoiled, str]]:
    """For each source whose data slid: one cell in the wrong column, and the label of the column it belongs to."""
    spoiled: dict[str, dict[str, list[Spoiled]]] = defaultdict(lambda: defaultdict(list))
    for cell in parsed.spoiled:
        spoiled[cell.source][cell.field].append(cell)
    found: dict[str, tuple[Spoiled, str]] = {}
    for source, columns in spoiled.items():
        strangers = list(_strangers(parsed, table, source, columns))
        if len(strangers) >= _ENOUGH:
            found[source] = strangers[0]
    return found


def _strangers(
    parsed: Parsed, table: Table, source: str, columns: Mapping[str, Sequence[Spoiled]]
) -> Iterator[tuple[Spoiled, str]]:
    """The columns of a source that mostly cannot be read and mostly belong under one other heading."""
    for name, cells in columns.items():
        if len(cells) < _ENOUGH and len(columns) < _ENOUGH:
            continue
        if len(cells) <= _sound(parsed, source, name):
            continue
        for other in table.read_fields:
            fitting = [cell for cell in cells if other.name != name and _fits(other, cell.raw)]
            if 2 * len(fitting) > len(cells):
                yield fitting[0], other.label
                break


def _sound(parsed: Parsed, source: str, name: str) -> int:
    """How many cells of the column could be taken; a text kept in spite of its form is counted as spoiled only."""
    frames = (parsed.frame, parsed.held, parsed.duplicates)
    filled = sum(int(frame.loc[frame["_source"] == source, name].notna().sum()) for frame in frames)
    kept = sum(cell.source == source and cell.field == name and cell.bad.kept is not None for cell in parsed.spoiled)
    return filled - kept


def _fits(item: Field, raw: object) -> bool:
    """Whether a cell would be read under this heading, and hardly under another."""
    telling = item.kind in _TELLING or bool(item.pattern)
    if not telling or is_empty(raw) or isinstance(raw, bool) or fold(as_text(raw)).upper() in _ANYWHERE:
        return False
    value = read_cell(item, raw)
    return value is not None and not isinstance(value, Bad)
