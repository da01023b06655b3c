"""What the formulas behind 自检 will find in the rows being written: the values shown until a program recalculates.

The same numbers as `conditions` compiles, worked out row by row from the same declarations.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from zoneproc.excel.conditions import CHECK, COUNTS, DOUBLE, HELD, MUST_BE_YES, SILENT, Fault
from zoneproc.excel.writing import is_missing, shown
from zoneproc.kinds import Bad, Kind, as_text, is_empty
from zoneproc.period import Period
from zoneproc.schema import Field, Table

__all__ = ["Ground", "Read"]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's day 0
_DATED = (Kind.DATE, Kind.DATETIME)
_PLAIN = (*_DATED, Kind.INTEGER, Kind.DECIMAL)
_CHOSEN = (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)

Values = Mapping[str, object]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are judged against: the period, and the known numbers by "table.field"."""

    period: Period | None = None
    lists: Mapping[str, Container[object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a table as they will be read back: what each is about ("" if it does not say) and its state."""

    table: Table
    rows: Sequence["_Row"]
    keys: Sequence[str]
    states: Sequence[int]

    @classmethod
    def of(cls, table: Table, rows: Sequence[Mapping[str, object]]) -> "Read":
        """The rows read; the cover is one row."""
        reader = _reader_of(table)
        read = [reader.row(row) for row in rows]
        keys = [_about(table, row) for row in read]
        return cls(table, read, keys, _states(table, read, keys))

    def numbers(self, name: str) -> frozenset[str]:
        """What a column offers to the columns that refer to it: the numbers in rows that count."""
        taken = (row.values.get(name) for row, state in zip(self.rows, self.states, strict=True) if state == COUNTS)
        return frozenset(value for value in taken if isinstance(value, str))

    def codes(self, ground: Ground) -> Mapping[str, Mapping[int, int]]:
        """Field → row (from 0) → its number, where that is not 0."""
        found: dict[str, dict[int, int]] = {item.name: {} for item in self.table.read_fields}
        judge = _Judge(self.table, ground)
        for at, (row, state) in enumerate(zip(self.rows, self.states, strict=True)):
            for name, code in judge.codes(row, state) if state else ():
                found[name][at] = code
        return found


def _states(table: Table, rows: Sequence["_Row"], keys: Sequence[str]) -> Sequence[int]:
    order = list(range(len(rows)))[:: -1 if table.last_counts else 1]
    seen: set[str] = set()
    states = [0] * len(rows)
    for number in order:
        key = keys[number]
        if key:
            states[number] = DOUBLE if key in seen else COUNTS
            seen.add(key)
        elif any(not is_empty(cell.raw) for cell in rows[number].cells.values()):
            states[number] = HELD
    return states


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell as it will be read: what is in it, as text too; the value taken, None if none is; whether it is bad.

    `said` is what tells the thing it names from others; `sort` tells whether there is a value, and whether it is bad.
    """

    raw: object
    text: str
    value: object
    bad: bool
    said: str
    sort: int


class _Reader:
    """Reads the cells of a table's rows as the office will, each distinct one once."""

    def __init__(self, table: Table) -> None:
        self._fields = {item.name: item for item in table.read_fields}
        self._texts: dict[tuple[str, str], _Cell] = {}
        self._others: dict[tuple[str, type, object], _Cell] = {}

    def row(self, row: Mapping[str, object]) -> "_Row":
        """The row of given values as it will be read."""
        cells, values = {}, {}
        for name, given in row.items():
            item = self._fields.get(name)
            cell = None if item is None or given is None else self._cell(item, given)
            if cell is not None:
                cells[name] = cell
                if cell.value is not None:
                    values[name] = cell.value
        return _Row(cells, values)

    def _cell(self, item: Field, given: object) -> _Cell | None:
        if type(given) is str:
            return self._texts.get((item.name, given)) or self._kept(self._texts, (item.name, given), item, given)
        given = tuple(given) if isinstance(given, list) else given
        if is_missing(given):
            return None
        key = (item.name, type(given), given)
        return self._others.get(key) or self._kept(self._others, key, item, given)

    @staticmethod
    def _kept(cells: dict[Key, _Cell], key: Key, item: Field, given: object) -> _Cell:
        if len(cells) >= _MOST_KEPT:
            cells.clear()
        cells[key] = _cell(item, given)
        return cells[key]


def _cell(item: Field, given: object) -> _Cell:
    raw = shown(item.render(given))
    read = item.parse(raw.upper() if item.kind is Kind.CODE and isinstance(raw, str) else raw)
    value, bad = (read.kept, True) if isinstance(read, Bad) else (read, False)
    there = value is not None
    return _Cell(raw, as_text(raw), value, bad, _said(item, value) if there else "", 2 * there + bad)


_MOST_KEPT, _MOST_READERS = 50_000, 64
_READERS: dict[int, tuple[object, _Reader]] = {}


def _reader_of(table: Table) -> _Reader:
    """The reader of tables with these columns, kept for the next workbook: most words and days recur."""
    key = id(table.fields)
    if key not in _READERS:
        if len(_READERS) >= _MOST_READERS:
            _READERS.clear()
        _READERS[key] = table.fields, _Reader(table)
    return _READERS[key][1]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it will be read: its cells, and the values taken of them (missing ones left out)."""

    cells: Mapping[str, _Cell]
    values: Values


def _about(table: Table, row: _Row) -> str:
    """What a row is about; "" if it does not say."""
    if any(name not in row.values for name in table.key):
        return ""
    names = table.unique
    if not names or any(name not in row.values for name in names):
        return "#" + "|".join(row.cells[item.name].text if item.name in row.cells else "" for item in table.read_fields)
    return "=" + "|".join(row.cells[name].said for name in names)


class _Judge:
    """Gives the cells of a table's rows their numbers.

    What is wrong with a missing cell depends on which cells there are, and on the values of a few of them: rows alike in
    this are judged once.
    """

    def __init__(self, table: Table, ground: Ground) -> None:
        self.table, self.ground = table, ground
        self._deciding = sorted({when.field for item in table.read_fields for when in item.required_when})
        self._absent: dict[object, Sequence[tuple[str, int]]] = {}

    def codes(self, row: _Row, state: int) -> Iterator[tuple[str, int]]:
        """Fields and their numbers, where these are not 0."""
        values = row.values
        key = (state, *row.cells, *[cell.sort for cell in row.cells.values()], *map(values.get, self._deciding))
        if key not in self._absent:
            self._absent[key] = list(self._of_absent(row, state))
        uneven = [name for name in self.table.sums if state == COUNTS and self._uneven(name, values)]
        yield from ((name, code) for name, code in self._absent[key] if name not in uneven)
        for name, cell in row.cells.items():
            code = 0 if name in uneven and not cell.bad else self._of_present(name, cell, state, values)
            if code:
                yield name, code
        for name in uneven:
            if name not in row.cells or not row.cells[name].bad:
                yield name, _CLASH

    def _of_absent(self, row: _Row, state: int) -> Iterator[tuple[str, int]]:
        """The numbers of cells that have no value and are not bad."""
        key, first = self.table.key, next((name for name in self.table.key if name not in row.values), "")
        for item in self.table.read_fields:
            name = item.name
            if name in row.values or (name in row.cells and row.cells[name].bad):
                continue
            if name in key:
                missing = state == HELD and name == first
            else:
                missing = state == COUNTS and self._needed(item, row.values)
            if missing:
                yield name, _MISSING

    def _needed(self, item: Field, values: Values) -> bool:
        if (self.table.name, item.name) in SILENT:
            return False
        others = (when for when in item.required_when if when.field != item.name)
        return item.required or any(when.holds(values) for when in others)

    def _of_present(self, name: str, cell: _Cell, state: int, values: Values) -> int:
        item = self.table[name]
        if cell.bad:
            return _CHOICE if item.kind in _CHOSEN else _FORM
        if cell.value is None:
            return 0
        if state == DOUBLE and name in self.table.unique[:1]:
            return _DOUBLE
        return self._filled(item, cell, values) if state == COUNTS else 0

    def _filled(self, item: Field, cell: _Cell, values: Values) -> int:
        value, ground = cell.value, self.ground
        if item.refers_to in ground.lists and value not in ground.lists[item.refers_to]:
            return _UNKNOWN
        if (item.not_before or item.not_above) and _clashes(item, values):
            return _CLASH
        if item.inside_period and ground.period is not None and value not in ground.period:
            return _PERIOD
        if value is False and (self.table.name, item.name) in MUST_BE_YES:
            return _MISSING
        return CHECK if item.kind in _PLAIN and isinstance(cell.raw, str) else 0

    def _uneven(self, name: str, values: Values) -> bool:
        parts = sum(_serial(values.get(part, 0)) for part in self.table.sums[name])
        return parts != _serial(values.get(name, 0))


_MISSING, _FORM, _CHOICE, _PERIOD, _DOUBLE, _UNKNOWN, _CLASH = (fault.code for fault in Fault)


def _clashes(item: Field, values: Values) -> bool:
    own = values[item.name]
    before, above = values.get(item.not_before), values.get(item.not_above)
    below = before is not None and _serial(own) < _serial(before)
    over = above is not None and _serial(own) > _serial(above)
    return below or over


def _serial(value: object) -> float:
    """A number, or a date as Excel counts it."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds() / 86400
    if isinstance(value, date):
        return float((value - _EPOCH.date()).days)
    return float(value) if isinstance(value, int | float) else 0.0


def _said(item: Field, value: object) -> str:
    """What tells a thing from others, as `conditions` joins it."""
    if item.kind is Kind.CHOICE and item.vocabulary is not None:
        return str(item.vocabulary.values.index(str(value)))
    return as_text(_serial(value)) if isinstance(value, date) else as_text(value)
