"""What the formulas behind 自检 will find in the rows being written: the values shown until a program recalculates.

The same numbers as `conditions` compiles, worked out column by column from the same declarations.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from operator import gt, lt
from typing import TypeVar

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

Thing = TypeVar("Thing")
Values = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are judged against: the period, and the known numbers by "table.field"."""

    period: Period | None = None
    lists: Mapping[str, Container[object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a table as they will be read back: what each is about ("" if it does not say) and its state.

    `cells` and `values` are those of the columns that hold anything, row by row, None where there is none.
    """

    table: Table
    cells: Mapping[str, Sequence["_Cell | None"]]
    values: Mapping[str, Sequence[object]]
    keys: Sequence[str]
    states: Sequence[int]

    @classmethod
    def of(cls, table: Table, rows: Sequence[Mapping[str, object]]) -> "Read":
        """The rows read; the cover is one row."""
        given, readers = set[str]().union(*rows), _readers_of(table.fields)
        columns = {name: reader.column([row.get(name) for row in rows]) for name, reader in readers if name in given}
        cells = {name: column for name, column in columns.items() if any(column)}
        values = {name: [cell and cell.value for cell in column] for name, column in cells.items()}
        keys = _keys(table, cells, values, len(rows))
        return cls(table, cells, values, keys, _states(table, cells, keys))

    def value(self, name: str, row: int) -> object:
        """The value taken of one cell, None if none is."""
        return self.values[name][row] if name in self.values else None

    def numbers(self, name: str) -> frozenset[str]:
        """What a column offers to the columns that refer to it: the numbers in rows that count."""
        taken = zip(self.values.get(name, ()), self.states, strict=False)
        return frozenset(value for value, state in taken if state == COUNTS and isinstance(value, str))

    def codes(self, ground: Ground) -> Mapping[str, Mapping[int, int]]:
        """Field → row (from 0) → its number, where that is not 0."""
        judge = _Judge(self, ground)
        return {item.name: judge.codes(item) for item in self.table.read_fields}


def _keys(table: Table, cells: "Cells", values: Values, size: int) -> Sequence[str]:
    """What each row is about; "" if it does not say."""
    if any(name not in values for name in table.key):
        return [""] * size
    named = all(name in values for name in table.unique)
    said = [_said(table[name], values[name]) for name in table.unique] if named else []
    keys = []
    rows = zip(_rows([values[name] for name in table.key], size), _rows(said, size), strict=True)
    for at, (key, parts) in enumerate(rows):
        if None in key:
            keys.append("")
        elif parts and all(parts):
            keys.append("=" + "|".join(parts))
        else:
            row = [cells[item.name][at] if item.name in cells else None for item in table.read_fields]
            keys.append("#" + "|".join(as_text(cell.raw) if cell else "" for cell in row))
    return keys


def _rows(columns: Sequence[Sequence[Thing]], size: int) -> Iterable[tuple[Thing, ...]]:
    """The columns side by side, as so many rows."""
    return zip(*columns, strict=True) if columns else [()] * size


def _states(table: Table, cells: "Cells", keys: Sequence[str]) -> Sequence[int]:
    order = list(range(len(keys)))[:: -1 if table.last_counts else 1]
    seen: set[str] = set()
    states = [0] * len(keys)
    for number in order:
        key = keys[number]
        if key:
            states[number] = DOUBLE if key in seen else COUNTS
            seen.add(key)
        elif any((cell := column[number]) and not is_empty(cell.raw) for column in cells.values()):
            states[number] = HELD
    return states


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """One cell as it will be read: what is in it; the value taken, None if none is; whether it is bad.

    Of an `odd` one there is something to say whatever stands beside it.
    """

    raw: object
    value: object
    bad: bool
    odd: bool

    @property
    def sound(self) -> bool:
        """Whether a value is taken of it, and rightly."""
        return self.value is not None and not self.bad


Cells = Mapping[str, Sequence[_Cell | None]]


class _Known(dict[object, _Cell | None]):
    """The cells of one type of values that were read so far, each distinct one once; None for missing values."""

    def __init__(self, item: Field) -> None:
        super().__init__()
        self._item = item

    def __missing__(self, given: object) -> _Cell | None:
        if len(self) >= _MOST_KEPT:
            self.clear()
        cell = self[given] = None if is_missing(given) else _cell(self._item, given)
        return cell


class _Reader:
    """Reads columns alike as the office will: numbers, texts and truth values that are equal are not the same."""

    def __init__(self, item: Field) -> None:
        self._item = item
        self._known: dict[type, _Known] = {}

    def column(self, given: Sequence[object]) -> Sequence[_Cell | None]:
        """The cells of a column, None for missing values."""
        types = {*map(type, given)}
        if list in types:
            return self.column([tuple(value) if isinstance(value, list) else value for value in given])
        types.discard(type(None))
        if len(types) > 1:
            return [self._of(type(value))[value] for value in given]
        return [*map(self._of(types.pop()).__getitem__, given)] if types else []

    def _of(self, kind: type) -> _Known:
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = _Known(self._item)
        return known


def _cell(item: Field, given: object) -> _Cell:
    raw = shown(item.render(given))
    read = item.parse(raw.upper() if item.kind is Kind.CODE and isinstance(raw, str) else raw)
    value, bad = (read.kept, True) if isinstance(read, Bad) else (read, False)
    return _Cell(raw, value, bad, bad or (item.kind in _PLAIN and value is not None and isinstance(raw, str)))


_MOST_KEPT, _MOST_READERS = 50_000, 256
_READERS: dict[object, _Reader] = {}


@once
def _readers_of(fields: Sequence[Field]) -> Sequence[tuple[str, _Reader]]:
    """The readers of these columns, kept for the next workbook: most words and days recur."""
    return [(item.name, _reader_of(item)) for item in fields if not item.system]


def _reader_of(item: Field) -> _Reader:
    """One reader for all columns that take the same: the numbers and names of people stand in many."""
    taken = (item.kind, id(item.vocabulary), item.minimum, item.maximum, item.min_length, item.max_length, item.pattern)
    key = (*taken, *item.spellings.items())
    if key not in _READERS:
        if len(_READERS) >= _MOST_READERS:
            _READERS.clear()
        _READERS[key] = _Reader(item)
    return _READERS[key]


class _Judge:
    """Gives the cells of a table's rows their numbers, column by column; most of those that hold something are not looked at."""

    def __init__(self, read: Read, ground: Ground) -> None:
        self.table, self.read, self.ground = read.table, read, ground
        self._counting = [at for at, state in enumerate(read.states) if state == COUNTS]

    def codes(self, item: Field) -> Mapping[int, int]:
        """Row → its number, where that is not 0."""
        found = dict.fromkeys(self._missing(item), _MISSING)
        cells = self.read.cells.get(item.name)
        if cells is not None:
            found |= self._present(item, cells)
        if item.name in self.table.sums:
            uneven = filter(partial(self._uneven, item.name), self._counting)
            found |= {at: _CLASH for at in uneven if not (cells and (cell := cells[at]) and cell.bad)}
        return found

    def _missing(self, item: Field) -> Sequence[int]:
        """The rows in which a cell has no value and needs one; of bad cells something else is told."""
        if item.name in self.table.key:
            return self._unnamed(item.name)
        if not (item.required or item.required_when) or (self.table.name, item.name) in SILENT:
            return ()
        empty = self._empty(item.name, self._counting)
        return empty if item.required or not empty else self._needed(item, empty)

    def _unnamed(self, name: str) -> Sequence[int]:
        """The rows that do not say what they are about, and of which the first cell to say it is this one."""
        before = self.table.key[: self.table.key.index(name)]
        held = [at for at, state in enumerate(self.read.states) if state == HELD]
        return [at for at in self._empty(name, held) if all(self.read.value(other, at) is not None for other in before)]

    def _empty(self, name: str, rows: Sequence[int]) -> Sequence[int]:
        """Those of the rows in which a cell has no value and is not bad."""
        values, cells = self.read.values.get(name), self.read.cells.get(name)
        if values is None or cells is None:
            return rows
        if None not in values:
            return ()
        return [at for at in rows if values[at] is None and not ((cell := cells[at]) and cell.bad)]

    def _needed(self, item: Field, rows: Sequence[int]) -> Sequence[int]:
        """Those of the rows whose other cells ask for one here."""
        needed = set[int]()
        for when in item.required_when:
            if when.field != item.name:
                beside = [self.read.value(when.field, at) for at in rows]
                asking = {value for value in set(beside) if when.holds({when.field: value})}
                needed.update(at for at, value in zip(rows, beside, strict=True) if value in asking)
        return [*needed]

    def _present(self, item: Field, cells: Sequence[_Cell | None]) -> Mapping[int, int]:
        """The numbers of the cells that hold something: what a cell is by itself, then beside the others."""
        states, asked = self.read.states, self._is_asked(item)
        alone = {
            cell: code
            for cell in {cell for cell in cells if cell is not None and (asked or cell.odd)}
            if (code := self._alone(item, cell))
        }
        judged = ((at, cell) for at, cell in enumerate(cells) if cell in alone) if alone else ()
        found = {at: alone[cell] for at, cell in judged if cell and (states[at] == COUNTS or (cell.bad and states[at]))}
        if item.name in self.table.unique[:1] and DOUBLE in states:
            found |= {at: _DOUBLE for at, cell in enumerate(cells) if states[at] == DOUBLE and cell and cell.sound}
        for at in self._clashing(item):
            cell = cells[at]
            if cell and cell.sound and found.get(at) != _UNKNOWN:
                found[at] = _CLASH
        return found

    def _is_asked(self, item: Field) -> bool:
        """Whether good values of a column can be wrong by themselves."""
        known = item.refers_to in self.ground.lists
        return known or item.inside_period or (self.table.name, item.name) in MUST_BE_YES

    def _alone(self, item: Field, cell: _Cell) -> int:
        """The number of a cell in a row that counts, whatever stands beside it."""
        value, ground = cell.value, self.ground
        if cell.bad:
            return _CHOICE if item.kind in _CHOSEN else _FORM
        if value is None:
            return 0
        if item.refers_to in ground.lists and value not in ground.lists[item.refers_to]:
            return _UNKNOWN
        if item.inside_period and ground.period is not None and value not in ground.period:
            return _PERIOD
        if value is False and (self.table.name, item.name) in MUST_BE_YES:
            return _MISSING
        return CHECK if cell.odd else 0

    def _clashing(self, item: Field) -> Iterator[int]:
        """The rows that count in which a value lies before or above another one of the row."""
        values = self.read.values
        for other, clashes in ((item.not_before, lt), (item.not_above, gt)):
            if other in values:
                pairs = list(zip(values[item.name], values[other], strict=True))
                wrong = {pair for pair in set(pairs) if None not in pair and clashes(*map(_serial, pair))}
                yield from (at for at in self._counting if wrong and pairs[at] in wrong)

    def _uneven(self, name: str, row: int) -> bool:
        """Whether the parts of a total do not add up to it; what is not given counts nothing."""
        parts = sum(_serial(self.read.value(part, row)) for part in self.table.sums[name])
        return parts != _serial(self.read.value(name, row))


_MISSING, _FORM, _CHOICE, _PERIOD, _DOUBLE, _UNKNOWN, _CLASH = (fault.code for fault in Fault)


def _serial(value: object) -> float:
    """A number, or a date as Excel counts it."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds() / 86400
    if isinstance(value, date):
        return float((value - _EPOCH.date()).days)
    return float(value) if isinstance(value, int | float) else 0.0


def _said(item: Field, values: Sequence[object]) -> Sequence[str]:
    """What tells things from others, as `conditions` joins it; "" where nothing stands."""
    if item.kind is Kind.CHOICE and item.vocabulary is not None:
        places = {value: str(at) for at, value in reversed(list(enumerate(item.vocabulary.values)))}
        return ["" if value is None else places[str(value)] for value in values]
    return [value if isinstance(value, str) else "" if value is None else _text(value) for value in values]


@lru_cache(maxsize=16_384, typed=True)
def _text(value: object) -> str:
    return as_text(_serial(value) if isinstance(value, date) else value)
