"""The cover of a return: one item per row, label, value, explanation, and a hidden column of machine names."""

from collections.abc import Mapping

from zoneproc.excel.dropdowns import ColumnChecks, hint_of
from zoneproc.excel.issue import Issue, is_locked, marks_of
from zoneproc.excel.selfcheck import SelfCheck
from zoneproc.excel.stamp import (
    COVER_FIRST_ROW,
    COVER_LABEL,
    COVER_NAME,
    COVER_NOTE,
    COVER_VALUE,
    SELF_SHEET,
    SIGN_MARK,
)
from zoneproc.excel.styles import (
    CALM,
    CELL,
    CENTRE,
    CODE,
    FAINT_INK,
    FILL_IN,
    GIVEN,
    HEADER,
    MACHINE,
    NOTE,
    PLAIN,
    STRONG,
    TITLE,
    WRAP,
    Style,
    style,
    style_of,
)
from zoneproc.excel.summary import colour_state, lamp_of, state_of
from zoneproc.excel.wording import display_width, lines_in
from zoneproc.excel.writing import Area, Book, Page, Sheet
from zoneproc.kinds import Kind
from zoneproc.period import Cadence, Period
from zoneproc.schema import Field, Form, Table

_FIRST = COVER_FIRST_ROW - 1
_LABEL = CELL | STRONG | WRAP | style(bg_color=CALM, indent=1)
_LABEL_FITS = 18  # characters of a label on one line
_VALUE_FITS, _LINE = 42, 17  # of a value
_REMARK = CELL | style(font_size=9, font_color=FAINT_INK, text_wrap=True, indent=1)
_VALUE = style(align="left", indent=1, text_wrap=True, font_size=11)
_SIGNED = 108  # characters of the line to sign that fit the width of the cover
_COMPULSORY = style(num_format='@" ＊"')


def period_words(period: str) -> str:
    """A period as people write it: 2026年3月, 2026年第1季度, 2026年; empty for none."""
    if not period:
        return ""
    parsed = Period.parse(period)
    if parsed.cadence is Cadence.MONTH:
        return f"{parsed.year}年{parsed.first}月"
    return f"{parsed.year}年第{parsed.last // 3}季度" if parsed.cadence is Cadence.QUARTER else f"{parsed.year}年"


def heading_of(form: Form, issue: Issue) -> str:
    """What stands on top of a workbook: its title, and the period if it is made out."""
    words = period_words(issue.period)
    return f"{form.title}({words})" if words else form.title


def sign_line(preparer: str = "") -> str:
    """The line people sign on the printed copy; readers take it for a footer."""
    return (
        f"{SIGN_MARK}:{preparer or '　' * 6}　　　支部书记(签字):{'　' * 6}　　　(盖章)　　　日期:　　　年　　月　　日"
    )


def write_cover(book: Book, form: Form, issue: Issue, given: Mapping[str, object], checks: ColumnChecks) -> Sheet:
    """The cover with what is known of this issue; `given` values win over the issue's."""
    table = form.tables[0]
    values = {**issue.cover(form), **given}
    sheet = book.sheet(table.label)
    _write_head(sheet, form, issue)
    for row, field in enumerate(table.fields, start=_FIRST):
        _write_item(sheet, row, field, table, values)
        checks.attach(sheet, field, Area(row, COVER_VALUE, row, COVER_VALUE))
        note = explanation(field, form)
        sheet.write(row, COVER_NOTE, note, _REMARK)
        sheet.heights({row: item_height(note, values.get(field.name))})
    _write_foot(sheet, _FIRST + len(table.fields) + _progress_rows(form) + 2, values)
    if issue.made_out:
        sheet.protect()
    return sheet


def _write_head(sheet: Sheet, form: Form, issue: Issue) -> None:
    sheet.merge(Area(0, 0, 0, COVER_NOTE), heading_of(form, issue), TITLE | CENTRE)
    due = f"请于 {issue.due} 前报送。" if issue.due else ""
    sheet.merge(
        Area(1, 0, 1, COVER_NOTE),
        f"请填写浅黄色单元格,带 ＊ 的为必填;灰色单元格由党委办公室填好,请勿改动。{due}填法见“填表说明”。",
        NOTE | CENTRE,
    )
    for col, text in enumerate(("项目", "内容", "填写说明")):
        sheet.write(2, col, text, HEADER)
    sheet.widths((20, 46, 44))
    sheet.column(COVER_NAME, 18, MACHINE, hidden=True)
    sheet.heights({0: 40, 1: 32, 2: 24})
    sheet.hide_row(_FIRST - 1)
    sheet.freeze(_FIRST)
    sheet.print_setup(Page(landscape=False, footer=f"{form.title} {issue.branch_name}".strip(), one_page=True))


def _write_item(sheet: Sheet, row: int, field: Field, table: Table, values: Mapping[str, object]) -> None:
    name, value = field.name, values.get(field.name)
    mark = marks_of(values).get(name)
    look = value_look(field, locked=field.system or is_locked(table, name, values))
    sheet.write(row, COVER_LABEL, field.label, _LABEL | _COMPULSORY if field.required else _LABEL)
    sheet.write(row, COVER_VALUE, field.render(value), look | mark.style if mark else look)
    sheet.write(row, COVER_NAME, name, MACHINE)
    if mark:
        sheet.comment(row, COVER_VALUE, mark.text)


def value_look(field: Field, *, locked: bool) -> Style:
    """The look of the value of an item."""
    return style_of(field.kind) | _VALUE | (GIVEN if locked else FILL_IN)


def item_height(note: str, value: object) -> float:
    """The height in points of an item with this explanation and value."""
    return max(38 if len(note) > 30 else 26, _LINE * lines_in(str(value or ""), _VALUE_FITS) + 8)


def explanation(field: Field, form: Form) -> str:
    """What stands beside an item of the cover."""
    hint = hint_of(field).replace("\n", "。").replace("。。", "。")
    if field.kind is Kind.CHOICES and field.name == "nil_sheets":
        nil = ";".join(table.label for table in form.tables if table.nil_allowed)
        return f"本期没有内容的表,在此写明表名。可写:{nil}" if nil else "本表册无需零报告,请留空"
    return hint


def _progress_rows(form: Form) -> int:
    return 2 + sum(not (table.vertical or table.reference) for table in form.tables)


def write_progress(sheet: Sheet, own: SelfCheck) -> None:
    """The progress of every sheet as 自检 sees it, below the items of the cover."""
    table = own.form.tables[0]
    row = _FIRST + len(table.fields) + 1
    sheet.write_row(row, COVER_LABEL, ("填报进度", "状态(自动计算)", "说明"), HEADER)
    text, said = lamp_of(own)
    _write_state(sheet, row + 1, ("自检结果", text, said), STRONG | style(font_size=14))
    sheet.link(row + 1, COVER_NOTE, (SELF_SHEET, "A1"), "看“自检”表,哪些栏要改", _REMARK)
    sheet.heights({row: 24, row + 1: 30})
    for at, other in enumerate((t for t in own.form.tables if t.name in own.blocks and t != table), start=row + 2):
        text, said = state_of(own, other.name)
        _write_state(sheet, at, (other.label, text, said), style())
        sheet.link(at, COVER_NOTE, (other.label, "A5"), f"打开“{other.label}”", _REMARK)
        sheet.heights({at: 20 if display_width(other.label) < _LABEL_FITS else 34})


def _write_state(sheet: Sheet, row: int, line: tuple[str, str, object], look: Style) -> None:
    label, text, said = line
    sheet.write(row, COVER_LABEL, label, _LABEL)
    sheet.formula(row, COVER_VALUE, text, said, CODE | look)
    colour_state(sheet, row, COVER_VALUE)


def _write_foot(sheet: Sheet, row: int, values: Mapping[str, object]) -> None:
    line = sign_line(str(values.get("preparer") or ""))
    sheet.merge(Area(row, 0, row, COVER_NOTE), line, PLAIN | WRAP | style(font_size=11))
    sheet.heights({row: 34 if display_width(line) < _SIGNED else 52})
    said = "纸质表由支部书记签字、盖章后存档,内容须与电子表一致。"
    sheet.merge(Area(row + 1, 0, row + 1, COVER_NOTE), said, NOTE)
