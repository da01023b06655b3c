"""The sheet 自检: the state of every sheet and one lamp, by formulas that count the hidden verdicts."""

from zoneproc.excel.conditions import CHECK, Fault
from zoneproc.excel.hidden import Block
from zoneproc.excel.readings import declares
from zoneproc.excel.selfcheck import DONE, READY, UNFILLED, SelfCheck, Told
from zoneproc.excel.stamp import CHECK_SHEET, COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW, SELF_SHEET
from zoneproc.excel.styles import (
    BODY,
    CELL,
    CENTRE,
    CODE,
    ERROR,
    GOOD,
    HEADER,
    LONG_TEXT,
    NOTE,
    RANK,
    STRONG,
    TITLE,
    style,
)
from zoneproc.excel.styles import CHECK as CHECK_LOOK
from zoneproc.excel.wording import cell_name, column_letters, lines_in, quoted, range_name, reference
from zoneproc.excel.writing import Area, Page, Sheet
from zoneproc.schema import Table

__all__ = ["colour_state", "lamp_of", "line_height", "state_of", "write_summary"]

_LAMP_ROW, _HEAD, _FIRST = 2, 4, 5
_FILLED, _FAULTS, _NIL, _CHECK, _STATE, _WHERE = 1, 2, 2 + len(Fault), 3 + len(Fault), 4 + len(Fault), 5 + len(Fault)
_WIDTHS = (30, 9, *(9,) * len(Fault), 9, 9, 15, 62)
_HEADINGS = ("表名", "已填行数", *(fault.value for fault in Fault), "空表未声明", "请核对", "状态", "要改的栏(处数)")
_LINE = 15
_FIGURE = RANK | style(num_format="0;-0;–")
_LEGEND = (
    "红色:必须改正,表中同一格也显示红色。必填未填、写法不对、不在选项内、日期不在报告期、重复、编号查不到、前后矛盾,逐项改正后自动变绿。",
    "空表未声明:必报的表请填写;其余本期没有内容的,请在封面“零报告表”栏写上表名。",
    "橙色“请核对”:日期或数字是按文字写的,党委办公室能够读出,可以报送;最好改成日期或数字。",
    "本表自动计算,不用填写。显示“可以报送”后仍由党委办公室复核联系关系、上期情况等,结果以回执为准。",
)


def write_summary(sheet: Sheet, own: SelfCheck) -> None:
    """The sheet 自检 itself."""
    last = len(_WIDTHS) - 1
    sheet.widths(_WIDTHS)
    sheet.merge(Area(0, 0, 0, last), "自检:填完先看这里", TITLE | CENTRE)
    said = "每改一格都会重新计算;各表中红色的格子就是要改的地方。点表名可直接前往。"
    sheet.merge(Area(1, 0, 1, last), said, NOTE | CENTRE)
    _write_lamp(sheet, own)
    sheet.write_row(_HEAD, 0, _HEADINGS, HEADER)
    sheet.heights({0: 34, 1: 22, _LAMP_ROW: 44, _HEAD: 44})
    for row, name in enumerate(own.blocks, start=_FIRST):
        _Line(sheet, own, own.blocks[name], row).write()
    for at, text in enumerate(_LEGEND, start=_FIRST + len(own.blocks) + 1):
        sheet.merge(Area(at, 0, at, last), text, BODY)
        sheet.heights({at: 20})
    sheet.freeze(_FIRST, 1)
    footer = " ".join(part for part in (own.form.title, own.issue.branch_name, SELF_SHEET) if part)
    sheet.print_setup(Page(repeat=(_HEAD, _HEAD), footer=footer))
    sheet.protect()


def state_of(own: SelfCheck, name: str) -> tuple[str, object]:
    """Where the state of a table stands, as a formula, and what it says now."""
    row = _FIRST + list(own.blocks).index(name)
    return f"={reference(SELF_SHEET, cell_name(row, _STATE, fixed=True))}", own.told[name].state


def lamp_of(own: SelfCheck) -> tuple[str, object]:
    """Where the lamp stands, as a formula, and what it says now."""
    return f"={reference(SELF_SHEET, cell_name(_LAMP_ROW, 0, fixed=True))}", own.lamp


def line_height(told: Told) -> float:
    """The height in points of the line of a table: enough for all columns to be mended."""
    return max(_LINE * lines_in(str(told.where), _WIDTHS[_WHERE]) + 4, 34)


def colour_state(sheet: Sheet, row: int, col: int) -> None:
    """Red while something is missing, green when done; the words say the same."""
    here, area = cell_name(row, col), Area(row, col, row, col)
    done = f"OR({','.join(f'{here}={quoted(word)}' for word in (READY, *DONE))})"
    sheet.highlight(area, f"={done}", GOOD)
    sheet.highlight(area, f"=NOT({done})", ERROR)


def _write_lamp(sheet: Sheet, own: SelfCheck) -> None:
    totals = ",".join(_faults_of(row) for row in range(_FIRST, _FIRST + len(own.blocks)))
    look = CELL | STRONG | CENTRE | style(font_size=22)
    area = Area(_LAMP_ROW, 0, _LAMP_ROW, len(_WIDTHS) - 1)
    sheet.merge(area, "", look)
    lamp = f'=IF(SUM({totals})=0,"{READY}","还差 "&SUM({totals})&" 项")'
    sheet.formula(_LAMP_ROW, 0, lamp, own.lamp, look)
    here = cell_name(_LAMP_ROW, 0, fixed=True)
    sheet.highlight(area, f'={here}="{READY}"', GOOD | style(font_color="#1E5C1A"))
    sheet.highlight(area, f'={here}<>"{READY}"', ERROR)


def _faults_of(row: int) -> str:
    return f"{cell_name(row, _FAULTS)}:{cell_name(row, _NIL)}"


class _Line:
    """The line of one table."""

    def __init__(self, sheet: Sheet, own: SelfCheck, block: Block, row: int) -> None:
        self.sheet, self.own, self.block, self.row = sheet, own, block, row
        self.table, self.told, self.last = block.table, own.told[block.table.name], own.lasts[block.table.name]

    def write(self) -> None:
        """Name, figures, state, and which columns are to be mended."""
        first = "B5" if self.table.vertical else "A5"
        self.sheet.link(self.row, 0, (self.table.label, first), self.table.label, LONG_TEXT)
        self._write_filled()
        area = self.block.area(self.last)
        for at, fault in enumerate(Fault):
            self._figure(_FAULTS + at, f"=COUNTIF({area},{fault.code})", self.told.faults[at])
        self._figure(_CHECK, f"=COUNTIF({area},{CHECK})", self.told.check)
        self._write_state()
        self._write_where()
        red, amber = Area(self.row, _FAULTS, self.row, _NIL), Area(self.row, _CHECK, self.row, _CHECK)
        self.sheet.highlight(red, f"={cell_name(self.row, _FAULTS)}>0", ERROR)
        self.sheet.highlight(amber, f"={cell_name(self.row, _CHECK)}>0", CHECK_LOOK)
        self.sheet.heights({self.row: line_height(self.told)})

    def _figure(self, col: int, formula: str, value: object) -> None:
        self.sheet.formula(self.row, col, formula, value, _FIGURE)

    def _write_filled(self) -> None:
        if self.table.vertical:
            self.sheet.write(self.row, _FILLED, "—", CODE)
            return
        states = range_name((FIRST_ROW - 1, self.block.states), (self.last - 1, self.block.states))
        self._figure(_FILLED, f'=COUNTIF({reference(CHECK_SHEET, states)},">0")', self.told.filled)

    def _write_state(self) -> None:
        table, filled, nil = self.table, cell_name(self.row, _FILLED), _nil_formula(self.own, self.table)
        asked = not (table.vertical or table.optional or table.may_be_empty)
        self._figure(_NIL, f"=IF({filled}=0,IF({nil},0,1),0)" if asked else "=0", self.told.undeclared)
        total = f"SUM({_faults_of(self.row)})"
        done, none, nothing = map(quoted, DONE)
        rest = done if table.vertical else f"IF({filled}>0,{done},IF({nil},{none},{nothing}))"
        missing = f'IF({total}>0,"还差 "&{total}&" 项",{rest})'
        state = f"=IF({cell_name(self.row, _NIL)}>0,{quoted(UNFILLED[table.nil_allowed])},{missing})"
        self.sheet.formula(self.row, _STATE, state, self.told.state, CODE | STRONG)
        colour_state(self.sheet, self.row, _STATE)

    def _write_where(self) -> None:
        """Which columns have how many faults, in words."""
        parts = []
        for at, item in enumerate(self.table.read_fields):
            cells = self.block.area(self.last, item.name)
            if self.table.vertical:
                cells = reference(CHECK_SHEET, cell_name(COVER_FIRST_ROW - 1 + at, self.block.first, fixed=True))
            number = f'COUNTIF({cells},">0")'
            parts.append(f'IF({number}>0,{quoted(item.label)}&" "&{number}&"; ","")')
        self.sheet.formula(self.row, _WHERE, f"={'&'.join(parts)}", self.told.where, LONG_TEXT)


def _nil_formula(own: SelfCheck, table: Table) -> str:
    """Whether the cover declares the table empty; a declaration that cannot be read declares nothing."""
    cover = own.form.tables[0]
    if not table.nil_allowed or "nil_sheets" not in cover:
        return "FALSE"
    row = COVER_FIRST_ROW + [item.name for item in cover.fields].index("nil_sheets")
    cell = reference(cover.label, f"${column_letters(COVER_VALUE)}${row}")
    verdict = reference(CHECK_SHEET, f"${column_letters(own.blocks[cover.name].first)}${row}")
    return f"{declares(cover['nil_sheets'], cell, table.label)}*({verdict}=0)>0"
