"""What changed between two versions of a return: rows by their key, cells by their field (promise 18).

Compared is what was sent, as a person reads it: widths of letters and blanks do not matter, order of rows neither.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zoneproc.intake import RawTable, Submission
from zoneproc.kinds import Bad, as_text, fold
from zoneproc.schema import Field, Table

__all__ = ["ADDED", "CHANGED", "REMOVED", "same_content", "version_difference"]

ADDED, REMOVED, CHANGED = "新增", "删除", "改动"
COLUMNS = ["table", "label", "key", "change", "field", "before", "after", "cell"]
_NUMBERING = frozenset({"template_version", "submission_no"})
"""Items of the cover that the office writes, another for every version."""
_OF_THE_VERSION = _NUMBERING | {"correction_note", "fill_date"}
"""Items of the cover that differ in every version and say nothing about its content."""


Name = tuple[str, int]
"""What names a row, and of rows named alike its turn."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as sent: its cells as text by field, and its Excel row."""

    cells: Mapping[str, str]
    number: int


def version_difference(earlier: Submission, later: Submission) -> pd.DataFrame:
    """One row per added or removed row and per changed cell, in the order of the form.

    Columns: table, label (its title), key (what names the row), change, field (label of the changed column, else ""),
    before and after (as sent), cell (in the later file; of a removed row in the earlier). A table that is in one of the
    files only is one row with the number of its rows; the number of the version is no change.
    """
    identity = later.identity or earlier.identity
    tables = identity.form.tables if identity is not None else ()
    found = [change for table in tables if not table.reference for change in _changes(table, earlier, later)]
    return pd.DataFrame(found, columns=COLUMNS, dtype="str")


def same_content(earlier: Submission, later: Submission) -> bool:
    """Whether two files say the same, version number, date and explanation aside: an unchanged resend."""
    if earlier.identity is None or later.identity is None or earlier.tables.keys() != later.tables.keys():
        return False
    return all(_content(earlier.tables[name]) == _content(raw) for name, raw in later.tables.items())


def _content(raw: RawTable) -> Counter[tuple[tuple[str, str], ...]]:
    """The rows of a table, however they are ordered and wherever they stand."""
    names = sorted(name for name in raw.values if not (raw.vertical and name in _OF_THE_VERSION))
    columns = [[fold(as_text(cell)) for cell in raw.values[name]] for name in names]
    rows = zip(*columns, strict=True) if columns else ()
    filled = (((name, text) for name, text in zip(names, row, strict=True) if text) for row in rows)
    return Counter(tuple(row) for row in filled)


def _changes(table: Table, earlier: Submission, later: Submission) -> Iterator[Sequence[str]]:
    before, after = _rows(table, earlier), _rows(table, later)
    if (before or after) and (table.name in earlier.tables) != (table.name in later.tables):
        change = REMOVED if before else ADDED
        yield (table.name, table.label, "", change, "", _whole(table, earlier), _whole(table, later), "")
        return
    before |= _renamed(table, before, after)
    for key, row in before.items():
        if key not in after:
            cell = earlier.tables[table.name].cell(row.number)
            yield (table.name, table.label, _shown(key), REMOVED, "", "", "", cell)
    for key, row in after.items():
        if key not in before:
            yield (table.name, table.label, _shown(key), ADDED, "", "", "", later.tables[table.name].cell(row.number))
        else:
            yield from _changed_cells(table, (key, before[key], row), later)


def _renamed(table: Table, before: dict[Name, _Row], after: Mapping[Name, _Row]) -> dict[Name, _Row]:
    """Rows of which only what names them was corrected, such as a date, by their new names; they leave `before`."""
    gone = {_besides(table, row): key for key, row in before.items() if key not in after}
    come = {_besides(table, row): key for key, row in after.items() if key not in before}
    return {come[said]: before.pop(gone[said]) for said in gone.keys() & come.keys() if any(said)}


def _besides(table: Table, row: _Row) -> tuple[str, ...]:
    """What a row says beside its name."""
    naming = table.unique or table.key
    return tuple(fold(row.cells.get(field.name, "")) for field in table.read_fields if field.name not in naming)


def _whole(table: Table, submission: Submission) -> str:
    raw = submission.tables.get(table.name)
    return "没有读到这张表" if raw is None else f"全表 {len(raw.rows)} 行"


def _changed_cells(table: Table, pair: tuple[Name, _Row, _Row], later: Submission) -> Iterator[Sequence[str]]:
    key, before, after = pair
    for field in table.read_fields:
        if table.vertical and field.name in _NUMBERING:
            continue
        old, new = before.cells.get(field.name, ""), after.cells.get(field.name, "")
        if fold(old) != fold(new):
            cell = later.tables[table.name].cell(after.number, field.name)
            yield (table.name, table.label, _shown(key), CHANGED, field.label, old, new, cell)


def _rows(table: Table, submission: Submission) -> dict[Name, _Row]:
    """The rows of a table by what names them and, of rows named alike, by their turn."""
    raw = submission.tables.get(table.name)
    if raw is None:
        return {}
    rows: dict[Name, _Row] = {}
    turns: Counter[str] = Counter()
    naming = [table[name] for name in table.unique or table.key if name in raw.values]
    for index, number in enumerate(raw.rows):
        cells = {name: as_text(column[index]) for name, column in raw.values.items()}
        key = "/".join(_named(field, raw.values[field.name][index]) for field in naming)
        turns[key] += 1
        rows[key, turns[key]] = _Row(cells, number)
    return rows


def _named(field: Field, cell: object) -> str:
    """What a key cell says, however it is written."""
    value = field.parse(cell)
    return fold(as_text(cell if value is None or isinstance(value, Bad) else value))


def _shown(key: Name) -> str:
    return key[0] if key[1] == 1 else f"{key[0]}(第 {key[1]} 行)"
