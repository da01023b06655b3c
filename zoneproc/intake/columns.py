"""Which column holds which field: by the row of machine names, else by headings; never by position, never by a guess.

A clerk may move, insert and rename columns and put title rows on top (4/40). Where machine names and headings contradict
each other a shift cannot be excluded, and the sheet is refused.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from zoneproc.excel.stamp import COVER_VALUE
from zoneproc.kinds import Bad, Kind, fold, is_empty
from zoneproc.once import once
from zoneproc.schema import Field, Table

__all__ = ["Fault", "Header", "find_header", "heading_key"]

Rows = Sequence[Sequence[object]]

_SEARCHED = 20
"""Header rows are looked for in the first rows of a sheet only."""
_HEADS_KEPT = 16
_NEAR, _APART = 85, 10
_TURNING = frozenset("不未无非否0123456789一二三四五六七八九十上下前后起终本")
"""Characters that make another column of a heading: 培养联系人1 and 2, 起始 and 终止, 有 and 无."""
_MARKS = re.compile(r"^[*△☆★]+|[*△☆★::]+$|[((](?:必填|选填|条件必填|下拉|单选|多选|自动)[))]$")
_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_TWO = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a column: `what` is its heading, `row` (1-based) and `column` (0-based) where, 0 and -1 unknown."""

    what: str
    detail: str
    blocking: bool
    row: int = 0
    column: int = -1


@dataclass(frozen=True, slots=True)
class Header:
    """Where the fields of a table are: field → 0-based column, and the 0-based index of the first row of data.

    `lines`: the header's own rows, which may stand among the data after a careless sort. `renamed`: field → heading, where
    it is not the template's; `unknown`: headings of the sender's own.
    """

    columns: Mapping[str, int]
    first: int
    faults: tuple[Fault, ...] = ()
    lines: frozenset[int] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the table can be read without fear of a misreading."""
        return not any(fault.blocking for fault in self.faults)


@lru_cache(maxsize=16384)
def heading_key(text: str) -> str:
    """A heading as headings are compared: widths, blanks and marks such as ＊ or (必填) do not matter."""
    return _MARKS.sub("", fold(text)).casefold()


@dataclass(frozen=True, slots=True)
class _Words:
    names: Mapping[str, str]
    headings: Mapping[str, str]


@lru_cache(maxsize=512)
def _words(fields: tuple[tuple[str, str, tuple[str, ...]], ...]) -> _Words:
    """Machine names and headings of a table → field; a label wins over another field's alias.

    An alias of two fields says nothing: read as one of them it might be the other.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for name, _, aliases in fields:
        for alias in aliases:
            owners[heading_key(alias)].add(name)
    headings = {alias: next(iter(names)) for alias, names in owners.items() if len(names) == 1}
    headings |= {heading_key(label): name for name, label, _ in fields}
    return _Words({name.casefold(): name for name, _, _ in fields}, headings)


def words_of(table: Table) -> _Words:
    """What the columns of a table may be called."""
    return _words(tuple((field.name, field.label, field.aliases) for field in table.fields))


@dataclass(frozen=True, slots=True)
class _Line:
    """One row taken as a header: its index, and the columns found for each field."""

    index: int
    columns: Mapping[str, list[int]]

    def __len__(self) -> int:
        return len(self.columns)


_NO_LINE = _Line(-1, {})


def _line(rows: Rows, index: int, words: Mapping[str, str]) -> _Line:
    found: dict[str, list[int]] = defaultdict(list)
    for column, cell in enumerate(rows[index]):
        if isinstance(cell, str) and cell and (name := words.get(heading_key(cell))) is not None:
            found[name].append(column)
    return _Line(index, found)


def _best_line(rows: Rows, words: Mapping[str, str], guess: int) -> _Line:
    """The row with most hits; the row where templates have it is looked at first."""
    enough = min(2, len(words))
    if 0 <= guess < len(rows) and len(line := _line(rows, guess, words)) == len(set(words.values())):
        return line
    lines = [_line(rows, index, words) for index in range(min(_SEARCHED, len(rows)))]
    best = max(lines, key=len, default=_NO_LINE)
    return best if len(best) >= enough else _NO_LINE


def find_header(
    rows: Rows, table: Table, heading_row: int = 2, name_row: int = 3, *, older: bool = False
) -> Header | None:
    """The header of `table` in these rows, None if there is nothing like it. The 0-based rows are where to look first.

    In an `older` template only the columns that name a row are indispensable. A header as it was issued is found again in
    the next file: all that it depends on stands in its own lines and above them.
    """
    head = (older, *_head(rows, table, name_row))
    known = _heads(table)
    if head in known:
        return known[head]
    words = words_of(table)
    named = _best_line(rows, words.names, name_row)
    headed = _best_line(rows, words.headings, named.index - 1 if len(named) else heading_row)
    if not len(named) and not len(headed):
        return None
    matching = _Matching(rows, table, named, headed, older)
    header = matching.header()
    if (named.index, headed.index) == (name_row, heading_row) and matching.is_complete:
        if len(known) >= _HEADS_KEPT:
            known.clear()
        known[head] = header
    return header


@once
def _heads(_: Table) -> dict[Hashable, Header]:
    """The headers of a table found as they were issued, by what stood there."""
    return {}


def _head(rows: Rows, table: Table, name_row: int) -> Iterator[tuple[object, ...]]:
    """What stands where templates have the header, and above; but not the values of a cover, which say nothing of it."""
    for at, row in enumerate(rows[: name_row + 1]):
        yield () if table.vertical and at == COVER_VALUE else (*row, *map(type, row))


@dataclass(frozen=True, slots=True)
class _Matching:
    rows: Rows
    table: Table
    named: _Line
    headed: _Line
    older: bool = False

    def header(self) -> Header:
        lines = frozenset(line.index for line in (self.named, self.headed) if len(line))
        first = next(index for index in count(min(lines)) if index not in lines)
        columns, faults = self._decided(first)
        faults += self._shifts(columns)
        near = self._near(columns) if len(self.headed) else {}
        faults += [self._told(name, column) for name, column in near.items()]
        columns |= near
        faults += self._missing(columns)
        faults += self._above(columns, min(lines))
        strange = list(self._extra(columns, first))
        read = {field.name: columns[field.name] for field in self.table.read_fields if field.name in columns}
        unknown = tuple(fault.what for fault in strange)
        return Header(read, first, (*faults, *strange), lines, self._renamed(read), unknown)

    @property
    def is_complete(self) -> bool:
        """Whether every column is one field's, and called so in both lines: no data are asked what they might be."""
        lines, fields = (self.named, self.headed), len(self.table.fields)
        one_each = all(len(line) == fields == sum(map(len, line.columns.values())) for line in lines)
        return one_each and (self.table.vertical or fields == len(self.rows[0]))

    def _renamed(self, columns: Mapping[str, int]) -> dict[str, str]:
        labels = {field.name: field.label for field in self.table.fields}
        shown = {name: self._heading(column) for name, column in columns.items()}
        return {name: text for name, text in shown.items() if text and heading_key(text) != heading_key(labels[name])}

    def _above(self, columns: Mapping[str, int], top: int) -> Iterator[Fault]:
        """Rows above the header that look like data: moved there by hand, they would be lost without a word."""
        if self.table.vertical or not columns:
            return
        for index, row in enumerate(self.rows[:top]):
            if _looks_filled(row, self.table, columns):
                detail = "像是填报的内容,为免漏读没有读取"
                yield Fault("表头上方的一行", detail, blocking=True, row=index + 1, column=min(columns.values()))

    def _heading(self, column: int) -> str:
        cell = self.rows[self.headed.index][column] if self.headed.index >= 0 else ""
        return cell.strip() if isinstance(cell, str) else ""

    def _decided(self, first: int) -> tuple[dict[str, int], list[Fault]]:
        """Each field's one column; of several only one may hold data."""
        columns: dict[str, int] = {}
        faults: list[Fault] = []
        for item in self.table.fields:
            found = self.named.columns.get(item.name) or self.headed.columns.get(item.name) or []
            if len(found) > 1:
                filled = [column for column in found if self._holds_data(column, first)]
                if len(filled) > 1:
                    faults.append(self._fault(item.label, "有两栏都填了内容,无法判断以哪一栏为准", filled[1]))
                found = filled or found
            if found:
                columns[item.name] = found[0]
        if len(set(columns.values())) == len(columns):
            return columns, faults
        twice = {column for column, count in Counter(columns.values()).items() if count > 1}
        faults += [self._fault(self._heading(column), "既像这一栏又像那一栏,无法判断", column) for column in twice]
        return columns, faults

    def _fault(self, what: str, detail: str, column: int, *, blocking: bool = True) -> Fault:
        line = self.headed if len(self.headed) else self.named
        return Fault(what, detail, blocking, line.index + 1, column)

    def _holds_data(self, column: int, first: int) -> bool:
        lines = (self.named.index, self.headed.index)
        return any(not is_empty(row[column]) for at, row in enumerate(self.rows[first:], first) if at not in lines)

    def _shifts(self, columns: Mapping[str, int]) -> Iterator[Fault]:
        """Columns whose machine name and heading say different things."""
        if not len(self.named) or not len(self.headed) or self.named.index == self.headed.index:
            return
        labels = {field.name: field.label for field in self.table.fields}
        for name, column in columns.items():
            places = self.headed.columns.get(name, [])
            says = next(
                (other for other, found in self.headed.columns.items() if column in found and other != name), ""
            )
            if says:
                detail = f"一栏的表头写着“{labels[says]}”,像是整列错位,为免读错没有读取"
                yield self._fault(labels[name], detail, column)
            elif places and column not in places:
                yield self._fault(labels[name], "一栏的表头与隐藏的栏名不在同一列,为免读错没有读取", places[0])

    def _near(self, columns: Mapping[str, int]) -> dict[str, int]:
        """Columns for fields not found yet, by headings that are nearly theirs and like no other."""
        wanted = [field for field in self.table.fields if field.name not in columns]
        taken = set(columns.values())
        free = {
            column: heading_key(text)
            for column in range(len(self.rows[self.headed.index]))
            if column not in taken and (text := self._heading(column))
        }
        if not wanted or not free:
            return {}
        found = {column: self._nearest(text) for column, text in free.items()}
        names = Counter(found.values())
        return {name: column for column, name in found.items() if name and names[name] == 1 and name not in columns}

    def _nearest(self, text: str) -> str:
        """The field whose label is nearly `text`, empty if none is or two could be."""
        from rapidfuzz import fuzz  # noqa: PLC0415  # only for sheets with unknown headings

        scores = sorted(
            ((fuzz.ratio(text, heading_key(field.label)), field.name, field.label) for field in self.table.fields),
            reverse=True,
        )
        best, name, label = scores[0]
        rival = scores[1][0] if len(scores) > 1 else 0.0
        turned = _TURNING & (set(text) ^ set(label))
        return name if best >= _NEAR and best - rival >= _APART and not turned else ""

    def _told(self, name: str, column: int) -> Fault:
        label = self.table[name].label
        return self._fault(self._heading(column), f"一栏按“{label}”读取,请核对", column, blocking=False)

    def _missing(self, columns: Mapping[str, int]) -> Iterator[Fault]:
        for item in self.table.read_fields:
            if item.name not in columns:
                needed = _names_row(item, self.table) if self.older else is_needed(item, self.table)
                yield Fault(item.label, "一栏没有找到" if needed else "一栏没有找到,按未填处理", needed)

    def _extra(self, columns: Mapping[str, int], first: int) -> Iterator[Fault]:
        """Columns of the sender's own, which are not read."""
        if self.table.vertical:
            return
        width = len(self.rows[0]) if self.rows else 0
        taken = {
            *columns.values(),
            *(c for line in (self.named, self.headed) for f in line.columns.values() for c in f),
        }
        for column in range(width):
            if column not in taken and (self._heading(column) or self._holds_data(column, first)):
                yield self._fault(self._heading(column) or "无表头的栏", "不在模板内,没有读取", column, blocking=False)


def _looks_filled(row: Sequence[object], table: Table, columns: Mapping[str, int]) -> bool:
    """Whether a row names a thing and tells figures of it, or holds two cells no title would hold in these columns."""
    if all(isinstance(cell, str) and not any(letter.isdigit() for letter in cell) for cell in row):
        return False
    if sum(not is_empty(cell) for cell in row) < _TWO:  # a title with its period, e.g. 三违纠正记录(2026-03)
        return False
    fitting = {name for name, column in columns.items() if _fits(table[name], row[column])}
    telling = [name for name in fitting if table[name].vocabulary or table[name].pattern or table[name].kind in _DATES]
    return len(telling) >= _TWO or (bool(table.key) and fitting >= set(table.key))


def _fits(item: Field, cell: object) -> bool:
    return not is_empty(cell) and not isinstance(item.parse(cell), Bad)


def is_needed(field: Field, table: Table) -> bool:
    """Whether a sheet without this column cannot be taken: compulsory, or part of what names a row."""
    conditional = any(when.field != field.name for when in field.required_when)
    return field.required or conditional or _names_row(field, table)


def _names_row(field: Field, table: Table) -> bool:
    return field.name in table.key or field.name in table.unique
