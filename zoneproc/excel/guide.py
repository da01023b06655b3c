"""The sheet 填表说明: one page that says by when, to whom, what is compulsory, what the colours mean and how to say 本期无."""

from collections.abc import Iterator

from zoneproc.excel.cover import heading_of, period_words
from zoneproc.excel.issue import Issue
from zoneproc.excel.layout import about
from zoneproc.excel.stamp import GUIDE_SHEET
from zoneproc.excel.styles import (
    BODY,
    CAPTION,
    CELL,
    CENTRE,
    CHECK,
    CODE,
    ERROR,
    FILL_IN,
    GIVEN,
    HEADER,
    LONG_TEXT,
    TITLE,
    Style,
    style,
)
from zoneproc.excel.wording import display_width
from zoneproc.excel.writing import Area, Book, Page, Sheet
from zoneproc.schema import Form, Table

_WIDTHS = (9, 20, 10, 33, 38)
_LAST = len(_WIDTHS) - 1
_LINE = 17
_COLOURS: tuple[tuple[Style, str, str], ...] = (
    (FILL_IN, "浅黄", "请填写"),
    (GIVEN, "灰色", "已由党委办公室填好或自动得出,请勿改动;有误请在封面“更正说明”中写明"),
    (ERROR, "红色", "必须改正;改好后自动变回"),
    (CHECK, "橙色", "请核对,确认无误可不改"),
)
_OFFICE_COLOURS = ((FILL_IN, "浅黄", "请填写"), (GIVEN, "灰色", "自动得出或仅供查阅,请勿改动"), *_COLOURS[2:])
_EVERYWHERE = (
    "表头带 ＊ 的栏必填;带 △ 的栏在表头说明的情形下必填(选中单元格可看到说明);其余选填。",
    "日期写成 2026-03-05,时间写成 2026-03-18 07:40,月份写成 2026-03;编码按文本填写,不要丢掉前面的 0。",
    "有下拉箭头的栏请从中选择,可选的内容都列在本工作簿末尾;可多选的栏用“;”隔开。",
    "请在空行中接着往下填;不要改动表头、增删栏目、合并单元格或改表名。不写“同上”。",
    "不要填写身份证号、电话、病情、宗教信仰等内容;摘要栏写清事情即可,不超过 200 字。",
)
_RETURN_LINES = (
    "人员、班组等不再有效时,填写终止日期和原因,不要删除整行。",
    "本期确实没有内容的表,不填表内各栏,在封面“零报告表”栏写明表名(多个用“;”隔开);既不填也不写明,按未填处理。",
    "填完看“自检”表:显示“可以报送”再报;显示“还差 n 项”的,照“要改的栏”到表中把红色格子改好。",
    "由支部书记审核,封面“书记已审核”选“是”;打印后签字盖章存档,电子表报党委办公室,文件名可以任意。",
)


def write_guide(book: Book, form: Form, issue: Issue) -> Sheet:
    """The guide, after the cover; in the office's own workbooks it comes first."""
    sheet = book.sheet(GUIDE_SHEET)
    sheet.widths(_WIDTHS)
    sheet.merge(Area(0, 0, 0, _LAST), f"{heading_of(form, issue)} 填表说明", TITLE | CENTRE)
    sheet.heights({0: 36})
    row = _write_facts(sheet, form, issue, 2) if form.has_cover else 2
    row = _write_colours(sheet, form, row)
    row = _write_lines(sheet, "填写要求", _EVERYWHERE + (_RETURN_LINES if form.has_cover else ()), row)
    _write_sheets(sheet, form, row)
    sheet.print_setup(Page(landscape=False, footer=form.title, one_page=True))
    sheet.protect()
    return sheet


def _caption(sheet: Sheet, text: str, row: int) -> int:
    sheet.write(row, 0, text, CAPTION)
    sheet.heights({row: 24})
    return row + 1


def _line(sheet: Sheet, row: int, text: str, look: Style = BODY, first: int = 1) -> None:
    """A paragraph over the remaining columns, as high as its text needs."""
    sheet.merge(Area(row, first, row, _LAST), text, look)
    lines = -(-display_width(text) // (sum(_WIDTHS[first:]) - 4)) or 1
    sheet.heights({row: _LINE * lines + 3})


def _write_facts(sheet: Sheet, form: Form, issue: Issue, row: int) -> int:
    row = _caption(sheet, "报送", row)
    facts = (
        ("支部", f"{issue.branch_name} {issue.branch_code}".strip() or "(见封面)"),
        ("报告期", period_words(issue.period) or f"{form.cadence.value}报送,报告期见封面"),
        ("时限", issue.due or "按党委办公室通知的时间"),
        ("报给", "公司党委办公室"),
        ("必报", _compulsory_sheets(form)),
    )
    for label, text in facts:
        sheet.write(row, 0, label, HEADER)
        _line(sheet, row, text, CELL | style(indent=1))
        row += 1
    return row + 1


def _write_colours(sheet: Sheet, form: Form, row: int) -> int:
    row = _caption(sheet, "颜色", row)
    for look, word, meaning in _COLOURS if form.has_cover else _OFFICE_COLOURS:
        sheet.write(row, 0, word, CODE | look)
        _line(sheet, row, meaning, CELL | style(indent=1))
        row += 1
    return row + 1


def _write_lines(sheet: Sheet, caption: str, lines: tuple[str, ...], row: int) -> int:
    row = _caption(sheet, caption, row)
    for number, text in enumerate(lines, start=1):
        sheet.write(row, 0, f"{number}.", BODY | style(align="right"))
        _line(sheet, row, text)
        row += 1
    return row + 1


def _write_sheets(sheet: Sheet, form: Form, row: int) -> None:
    row = _caption(sheet, "各表", row)
    sheet.write_row(row, 0, ("编号", "表名", "本期", "怎样填", "必填栏"), HEADER)
    for at, table in enumerate((t for t in form.tables if not t.vertical), start=row + 1):
        compulsory = "、".join(_compulsory(table)) or "—"
        sheet.write(at, 0, "" if table.code == table.label else table.code, CODE)
        sheet.link(at, 1, (table.label, "A5"), table.label, LONG_TEXT)
        sheet.write(at, 2, _duty(form, table), CODE)
        sheet.write(at, 3, about(table), LONG_TEXT)
        sheet.write(at, 4, compulsory, LONG_TEXT)
        texts = zip((table.label, "", about(table), compulsory), _WIDTHS[1:], strict=True)
        lines = max(-(-display_width(text) // (width - 2)) for text, width in texts)
        sheet.heights({at: _LINE * max(lines, 1) + 3})


def _duty(form: Form, table: Table) -> str:
    """What the branch owes on this sheet, in a word."""
    if table.reference:
        return "供查阅"
    if not form.has_cover or table.optional or table.may_be_empty:
        return "按需要填"
    return "可零报告" if table.nil_allowed else "必报"


def _compulsory_sheets(form: Form) -> str:
    owed = [table.label for table in form.tables if not table.vertical and _duty(form, table) == "必报"]
    nil = any(table.nil_allowed for table in form.tables)
    return f"{'、'.join(owed)}。" + ("其余各表有内容就填,没有内容的在封面“零报告表”栏写明。" if nil else "")


def _compulsory(table: Table) -> Iterator[str]:
    if table.reference:
        return
    yield from (field.label for field in table.fields if field.required and not field.system)
