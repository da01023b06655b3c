"""Cells, rows and strings as XML: to the letter what the Excel library writes."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from zoneproc.excel.cell_text import (
    Strings,
    array_text,
    column_width,
    moment,
    row_head,
    row_height,
    string_item,
)

TEXTS = ("张三", " 两头 ", "<a&b>\"'", "_x0041_", "一\n二", "=1+1", "\u3000全角", "尾\n")
NUMBERS = (0, -3, 2.5, 0.1 + 0.2, 1e-9, 123456789012345)
DAYS = (date(1900, 3, 1), date(2026, 3, 12), datetime(2026, 3, 18, 7, 40), datetime(2026, 12, 31, 23, 59, 59))


@pytest.fixture(scope="module")
def library():
    """The sheet and the strings of a workbook with all these in column A, heights and widths among them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, value in enumerate(TEXTS):
            sheet.write_string(row, 0, value)
        for row, value in enumerate(NUMBERS):
            sheet.write_number(row, 1, value)
        for row, value in enumerate(DAYS):
            sheet.write_datetime(row, 2, value)
        for row in range(40):
            sheet.set_row(row, 31 + row / 3)
            sheet.set_column(row, row, 11 + row / 2)
    with zipfile.ZipFile(target) as package:
        return package.read("xl/worksheets/sheet1.xml").decode(), package.read("xl/sharedStrings.xml").decode()


def test_strings(library):
    assert re.findall("<si>.*?</si>", library[1], re.DOTALL) == [string_item(text) for text in TEXTS]


def test_numbers_and_days(library):
    strings = Strings({}, 0, 0)
    for letter, values in (("B", NUMBERS), ("C", DAYS)):
        for row, value in enumerate(values, start=1):
            assert f'<c r="{letter}{row}"{strings.content(value)}' in library[0]


def test_heights_and_widths(library):
    for row in range(40):
        height = row_height(31 + row / 3)
        assert re.search(f'<row r="{row + 1}"[^>]* ht="{height}" customHeight="1"', library[0])
        assert f'<col min="{row + 1}" max="{row + 1}" width="{column_width(11 + row / 2)}"' in library[0]
    assert (row_head(7), row_head(7, 31)) == ('<row r="7">', '<row r="7" ht="30.75" customHeight="1">')


def test_every_string_is_kept_once_and_every_reference_counted():
    strings = Strings({"月报": 3}, 9, 20)
    assert [strings.number(text) for text in ("月报", "张三", "李四", "张三")] == [3, 9, 10, 9]
    assert (strings.size, strings.references) == (11, 24)
    assert strings.text == "<si><t>张三</t></si><si><t>李四</t></si>"


def test_cells_are_numbered_as_they_are_met_and_counted_as_xml():
    strings = Strings({"是": 3}, 9, 20)
    cells = "".join(map(strings.content, ("张三", True, 1, date(1899, 1, 1), "张三", None, "")))
    assert re.findall("<v>([^<]*)</v>", cells) == ["9", "3", "1", "10", "9"]
    strings.count(cells)
    assert (strings.size, strings.references) == (11, 24)


def test_days_are_those_of_excel():
    assert moment(date(2026, 1, 1)) == 46023
    assert moment(datetime(2026, 1, 1, 12)) == 46023.5


def test_results_of_array_formulas_escape_what_looks_like_an_escape():
    assert array_text("=<_x0041_>|甲") == "=&lt;_x005F_x0041_&gt;|甲"
    assert (array_text("=甲_x"), array_text(3)) == ("=甲_x", "3")
