"""Widths and heights made once are those the Excel library makes for each column and row."""

import zipfile
from io import BytesIO

import pytest

from zoneproc.excel.binding import PlainWorkbook
from zoneproc.excel.plain import PlainWorksheet
from zoneproc.excel.sizes import widths

WIDTHS, HEIGHTS = (12, 12, 9.5, 0.5, 0, 8.43, 40, 40.0), {0: 30, 1: 18, 4: 18.0, 5: 409.5}
USUAL, LAST = (7, 5), 16_383


def sheet_of(fill):
    book = PlainWorkbook()
    sheet = book.add_worksheet("表", PlainWorksheet)
    look = book.add_format({"bold": True})
    fill(sheet, look)
    for row in range(3):
        sheet.put(row, 2, "甲", look)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": ["表", 0, 0, 8, 0]})
    sheet.insert_chart(1, 1, chart)
    book.close()
    with zipfile.ZipFile(BytesIO(book.bound)) as package:
        return [package.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml")]


def one_by_one(sheet, look):
    sheet.set_default_row(18)
    for col, width in enumerate(WIDTHS, start=1):
        sheet.set_column(col, col, width)
    for row, points in HEIGHTS.items():
        sheet.set_row(row, points)


def made_once(sheet, look):
    sheet.set_default_row(18)
    assert sheet.widen(1, WIDTHS) == 0
    assert all(sheet.raise_row(row, points) == 0 for row, points in HEIGHTS.items())


def test_they_are_what_the_library_makes():
    assert sheet_of(made_once) == sheet_of(one_by_one) == sheet_of(made_once)


@pytest.mark.parametrize("more", [{"cell_format": True}, {"options": {"hidden": True}}])
def test_what_else_is_set_of_a_column_counts(more):
    def also(fill):
        def filled(sheet, look):
            fill(sheet, look)
            sheet.set_column(3, 3, 20, **({"cell_format": look} if "cell_format" in more else more))

        return filled

    assert sheet_of(also(made_once)) == sheet_of(also(one_by_one)) != sheet_of(made_once)


def test_widths_count_the_digits_of_the_usual_look():
    assert widths(0, WIDTHS, USUAL).text != widths(0, WIDTHS, (8, 5)).text


def test_a_sheet_ends_somewhere():
    assert widths(LAST, (10,), USUAL) is not None
    assert widths(LAST, (10, 10), USUAL) is None
