"""The sheet 自检: the state of every sheet and one lamp, by formulas, before the workbook is sent.

The verdict on each cell stands on a hidden sheet (`hidden`); here the numbers are counted, and conditional formats carry
them back as colours to the cells themselves. Everything recalculates in Excel, WPS and LibreOffice without macros.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zoneproc.excel.conditions import CHECK, Fault, declares
from zoneproc.excel.hidden import Block, blocks_of, compiled, fitted, list_name
from zoneproc.excel.issue import Issue, Rows, known
from zoneproc.excel.period_cells import write_period
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, SELF_SHEET
from zoneproc.excel.styles import (
    BODY,
    CALM,
    CELL,
    CENTRE,
    CODE,
    ERROR,
    GOOD,
    HEADER,
    LONG_TEXT,
    MACHINE,
    NOTE,
    RANK,
    STRONG,
    TITLE,
    style,
)
from zoneproc.excel.styles import CHECK as CHECK_LOOK
from zoneproc.excel.verdicts import Ground, Read
from zoneproc.excel.wording import cell_name, column_letters, quoted, range_name, reference
from zoneproc.excel.writing import Area, Book, Page, Sheet
from zoneproc.kinds import Kind
from zoneproc.period import Period
from zoneproc.schema import Form, Table

__all__ = ["LAMP", "READY", "SelfCheck", "colour_state"]

READY = "可以报送"
_UNFILLED = "未填,未零报告"
_FIGURE = RANK | style(num_format="0;-0;–")
LAMP = (2, 0)
"""Row and column (from 0) of the overall lamp."""

_HEAD, _FIRST = 4, 5
_FILLED, _FAULTS, _NIL, _CHECK, _STATE, _WHERE = 1, 2, 2 + len(Fault), 3 + len(Fault), 4 + len(Fault), 5 + len(Fault)
_WIDTHS = (30, 9, *(9,) * len(Fault), 9, 9, 15, 62)
_HEADINGS = ("表名", "已填行数", *(fault.value for fault in Fault), "空表未声明", "请核对", "状态", "要改的栏(处数)")
_PLAIN = (Kind.DATE, Kind.DATETIME, Kind.INTEGER, Kind.DECIMAL)
_LEGEND = (
    "红色:必须改正,表中同一格也显示红色。必填未填、写法不对、不在选项内、日期不在报告期、重复、编号查不到、前后矛盾,逐项改正后自动变绿。",
    "空表未声明:本期没有内容的表,请在封面“零报告表”栏写上表名;有内容的请补填。",
    "橙色“请核对”:日期或数字是按文字写的,党委办公室能够读出,可以报送;最好改成日期或数字。",
    "本表自动计算,不用填写。显示“可以报送”后仍由党委办公室复核联系关系、上期情况等,结果以回执为准。",
)


@dataclass(frozen=True, slots=True)
class _Count:
    """The numbers of one table: rows filled, faults by kind, an empty sheet not declared, cells to look at again."""

    filled: int
    faults: Sequence[int]
    undeclared: bool
    check: int
    nil: bool

    @property
    def total(self) -> int:
        return sum(self.faults) + self.undeclared

    @property
    def state(self) -> str:
        if self.undeclared:
            return _UNFILLED
        if self.total:
            return f"还差 {self.total} 项"
        return "完成" if self.filled else ("零报告" if self.nil else "没有内容")


class SelfCheck:
    """The self-check of one workbook being written."""

    def __init__(self, form: Form, issue: Issue, rows: Rows) -> None:
        self.form, self.issue = form, issue
        self.blocks = {block.table.name: block for block in blocks_of(form)}
        self.known = {name: frozenset(numbers) for name, numbers in issue.known.items() if numbers}
        self._read = {name: Read.of(block.table, self._rows(block.table, rows)) for name, block in self.blocks.items()}
        self._codes = {name: read.codes(self._ground()) for name, read in self._read.items()}
        self._lasts = {
            name: block.last_row(len(rows.get(name, ())) + block.table.spare_rows) for name, block in self.blocks.items()
        }
        self._at = {name: row for row, name in enumerate(self.blocks, start=_FIRST)}

    def _rows(self, table: Table, rows: Rows) -> Sequence[Mapping[str, object]]:
        if not table.vertical:
            return rows.get(table.name, ())
        return [{**self.issue.cover(self.form), **known(next(iter(rows.get(table.name, ())), {}))}]

    def _ground(self) -> Ground:
        asked = {item.refers_to for block in self.blocks.values() for item in block.table.read_fields}
        own = {f"{name}.{item.name}" for name, block in self.blocks.items() for item in block.table.fields}
        numbers = {target: self._numbers(target) for target in asked & own}
        return Ground(Period.parse(self.issue.period) if self.issue.period else None, self.known | numbers)

    def _numbers(self, target: str) -> frozenset[str]:
        table, _, column = target.partition(".")
        return self._read[table].numbers(column)

    # What the formulas will say.

    def _count(self, name: str) -> _Count:
        table, read = self.blocks[name].table, self._read[name]
        codes = [code for found in self._codes[name].values() for code in found.values()]
        filled = 1 if table.vertical else sum(state > 0 for state in read.states)
        nil = self._declared(table)
        undeclared = not filled and not nil and not (table.optional or table.may_be_empty)
        return _Count(filled, [codes.count(fault.code) for fault in Fault], undeclared, codes.count(CHECK), nil)

    def _declared(self, table: Table) -> bool:
        cover = self._read[self.form.tables[0].name].rows[0].values
        named = cover.get("nil_sheets") or ()
        return table.nil_allowed and isinstance(named, tuple) and table.label in named

    @property
    def missing(self) -> int:
        """How many things are still to be put right in what is written."""
        return sum(self._count(name).total for name in self.blocks)

    # Writing.

    def colour(self, sheet: Sheet, name: str) -> None:
        """Give the cells of a table's sheet their colours: red for what must be mended, amber for what to look at."""
        block = self.blocks[name]
        for at, item in enumerate(block.table.fields):
            if item.system:
                continue
            if block.table.vertical:
                area = Area(COVER_FIRST_ROW - 1 + at, COVER_VALUE, COVER_FIRST_ROW - 1 + at, COVER_VALUE)
                verdict = f"INDEX({block.name},{at + 1})"
            else:
                area = Area(FIRST_ROW - 1, at, self._lasts[name] - 1, at)
                verdict = f"INDEX({block.name},ROW()-{FIRST_ROW - 1},{block.columns[item.name] - block.first - 1})"
            sheet.highlight(area, f"={verdict}>0", ERROR)
            if item.kind in _PLAIN:
                sheet.highlight(area, f"={verdict}<0", CHECK_LOOK)

    def write_hidden(self, book: Book) -> None:
        """The hidden sheet with the verdict on every cell, and the names by which it is found."""
        sheet = book.sheet(CHECK_SHEET)
        write_period(sheet, self.form, self.issue.period)
        formulas = compiled(self.form, frozenset(self.known))
        for name, block in self.blocks.items():
            texts = {field: fitted(text, self._lasts) for field, text in formulas[name].fields.items()}
            if block.table.vertical:
                for row, (field, text) in enumerate(texts.items(), start=COVER_FIRST_ROW - 1):
                    sheet.array(Area(row, block.first, row, block.first), text, {row: self._codes[name][field].get(0, 0)}, MACHINE)
            else:
                self._write_rows(sheet, block, texts, (fitted(formulas[name].keys, self._lasts), fitted(formulas[name].states, self._lasts)))
            book.define(block.name, f"={block.area(self._lasts[name])}")
        sheet.hide()

    def _write_rows(self, sheet: Sheet, block: Block, texts: Mapping[str, str], about: tuple[str, str]) -> None:
        first, read = FIRST_ROW - 1, self._read[block.table.name]
        last = self._lasts[block.table.name] - 1
        columns = [
            (block.keys, about[0], {first + at: key for at, key in enumerate(read.keys)}),
            (block.states, about[1], {first + at: state for at, state in enumerate(read.states)}),
        ]
        for field, text in texts.items():
            found = self._codes[block.table.name][field]
            columns.append((block.columns[field], text, {first + at: code for at, code in found.items()}))
        for col, text, values in columns:
            sheet.array(Area(first, col, last, col), text, values, MACHINE)

    def write(self, sheet: Sheet) -> None:
        """The sheet 自检 itself."""
        last = len(_WIDTHS) - 1
        sheet.widths(_WIDTHS)
        sheet.merge(Area(0, 0, 0, last), "自检:填完先看这里", TITLE | CENTRE)
        sheet.merge(Area(1, 0, 1, last), "每改一格都会重新计算;各表中红色的格子就是要改的地方。点表名可直接前往。", NOTE | CENTRE)
        self._write_lamp(sheet)
        sheet.write_row(_HEAD, 0, _HEADINGS, HEADER)
        sheet.heights({0: 34, 1: 22, 2: 44, _HEAD: 44})
        for name, row in self._at.items():
            self._write_line(sheet, name, row)
        row = _FIRST + len(self._at) + 1
        for at, text in enumerate(_LEGEND, start=row):
            sheet.merge(Area(at, 0, at, last), text, BODY)
            sheet.heights({at: 20})
        sheet.freeze(_FIRST, 1)
        sheet.print_setup(Page(repeat=(_HEAD, _HEAD), footer=f"{self.form.title} {self.issue.branch_name} 自检".strip()))
        sheet.protect()

    def _write_lamp(self, sheet: Sheet) -> None:
        totals = ",".join(self._total(row) for row in self._at.values())
        missing = self.missing
        shown = f"还差 {missing} 项" if missing else READY
        look = CELL | STRONG | CENTRE | style(font_size=22)
        sheet.merge(Area(2, 0, 2, len(_WIDTHS) - 1), "", look)
        sheet.formula(*LAMP, f'=IF(SUM({totals})=0,"{READY}","还差 "&SUM({totals})&" 项")', shown, look)
        area = Area(2, 0, 2, len(_WIDTHS) - 1)
        sheet.highlight(area, f'=$A$3="{READY}"', GOOD | style(font_color="#1E5C1A"))
        sheet.highlight(area, f'=$A$3<>"{READY}"', ERROR)

    @staticmethod
    def _total(row: int) -> str:
        return f"{cell_name(row, _FAULTS)}:{cell_name(row, _NIL)}"

    def _write_line(self, sheet: Sheet, name: str, row: int) -> None:
        block, count = self.blocks[name], self._count(name)
        table, last = block.table, self._lasts[name]
        area, filled = block.area(last), cell_name(row, _FILLED)
        sheet.link(row, 0, (table.label, "B5" if table.vertical else "A5"), table.label, LONG_TEXT)
        if table.vertical:
            sheet.write(row, _FILLED, "—", CODE)
        else:
            states = reference(CHECK_SHEET, range_name((FIRST_ROW - 1, block.states), (last - 1, block.states)))
            sheet.formula(row, _FILLED, f'=COUNTIF({states},">0")', count.filled, _FIGURE)
        for at, fault in enumerate(Fault):
            sheet.formula(row, _FAULTS + at, f"=COUNTIF({area},{fault.code})", count.faults[at], _FIGURE)
        sheet.formula(row, _CHECK, f"=COUNTIF({area},{CHECK})", count.check, _FIGURE)
        self._write_state(sheet, row, table, count, filled)
        self._write_where(sheet, row, block)
        faults = Area(row, _FAULTS, row, _NIL)
        sheet.highlight(faults, f"={cell_name(row, _FAULTS)}>0", ERROR)
        sheet.highlight(Area(row, _CHECK, row, _CHECK), f"={cell_name(row, _CHECK)}>0", CHECK_LOOK)

    def _write_state(self, sheet: Sheet, row: int, table: Table, count: _Count, filled: str) -> None:
        nil = self._nil_formula(table)
        asked = not (table.vertical or table.optional or table.may_be_empty)
        undeclared = f"=IF({filled}=0,IF({nil},0,1),0)" if asked else "=0"
        sheet.formula(row, _NIL, undeclared, int(count.undeclared), _FIGURE)
        total = f"SUM({self._total(row)})"
        empty = f'IF({nil},"零报告","没有内容")' if table.nil_allowed else '"没有内容"'
        state = f'=IF({cell_name(row, _NIL)}>0,"{_UNFILLED}",IF({total}>0,"还差 "&{total}&" 项",' + ('"完成"))' if table.vertical else f'IF({filled}>0,"完成",{empty})))')
        sheet.formula(row, _STATE, state, count.state, CODE | STRONG)
        colour_state(sheet, row, _STATE)

    def _nil_formula(self, table: Table) -> str:
        cover = self.form.tables[0]
        if not table.nil_allowed or "nil_sheets" not in cover:
            return "FALSE"
        block, row = self.blocks[cover.name], COVER_FIRST_ROW + [f.name for f in cover.fields].index("nil_sheets")
        cell = reference(cover.label, f"${column_letters(COVER_VALUE)}${row}")
        sound = reference(CHECK_SHEET, f"${column_letters(block.first)}${row}")
        return f"{declares(cover['nil_sheets'], cell, table.label)}*({sound}=0)>0"

    def _write_where(self, sheet: Sheet, row: int, block: Block) -> None:
        """Which columns have how many faults, in words."""
        parts, shown = [], []
        codes = self._codes[block.table.name]
        for at, item in enumerate(block.table.read_fields):
            if block.table.vertical:
                cells = reference(CHECK_SHEET, cell_name(COVER_FIRST_ROW - 1 + at, block.first, fixed=True))
            else:
                cells = block.area(self._lasts[block.table.name], item.name)
            parts.append(f'IF(COUNTIF({cells},">0")>0,{quoted(item.label)}&" "&COUNTIF({cells},">0")&"; ","")')
            count = sum(code > 0 for code in codes[item.name].values())
            shown += [f"{item.label} {count}; "] if count else []
        sheet.formula(row, _WHERE, f"={'&'.join(parts)}", "".join(shown), LONG_TEXT)
        sheet.heights({row: 30})

    def state_reference(self, name: str) -> tuple[str, str]:
        """Where the state of a table stands, as a formula, and what it says now."""
        return f"={reference(SELF_SHEET, cell_name(self._at[name], _STATE, fixed=True))}", self._count(name).state

    def lamp_reference(self) -> tuple[str, str]:
        """Where the lamp stands, as a formula, and what it says now."""
        said = f"还差 {self.missing} 项" if self.missing else READY
        return f"={reference(SELF_SHEET, cell_name(*LAMP, fixed=True))}", said

    def define_lists(self, book: Book, ranges: Mapping[str, str]) -> None:
        """Name the lists of known numbers that came with the workbook."""
        for target in self.known:
            if target in ranges:
                book.define(list_name(target), f"={ranges[target]}")


def colour_state(sheet: Sheet, row: int, col: int) -> None:
    """Red while something is missing, green when done; the words say the same."""
    here, area = cell_name(row, col), Area(row, col, row, col)
    done = f'OR({",".join(f"{here}={quoted(word)}" for word in (READY, "完成", "零报告", "没有内容"))})'
    sheet.highlight(area, f"={done}", GOOD)
    sheet.highlight(area, f"=NOT({done})", ERROR)
