"""The return slip: our template written anew with what was sent, the findings in front, what stood outside it behind.

A healed workbook (promise 15): whatever was damaged in the sender's file is whole again, nothing sent is lost, and what
must be mended is red, what should be checked amber, each with a note. It is corrected and sent back as it is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from zoneproc.excel.addresses import cell_position
from zoneproc.excel.cover import heading_of
from zoneproc.excel.issue import Issue, Rows
from zoneproc.excel.stamp import ANSWER_LABEL, FINDINGS_SHEET, OUTSIDE_SHEET, TRACE_LABEL
from zoneproc.excel.styles import (
    BODY,
    CALM,
    CENTRED,
    CHECK,
    CODE,
    ERROR,
    FILL_IN,
    GOOD,
    HEADER,
    LONG_TEXT,
    MACHINE,
    NOTE,
    STRONG,
    TEXT,
    TITLE,
    Style,
    style,
)
from zoneproc.excel.template import fill_book
from zoneproc.excel.wording import lines_in
from zoneproc.excel.writing import Area, Page, Sheet, new_book
from zoneproc.findings import Severity
from zoneproc.kinds import ErrorCell
from zoneproc.schema import Form
from zoneproc.workspace import write_whole

__all__ = [
    "ANSWERED",
    "OUTSIDE_FIRST",
    "Item",
    "Slip",
    "Stray",
    "look_of_severity",
    "slip_heading",
    "tabs_of",
    "write_index",
    "write_note",
    "write_slip",
]

ANSWERED = "已说明"
_HEADINGS = ("级别", "位置(点击转到)", "填报内容", "问题", "在所报文件中的位置", "状态", ANSWER_LABEL, TRACE_LABEL)
_WIDTHS = (9, 24, 20, 52, 26, 8, 36, 10)
_LAST = len(_WIDTHS) - 2
_ANSWER = len(_WIDTHS) - 2
_GROUP = TEXT | STRONG | style(bg_color=CALM, text_wrap=True)
_LINE = 14
OUTSIDE_FIRST = 4
"""The first Excel row of strays on `OUTSIDE_SHEET`."""
_OUTSIDE_WIDTHS = (26, 10, 70)
_LOOKS = {Severity.BLOCK.value: ERROR, Severity.ERROR.value: ERROR, Severity.NOTE.value: CHECK, ANSWERED: GOOD}
_ORDER = (Severity.BLOCK.value, Severity.ERROR.value, Severity.NOTE.value, ANSWERED)


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as the slip shows it. `target` is the sheet and cell in the slip, None if there is none.

    `severity` is 阻断, 错误, 提醒, or 已说明 for what the branch has answered. `trace` says which finding an answer is to.
    """

    severity: str
    code: str
    title: str
    hint: str
    message: str
    value: str
    place: str
    target: tuple[str, str] | None = None
    state: str = ""
    answer: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """A cell of the sender's file that stood outside the template."""

    sheet: str
    cell: str
    value: object


@dataclass(frozen=True, slots=True)
class Slip:
    """All that a return slip shows. `rows` are as sent, with their marks; `advice` are the lines under the title."""

    form: Form
    issue: Issue
    rows: Rows
    items: Sequence[Item]
    strays: Sequence[Stray]
    advice: Sequence[str]


def look_of_severity(severity: str) -> Style:
    """Red for what must be mended, amber for what should be checked, green for what is answered."""
    return _LOOKS.get(severity, CHECK)


def slip_heading(form: Form, issue: Issue) -> str:
    """The title of a slip as a workbook."""
    return f"退回修改单:{heading_of(form, issue)}"


def write_slip(path: Path, slip: Slip, *, flush: bool = True) -> Path:
    """The slip at `path`, whole or not at all; raises TargetOpenError if the old one is open in another program."""
    title, write = slip_heading(slip.form, slip.issue), partial(write_whole, flush=flush)
    with new_book(path, title, subject=slip.form.id, write=write) as book:
        index = book.sheet(FINDINGS_SHEET)
        sheets = {sheet.title: sheet for sheet in fill_book(book, slip.form, slip.issue, slip.rows).values()}
        write_index(index, slip)
        for name, colour in tabs_of(slip.items).items():
            if name in sheets:
                sheets[name].tab(colour)
        if slip.strays:
            _write_outside(book.sheet(OUTSIDE_SHEET), slip.strays)
    return path


def write_note(path: Path, title: str, advice: Sequence[str], items: Sequence[Item], *, flush: bool = True) -> Path:
    """A plain sheet for a file that cannot be healed, because it could not be opened or belongs to nobody known."""
    with new_book(path, title, write=partial(write_whole, flush=flush)) as book:
        sheet = book.sheet(FINDINGS_SHEET)
        row = _write_head(sheet, title, advice)
        sheet.write_row(row, 0, ("级别", "文件", "", "问题", "怎么办"), HEADER)
        for number, item in enumerate(items, start=row + 1):
            sheet.write(number, 0, item.severity, CENTRED | look_of_severity(item.severity))
            sheet.merge(Area(number, 1, number, 2), item.place, LONG_TEXT)
            sheet.write(number, 3, item.message, LONG_TEXT)
            sheet.merge(Area(number, 4, number, _LAST), item.hint, LONG_TEXT)
            sheet.heights({number: _height(((item.message, 52), (item.hint, 70), (item.place, 44)))})
        sheet.merge(Area(row, 1, row, 2), "文件", HEADER)
        sheet.merge(Area(row, 4, row, _LAST), "怎么办", HEADER)
        sheet.print_setup(Page(footer=title))
    return path


def tabs_of(items: Sequence[Item]) -> Mapping[str, str]:
    """The colour of the tab of every sheet that findings lead to: that of the gravest."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.target:
            found[item.target[0]].add(item.severity)
    gravest = {title: next(each for each in _ORDER if each in severities) for title, severities in found.items()}
    return {title: str(look_of_severity(severity)["bg_color"]) for title, severity in gravest.items()}


def _write_head(sheet: Sheet, title: str, advice: Sequence[str]) -> int:
    """Title and advice; the row after them."""
    sheet.widths(_WIDTHS)
    sheet.write(0, 0, title, TITLE)
    sheet.heights({0: 32})
    for row, line in enumerate(advice, start=1):
        sheet.merge(Area(row, 0, row, _LAST), line, BODY)
        sheet.heights({row: _LINE * lines_in(line, sum(_WIDTHS[: _LAST + 1])) + 6})
    return len(advice) + 2


def write_index(sheet: Sheet, slip: Slip) -> int:
    """Every finding, cause by cause, the gravest first; the row of the headings (0-based)."""
    row = _write_head(sheet, f"退回修改单 — {slip.issue.branch_name} {heading_of(slip.form, slip.issue)}", slip.advice)
    sheet.write_row(row, 0, _HEADINGS, HEADER)
    sheet.heights({row: 30})
    sheet.column(len(_WIDTHS) - 1, _WIDTHS[-1], MACHINE, hidden=True)
    sheet.freeze(row + 1)
    sheet.print_setup(Page(repeat=(row, row), footer=f"退回修改单 {slip.issue.branch_name}"))
    head, row = row, row + 1
    ordered = sorted(slip.items, key=_reading_order)
    for _, group in groupby(ordered, key=lambda item: (item.severity, item.code)):
        row = _write_group(sheet, row, list(group))
    sheet.activate()
    return head


def _reading_order(item: Item) -> tuple[object, ...]:
    """The gravest first, then cause by cause, sheet by sheet and downwards."""
    title, cell = item.target or ("", "")
    row, column = cell_position(cell) if cell else (0, 0)
    return (_ORDER.index(item.severity), item.code, title, row, column)


def _write_group(sheet: Sheet, row: int, items: Sequence[Item]) -> int:
    """One cause: what it is and how it is mended, then its cells; the row after them."""
    first = items[0]
    words = f"{first.code} {first.title}({len(items)} 处) 怎么办:{first.hint}"
    sheet.write(row, 0, first.severity, CENTRED | STRONG | look_of_severity(first.severity))
    sheet.merge(Area(row, 1, row, _LAST), words, _GROUP)
    sheet.heights({row: _height(((words, sum(_WIDTHS[1 : _LAST + 1])),), least=22)})
    for number, item in enumerate(items, start=row + 1):
        _write_item(sheet, number, item)
    return row + 1 + len(items)


def _write_item(sheet: Sheet, row: int, item: Item) -> None:
    sheet.write(row, 0, item.severity, CENTRED | look_of_severity(item.severity))
    if item.target is None:
        sheet.write(row, 1, "", TEXT)
    else:
        title, cell = item.target
        sheet.link(row, 1, item.target, f"{title} {cell}" if cell != "A1" else title, LONG_TEXT)
    answerable = item.severity != Severity.BLOCK.value
    sheet.write_row(row, 2, (item.value, item.message, item.place), LONG_TEXT)
    sheet.write(row, 5, item.state, CODE)
    sheet.write(row, _ANSWER, item.answer, LONG_TEXT | FILL_IN if answerable else LONG_TEXT)
    sheet.write(row, len(_WIDTHS) - 1, item.trace, MACHINE)
    texts = ((item.value, _WIDTHS[2]), (item.message, _WIDTHS[3]), (item.place, _WIDTHS[4]), (item.answer, _WIDTHS[6]))
    sheet.heights({row: _height(texts)})


def _height(texts: Sequence[tuple[str, float]], least: float = 18) -> float:
    return min(max(max(_LINE * lines_in(text, width) for text, width in texts) + 4, least), 400)


def _write_outside(sheet: Sheet, strays: Sequence[Stray]) -> None:
    sheet.widths(_OUTSIDE_WIDTHS)
    sheet.write(0, 0, OUTSIDE_SHEET, TITLE)
    said = (
        "下列内容在所报文件中,但不在模板的栏内,没有汇总。其中需要上报的,请填到模板的对应栏中;本表不用填写,也不再读取。"
    )
    sheet.merge(Area(1, 0, 1, 2), said, NOTE)
    sheet.heights({0: 32, 1: 30})
    sheet.write_row(2, 0, ("原工作表", "原单元格", "内容"), HEADER)
    for row, stray in enumerate(strays, start=OUTSIDE_FIRST - 1):
        value = stray.value.text if isinstance(stray.value, ErrorCell) else stray.value
        sheet.write_row(row, 0, (stray.sheet, stray.cell), TEXT)
        sheet.write(row, 2, value, LONG_TEXT)
        sheet.heights({row: _height(((str(value), _OUTSIDE_WIDTHS[2]),))})
    sheet.freeze(OUTSIDE_FIRST - 1)
    sheet.print_setup(Page(landscape=False, footer=OUTSIDE_SHEET))
