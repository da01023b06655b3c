"""What the formulas behind 自检 will find in the rows being written: the values shown until a program recalculates.

The same numbers as `conditions` compiles, worked out row by row from the same declarations.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from zoneproc.excel.conditions import CHECK, COUNTS, DOUBLE, HELD, MUST_BE_YES, SILENT, Fault
from zoneproc.excel.writing import is_missing, shown
from zoneproc.kinds import Bad, Kind, as_text, is_empty
from zoneproc.once import once
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
        readers = _readers_of(table.fields)
        read = [_row(readers, row) for row in rows]
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


class _Cell(NamedTuple):
    """One cell as it will be read: what is in it; the value taken, None if none is; whether it is bad.

    Of an `odd` one there is something to say whatever stands beside it.
    """

    raw: object
    value: object
    bad: bool
    odd: bool


class _Reader:
    """Reads the cells of columns alike as the office will, each distinct one once; `texts` are those read so far."""

    def __init__(self, item: Field) -> None:
        self._item = item
        self.texts: dict[str, _Cell] = {}
        self._others: dict[tuple[type, object], _Cell] = {}

    def text(self, given: str) -> _Cell:
        """The cell of a text that was not met before."""
        return self._kept(self.texts, given, given)

    def other(self, given: object) -> _Cell | None:
        """The cell of anything else, None for a missing value."""
        given = tuple(given) if isinstance(given, list) else given
        if is_missing(given):
            return None
        key = (type(given), given)
        return self._others.get(key) or self._kept(self._others, key, given)

    def _kept(self, cells: dict[Key, _Cell], key: Key, given: object) -> _Cell:
        if len(cells) >= _MOST_KEPT:
            cells.clear()
        cells[key] = _cell(self._item, given)
        return cells[key]


def _cell(item: Field, given: object) -> _Cell:
    raw = shown(item.render(given))
    read = item.parse(raw.upper() if item.kind is Kind.CODE and isinstance(raw, str) else raw)
    value, bad = (read.kept, True) if isinstance(read, Bad) else (read, False)
    return _Cell(raw, value, bad, bad or (item.kind in _PLAIN and value is not None and isinstance(raw, str)))


_MOST_KEPT, _MOST_READERS = 50_000, 256
_READERS: dict[object, _Reader] = {}


@once
def _readers_of(fields: Sequence[Field]) -> Mapping[str, _Reader]:
    """The readers of these columns, kept for the next workbook: most words and days recur."""
    return {item.name: _reader_of(item) for item in fields if not item.system}


def _reader_of(item: Field) -> _Reader:
    """One reader for all columns that take the same: the numbers and names of people stand in many."""
    taken = (item.kind, id(item.vocabulary), item.minimum, item.maximum, item.min_length, item.max_length, item.pattern)
    key = (*taken, *item.spellings.items())
    if key not in _READERS:
        if len(_READERS) >= _MOST_READERS:
            _READERS.clear()
        _READERS[key] = _Reader(item)
    return _READERS[key]


class _Row(NamedTuple):
    """One row as it will be read: its cells, and the values taken of them (missing ones left out)."""

    cells: Mapping[str, _Cell]
    values: Values


def _row(readers: Mapping[str, _Reader], given: Mapping[str, object]) -> _Row:
    """The row of given values as it will be read."""
    cells, values = {}, {}
    for name, value in given.items():
        reader = readers.get(name)
        if reader is None:
            continue
        cell = (reader.texts.get(value) or reader.text(value)) if type(value) is str else reader.other(value)
        if cell is not None:
            cells[name] = cell
            if cell.value is not None:
                values[name] = cell.value
    return _Row(cells, values)


def _about(table: Table, row: _Row) -> str:
    """What a row is about; "" if it does not say."""
    values = row.values
    if any(name not in values for name in table.key):
        return ""
    if not table.unique or any(name not in values for name in table.unique):
        cells = [row.cells.get(item.name) for item in table.read_fields]
        return "#" + "|".join(as_text(cell.raw) if cell else "" for cell in cells)
    return "=" + "|".join([_said(table[name], values[name]) for name in table.unique])


class _Gaps:
    """What is wrong with the cells of a table's rows that have no value.

    It depends on which cells there are, and on the values of a few of them: rows alike in this are judged once.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._deciding = sorted({when.field for item in table.read_fields for when in item.required_when})
        self._known: dict[object, Sequence[tuple[str, int]]] = {}

    def codes(self, row: _Row, state: int) -> Sequence[tuple[str, int]]:
        """Fields and their numbers, where these are not 0; of bad cells something else is told."""
        bad = [name for name, cell in row.cells.items() if cell.bad]
        key = (state, *row.values, None, *bad, None, *map(row.values.get, self._deciding))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[key] = list(self._codes(row.values, bad, state))
        return known

    def _codes(self, values: Values, bad: Container[str], state: int) -> Iterator[tuple[str, int]]:
        for item in self.table.read_fields:
            name = item.name
            if name in values or name in bad:
                continue
            if state == HELD and name == next((key for key in self.table.key if key not in values), ""):
                yield name, _MISSING
            if state == COUNTS and name not in self.table.key and self._needed(item, values):
                yield name, _MISSING

    def _needed(self, item: Field, values: Values) -> bool:
        if (self.table.name, item.name) in SILENT:
            return False
        others = (when for when in item.required_when if when.field != item.name)
        return item.required or any(when.holds(values) for when in others)


_gaps_of = once(_Gaps)


class _Judge:
    """Gives the cells of a table's rows their numbers; most of those that hold something need not be looked at."""

    def __init__(self, table: Table, ground: Ground) -> None:
        self.table, self.ground, self._gaps = table, ground, _gaps_of(table)
        self._asked = {item.name for item in table.read_fields if self._is_asked(item)}

    def _is_asked(self, item: Field) -> bool:
        """Whether good values of a column can be wrong in a row that counts."""
        beside = item.refers_to in self.ground.lists or item.not_before or item.not_above or item.inside_period
        return bool(beside) or (self.table.name, item.name) in MUST_BE_YES

    def codes(self, row: _Row, state: int) -> Iterator[tuple[str, int]]:
        """Fields and their numbers, where these are not 0."""
        values, cells = row.values, row.cells
        uneven = [name for name in self.table.sums if state == COUNTS and self._uneven(name, values)]
        yield from ((name, code) for name, code in self._gaps.codes(row, state) if name not in uneven)
        asked = self._asked if state == COUNTS else self.table.unique[:1]
        for name, cell in cells.items():
            if (cell.odd or name in asked) and (cell.bad or name not in uneven):
                code = self._of_present(name, cell, state, values)
                if code:
                    yield name, code
        for name in uneven:
            if name not in cells or not cells[name].bad:
                yield name, _CLASH

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
        return CHECK if cell.odd else 0

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
    if isinstance(value, str):
        return value
    return as_text(_serial(value) if isinstance(value, date) else value)
