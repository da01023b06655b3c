"""The self-check of a workbook being written: the verdict on every cell, hidden, and the colours it gives to the cells.

The verdict stands on a hidden sheet (`hidden`), one array formula per column; conditional formats carry it back as
colours to the cells themselves, and `summary` counts it. All recalculates in Excel, WPS and LibreOffice without macros.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from zoneproc.excel.conditions import CHECK, Fault
from zoneproc.excel.hidden import Block, Formulas, blocks_of, compiled, fitted, list_name
from zoneproc.excel.issue import Issue, Rows, known
from zoneproc.excel.period_cells import write_period
from zoneproc.excel.readings import DATES, NUMBERS
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW
from zoneproc.excel.styles import CHECK as CHECK_LOOK
from zoneproc.excel.styles import ERROR, MACHINE
from zoneproc.excel.verdicts import Ground, Read
from zoneproc.excel.writing import Area, Book, Sheet
from zoneproc.period import Period
from zoneproc.schema import Form, Table

__all__ = ["DONE", "READY", "UNFILLED", "Count", "SelfCheck", "Told"]

READY = "可以报送"
UNFILLED = {True: "未填,未零报告", False: "未填"}
"""Of an empty sheet that may be declared empty, and of one that may not."""
DONE = ("完成", "零报告", "没有内容")
_FAULTS = tuple(fault.code for fault in Fault)


def missing(count: int) -> str:
    """How many things are still to be put right, in words."""
    return f"还差 {count} 项"


@dataclass(frozen=True, slots=True)
class Count:
    """The numbers of one table: rows filled, faults by kind, an empty sheet not declared, cells to look at again."""

    filled: int
    faults: Sequence[int]
    undeclared: bool
    check: int
    nil: bool
    nil_allowed: bool = True

    @property
    def total(self) -> int:
        """How many things are still to be put right."""
        return sum(self.faults) + self.undeclared

    @property
    def state(self) -> str:
        """The state of the sheet in words."""
        if self.undeclared:
            return UNFILLED[self.nil_allowed]
        if self.total:
            return missing(self.total)
        done, nil, nothing = DONE
        return done if self.filled else (nil if self.nil else nothing)


@dataclass(frozen=True, slots=True)
class Told:
    """What the line of one table on 自检 shows until a program recalculates."""

    filled: object
    faults: Sequence[object]
    undeclared: object
    check: object
    state: object
    where: object


class SelfCheck:
    """The self-check of one workbook being written: `told` and `lamp` are what it shows."""

    def __init__(self, form: Form, issue: Issue, rows: Rows) -> None:
        self.form, self.issue = form, issue
        self.blocks = {block.table.name: block for block in blocks_of(form)}
        self.lasts = {
            name: block.last_row(len(rows.get(name, ())) + block.table.spare_rows)
            for name, block in self.blocks.items()
        }
        self._known: dict[str, AbstractSet[str]] = {
            name: numbers.keys() for name, numbers in issue.known.items() if numbers
        }
        self._read = {name: Read.of(block.table, self._rows(block.table, rows)) for name, block in self.blocks.items()}
        ground = self._ground()
        self.codes = {name: read.codes(ground) for name, read in self._read.items()}
        self.counts = {name: self._count(name) for name in self.blocks}
        self.told = {name: self._told(name) for name in self.blocks}
        total = sum(count.total for count in self.counts.values())
        self.lamp: object = missing(total) if total else READY

    def keys_and_states(self, name: str) -> tuple[Sequence[str], Sequence[int]]:
        """What each row of a table is about, and its state."""
        return self._read[name].keys, self._read[name].states

    def _rows(self, table: Table, rows: Rows) -> Sequence[Mapping[str, object]]:
        if not table.vertical:
            return rows.get(table.name, ())
        return [{**self.issue.cover(self.form), **known(next(iter(rows.get(table.name, ())), {}))}]

    def _ground(self) -> Ground:
        asked = {item.refers_to for block in self.blocks.values() for item in block.table.read_fields}
        own = {f"{name}.{item.name}" for name, block in self.blocks.items() for item in block.table.fields}
        numbers: dict[str, AbstractSet[str]] = {target: self._numbers(target) for target in asked & own}
        return Ground(Period.parse(self.issue.period) if self.issue.period else None, self._known | numbers)

    def _numbers(self, target: str) -> AbstractSet[str]:
        table, _, column = target.partition(".")
        return self._read[table].numbers(column)

    def _count(self, name: str) -> Count:
        table, read = self.blocks[name].table, self._read[name]
        codes = [code for found in self.codes[name].values() for code in found.values()]
        filled = 1 if table.vertical else sum(state > 0 for state in read.states)
        nil = self._declared(table)
        undeclared = not filled and not nil and not (table.optional or table.may_be_empty)
        faults = [codes.count(code) for code in _FAULTS]
        return Count(filled, faults, undeclared, codes.count(CHECK), nil, table.nil_allowed)

    def _told(self, name: str) -> Told:
        count, codes, table = self.counts[name], self.codes[name], self.blocks[name].table
        found = ((item.label, sum(code > 0 for code in codes[item.name].values())) for item in table.read_fields)
        where = "".join(f"{label} {number}; " for label, number in found if number)
        return Told(count.filled, count.faults, int(count.undeclared), count.check, count.state, where)

    def _declared(self, table: Table) -> bool:
        named = self._read[self.form.tables[0].name].value("nil_sheets", 0)
        return table.nil_allowed and isinstance(named, tuple) and table.label in named

    def colour(self, sheet: Sheet, name: str) -> None:
        """Give the cells of a table's sheet their colours: red for what must be mended, amber for what to look at."""
        block = self.blocks[name]
        for at, item in enumerate(block.table.fields):
            if item.system:
                continue
            if block.table.vertical:
                row = COVER_FIRST_ROW - 1 + at
                area, verdict = Area(row, COVER_VALUE, row, COVER_VALUE), f"INDEX({block.name},{at + 1})"
            else:
                area = Area(FIRST_ROW - 1, at, self.lasts[name] - 1, at)
                verdict = f"INDEX({block.name},ROW()-{FIRST_ROW - 1},{block.columns[item.name] - block.first - 1})"
            sheet.highlight(area, f"={verdict}>0", ERROR)
            if item.kind in (*DATES, *NUMBERS):
                sheet.highlight(area, f"={verdict}<0", CHECK_LOOK)

    def write_hidden(self, book: Book, lists: Mapping[str, str]) -> None:
        """The hidden sheet with the verdict on every cell, and the names it needs.

        `lists`: "table.field" → the range of the known numbers that came with the workbook.
        """
        sheet = book.sheet(CHECK_SHEET)
        write_period(sheet, self.form, self.issue.period)
        formulas = compiled(self.form, frozenset(self._known))
        for name, block in self.blocks.items():
            if block.table.vertical:
                self._write_cover(sheet, block, formulas[name])
            else:
                self._write_rows(sheet, block, formulas[name])
            book.define(block.name, f"={block.area(self.lasts[name])}")
        for target in self._known:
            if target in lists:
                book.define(list_name(target), f"={lists[target]}")
        sheet.hide()

    def _write_cover(self, sheet: Sheet, block: Block, formulas: Formulas) -> None:
        col, codes = block.first, self.codes[block.table.name]
        for row, (field, text) in enumerate(formulas.fields.items(), start=COVER_FIRST_ROW - 1):
            sheet.array(Area(row, col, row, col), fitted(text, self.lasts), {row: codes[field].get(0, 0)}, MACHINE)

    def _write_rows(self, sheet: Sheet, block: Block, formulas: Formulas) -> None:
        name, read = block.table.name, self._read[block.table.name]
        columns: list[tuple[int, str, Mapping[int, object]]] = [
            (block.keys, formulas.keys, dict(enumerate(read.keys))),
            (block.states, formulas.states, dict(enumerate(read.states))),
            *((block.columns[field], text, dict(self.codes[name][field])) for field, text in formulas.fields.items()),
        ]
        first, last = FIRST_ROW - 1, self.lasts[name] - 1
        for col, text, values in columns:
            shown = {first + at: value for at, value in values.items()}
            sheet.array(Area(first, col, last, col), fitted(text, self.lasts), shown, MACHINE)
