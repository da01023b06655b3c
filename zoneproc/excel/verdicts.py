"""What the formulas behind 自检 will find in the rows being written: the values shown until a program recalculates.

The same numbers as `conditions` compiles, worked out row by row from the same declarations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

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


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are judged against: the period, and the known numbers by "table.field"."""

    period: Period | None = None
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
        reader = _Reader(table)
        read = [reader.row(row) for row in rows]
        keys = [row.about() if row.sound else "" for row in read]
        return cls(table, read, keys, _states(table, read, keys))

    def numbers(self, name: str) -> frozenset[str]:
        """What a column offers to the columns that refer to it: the numbers in rows that count."""
        taken = (row.values.get(name) for row, state in zip(self.rows, self.states, strict=True) if state == COUNTS)
        return frozenset(value for value in taken if isinstance(value, str))

    def codes(self, ground: Ground) -> Mapping[str, Mapping[int, int]]:
        """Field → row (from 0) → its number, where that is not 0."""
        found: dict[str, dict[int, int]] = {item.name: {} for item in self.table.read_fields}
        for at, (row, state) in enumerate(zip(self.rows, self.states, strict=True)):
            for item in self.table.read_fields if state else ():
                code = row.code(item, state, ground)
                if code:
                    found[item.name][at] = code
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
        elif rows[number].filled:
            states[number] = HELD
    return states


class _Reader:
    """Reads cells as the office will, each distinct one once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.cells: dict[tuple[str, type, object], tuple[object, object, bool]] = {}

    def row(self, row: Mapping[str, object]) -> "_Row":
        """The row of given values as it will be read."""
        raw, values, bad = {}, {}, set()
        for item in self.table.read_fields:
            given = row.get(item.name)
            if is_missing(given):
                continue
            raw[item.name], value, is_bad = self._cell(item, given)
            if value is not None:
                values[item.name] = value
            if is_bad:
                bad.add(item.name)
        return _Row(self.table, raw, values, frozenset(bad))

    def _cell(self, item: Field, given: object) -> tuple[object, object, bool]:
        given = tuple(given) if isinstance(given, list) else given
        key = (item.name, type(given), given)
        if key not in self.cells:
            cell = shown(item.render(given))
            value = item.parse(cell.upper() if item.kind is Kind.CODE and isinstance(cell, str) else cell)
            is_bad = isinstance(value, Bad)
            self.cells[key] = cell, value.kept if isinstance(value, Bad) else value, is_bad
        return self.cells[key]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it will be read: raw cells, values taken (missing ones left out), fields that are bad."""

    table: Table
    raw: Mapping[str, object]
    values: Values
    bad: frozenset[str]

    @property
    def filled(self) -> bool:
        return any(not is_empty(cell) for cell in self.raw.values())

    @property
    def sound(self) -> bool:
        return all(name in self.values for name in self.table.key)

    def about(self) -> str:
        names = self.table.unique
        if not names or any(name not in self.values for name in names):
            return "#" + "|".join(as_text(self.raw.get(item.name, "")) for item in self.table.read_fields)
        return "=" + "|".join(_said(self.table[name], self.values[name]) for name in names)

    def code(self, item: Field, state: int, ground: Ground) -> int:
        if item.name in self.bad:
            return (Fault.CHOICE if item.kind in _CHOSEN else Fault.FORM).code
        if state == COUNTS and item.name in self.table.sums and self._uneven(item):
            return Fault.CLASH.code
        if item.name not in self.values:
            return self._absent(item, state)
        if state == DOUBLE and item.name in self.table.unique[:1]:
            return Fault.DOUBLE.code
        return self._filled(item, ground) if state == COUNTS else 0

    def _absent(self, item: Field, state: int) -> int:
        key = self.table.key
        if item.name in key:
            first = next(name for name in key if name not in self.values)
            return Fault.MISSING.code if state == HELD and first == item.name else 0
        return Fault.MISSING.code if state == COUNTS and self._needed(item) else 0

    def _needed(self, item: Field) -> bool:
        if (self.table.name, item.name) in SILENT:
            return False
        others = (when for when in item.required_when if when.field != item.name)
        return item.required or any(when.holds(self.values) for when in others)

    def _filled(self, item: Field, ground: Ground) -> int:
        value = self.values[item.name]
        if item.refers_to in ground.lists and value not in ground.lists[item.refers_to]:
            return Fault.UNKNOWN.code
        if self._clashes(item):
            return Fault.CLASH.code
        if item.inside_period and ground.period is not None and value not in ground.period:
            return Fault.PERIOD.code
        if (self.table.name, item.name) in MUST_BE_YES and value is False:
            return Fault.MISSING.code
        return CHECK if item.kind in _PLAIN and isinstance(self.raw[item.name], str) else 0

    def _clashes(self, item: Field) -> bool:
        own = self.values[item.name]
        before, above = self.values.get(item.not_before), self.values.get(item.not_above)
        below = before is not None and _serial(own) < _serial(before)
        over = above is not None and _serial(own) > _serial(above)
        return below or over

    def _uneven(self, item: Field) -> bool:
        parts = sum(_serial(self.values.get(part, 0)) for part in self.table.sums[item.name])
        return parts != _serial(self.values.get(item.name, 0))


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
