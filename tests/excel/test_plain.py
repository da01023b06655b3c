"""Columns laid at once are, to the byte, the cells of the library written one by one."""

import re
import zipfile
from io import BytesIO

import pytest
from xlsxwriter.exceptions import OverlappingRange

from zoneproc.excel.binding import PlainWorkbook
from zoneproc.excel.plain import Formula, PlainWorksheet

ROWS = 6
COLUMNS = {
    1: ["甲", "乙", None, "甲", "<丙&丁>", "乙"],
    2: [1, 2.5, None, 1e15 / 3, 2.5, 0],
    4: [Formula(f'=IF(A{row}<1,"是","&")', value) for row, value in enumerate(["是", "", "<&>", 1.5, 0, "是"])],
}
SINGLE = {(2, 0): "单", (2, 3): 7, (9, 9): "尾"}


def sheet_of(fill, singles):
    book = PlainWorkbook()
    sheet = book.add_worksheet("表", PlainWorksheet)
    looks = [book.add_format({"bold": True}), book.add_format({"italic": True}), book.add_format({"border": 1})]
    for at, look in enumerate(looks):  # numbered in this order, whatever follows
        sheet.put(0, at, at, look)
    sheet.set_row(3, 40)
    fill(sheet, looks)
    for (row, col), content in singles.items():
        sheet.put(row, col, content, looks[2])
    book.close()
    with zipfile.ZipFile(BytesIO(book.bound)) as package:
        return [package.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")]


def laid(sheet, looks):
    for col, contents in COLUMNS.items():
        kinds = list(dict.fromkeys(contents))
        styled = [looks[2 if isinstance(kind, Formula) else at % 2] for at, kind in enumerate(kinds)]
        sheet.lay((1, col), kinds, styled, [kinds.index(content) for content in contents])


def one_by_one(sheet, looks):
    for col, contents in COLUMNS.items():
        kinds = list(dict.fromkeys(contents))
        for row, content in enumerate(contents, start=1):
            if isinstance(content, Formula):
                sheet.write_formula(row, col, content.text, looks[2], content.value)
            else:
                sheet.put(row, col, content, looks[kinds.index(content) % 2])


@pytest.mark.parametrize("singles", [{}, SINGLE])
def test_columns_are_cells(singles):
    assert sheet_of(laid, singles) == sheet_of(one_by_one, singles)


def test_a_long_sheet_is_whole():
    """Sheets beyond a million characters are deflated while they are written."""
    rows = 40_000

    def fill(sheet, looks):
        sheet.lay((1, 0), ["甲", "乙"], looks[:2], [row % 2 for row in range(rows)])
        sheet.lay((rows + 2, 0), [5], looks[:1], [0])
        sheet.set_footer("页脚")

    written, strings = sheet_of(fill, {})
    assert re.findall(r'<row r="(\d+)"', written) == [str(row) for row in (*range(1, rows + 2), rows + 3)]
    assert written.count(' t="s"><v>1</v>') == rows / 2
    assert written.endswith("</worksheet>")
    assert "页脚" in written
    assert f'count="{rows}"' in strings


@pytest.mark.parametrize("beside", [(1, 3), (2, 2), (1, 4)])
def test_columns_side_by_side_begin_and_end_together(beside):
    """Else rows would be lost unnoticed."""
    first, rows = beside

    def fill(sheet, looks):
        sheet.lay((2, 0), ["甲"], looks[:1], [0, 0, 0])
        with pytest.raises(TypeError):
            sheet.lay((first, 1), ["乙"], looks[:1], [0] * rows)

    sheet_of(fill, {})


@pytest.mark.parametrize("second", [(2, 3, 2, 5), (1, 0, 3, 1), (3, 2, 4, 2)])
def test_cells_are_joined_once(second):
    def fill(sheet, looks):
        assert sheet.join((2, 1, 3, 3), looks[0]) == 0
        assert sheet.join((2, 4, 3, 5), looks[0]) == 0
        with pytest.raises(OverlappingRange):
            sheet.join(second, looks[0])

    sheet_of(fill, SINGLE)
