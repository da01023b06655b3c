"""How wide the columns of a table are, what stays in view, and what its filling note says."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zoneproc.excel.dropdowns import need_of, vocabulary_of
from zoneproc.excel.wording import display_width, lines_in
from zoneproc.kinds import Kind
from zoneproc.schema import Field, Table

SEEN = 110
"""About how many characters of a sheet are seen at once on an office screen."""
_PAGE = 180
"""Wider sheets become too small to read when printed on one A4 page: long texts then get narrower columns and wrap."""
_NARROWEST: Mapping[Kind, int] = {Kind.DATE: 11, Kind.CHOICE: 10, Kind.CHOICES: 16, Kind.FLAG: 8, Kind.INTEGER: 8}
_LONG, _SHORT = 100, 30
_LINE, _DENSER = 15, 1.06  # widths count characters of 11 points, texts have 10
_HAN = re.compile("[\u4e00-\u9fff]")
_WIDTHS = {
    Kind.NAME: 10,
    Kind.CODE: 13,
    Kind.INTEGER: 9,
    Kind.DECIMAL: 10,
    Kind.DATE: 12,
    Kind.DATETIME: 17,
    Kind.MONTH: 10,
    Kind.CHOICES: 20,
    Kind.FLAG: 8,
}


def widths_of(table: Table) -> list[int]:
    """Column widths in half-width characters: as declared or by kind, narrowed together if the page gets too wide."""
    widths = [width_of(field) for field in table.fields]
    narrow = [min(width, _narrowest(field)) for field, width in zip(table.fields, widths, strict=True)]
    surplus, reach = sum(widths) - _PAGE, sum(widths) - sum(narrow)
    if surplus <= 0 or not reach:
        return widths
    share = min(1.0, surplus / reach)
    return [width - int((width - least) * share) for width, least in zip(widths, narrow, strict=True)]


def width_of(field: Field) -> int:
    """The width a column asks for: as declared, or by kind, with room for its heading and mark in two lines."""
    if field.width:
        return field.width
    heading = -(-display_width(field.label) // 2) + 4
    if field.system and field.kind is Kind.TEXT:
        return max(-(-display_width(field.label) // 3) + 4, 9)
    vocabulary = vocabulary_of(field)
    if field.kind is Kind.CHOICE and vocabulary is not None:
        longest = max(display_width(value) for value in vocabulary.values)
        return max(heading, min(longest + 4, 20))
    shown = display_width(field.example) + 2 if field.kind is Kind.CODE else 0
    return max(heading, shown, _WIDTHS.get(field.kind) or _text_width(field))


def _text_width(field: Field) -> int:
    if field.max_length and field.max_length <= _SHORT:
        return 14
    return 36 if field.max_length >= _LONG else 24


def _narrowest(field: Field) -> int:
    """How narrow a column may get: headings take three lines at most, long texts wrap, codes are seen whole."""
    heading, width = max(-(-display_width(field.label) // 3) + 4, 8), width_of(field)
    if field.width or field.system:
        return width
    if field.kind is Kind.TEXT:
        return max(heading, 16 if field.max_length >= _LONG else 12)
    if field.kind is Kind.CODE and field.example:
        return max(heading, display_width(field.example) + 2)
    return max(heading, _NARROWEST.get(field.kind, width))


def heading_height(table: Table) -> float:
    """The height in points of the row of headings: two lines, or as many as the longest takes."""
    lines = (lines_in(f"{field.label}＊", width * _DENSER) for field, width in _with_widths(table, widths_of(table)))
    return max(_LINE * max(lines, default=1) + 6, 36)


def wrapping_of(table: Table) -> Sequence[tuple[Field, int]]:
    """The columns whose texts may take several lines, with their widths."""
    wrapped = (Kind.TEXT, Kind.NAME, Kind.CHOICE, Kind.CHOICES)
    return [(field, width) for field, width in _with_widths(table, widths_of(table)) if field.kind in wrapped]


def height_of(row: Mapping[str, object], wrapping: Sequence[tuple[Field, int]]) -> float | None:
    """The height in points of a filled row whose texts need several lines; None where one line will do.

    One-line rows get no height of their own, so that they grow when somebody types more.
    """
    lines = 1
    for field, width in wrapping:
        value = row.get(field.name)
        if value:
            text = value if type(value) is str else str(field.render(value))
            if 2 * len(text) > width - 2:
                lines = max(lines, lines_in(text, width * _DENSER))
    return min(_LINE * lines + 4, 400) if lines > 1 else None


def _with_widths(table: Table, widths: Sequence[int]) -> Iterator[tuple[Field, int]]:
    return zip(table.fields, widths, strict=True)


def frozen_columns(table: Table) -> int:
    """The leading columns that say whom a row is about stay in view, if the sheet is wider than the screen."""
    names = [col for col, field in enumerate(table.fields[:4]) if field.kind is Kind.NAME]
    return names[-1] + 1 if names and sum(widths_of(table)) > SEEN else 0


def last_seen_column(table: Table) -> int:
    """The last column (from 0) that is seen without scrolling: titles and notes are laid over these."""
    width, last = 0, 0
    for col, wanted in enumerate(widths_of(table)):
        width += wanted
        if col and width > SEEN:
            break
        last = col
    return last


def about(table: Table) -> str:
    """How the sheet is filled, in words for the people who fill it."""
    said = table.hint or (table.doc if _HAN.search(table.doc) and not re.search("[a-z]{3}", table.doc) else "")
    if table.reference:
        return f"{said}供查阅和下拉选用,不用填写。"
    if table.nil_allowed or not any(item.prefilled for item in table.fields):
        return said or "一项填一行,接在已有内容下面。"
    return f"{said}已列出名单的逐行填写,需要增加的接在下面空行。"


def note_of(table: Table) -> str:
    """The filling note of row 2: how the sheet is filled, what the marks mean, and what to do if there is nothing."""
    if table.reference:
        return about(table)
    needs = {need_of(field) for field in table.fields}
    marks = "＊必填" + (",△在一定情形下必填(选中单元格可看到)" if needs - {"必填", "选填", "自动"} else "")
    given = "灰色栏已填好,请勿改动。" if any(f.prefilled or f.system for f in table.fields) else ""
    nil = "本期没有内容的,不填本表,在封面“零报告表”栏写明。" if table.nil_allowed else ""
    return f"{about(table)}请填浅黄色栏:{marks}。{given}{nil}"
