"""Typed writing: text stays text, nothing is lost in silence, the same calls give the same bytes."""

import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from xlsxwriter.exceptions import OverlappingRange

from zoneproc.excel.styles import ERROR, LONG_TEXT, POINTS, TEXT, TITLE
from zoneproc.excel.writing import Area, Page, WritingError, is_missing, new_book, shown

HOSTILE = ["=1+1", "{=1}", "http://x", "mailto:a@b", "internal:'x'!A1", "+1", "-1", "@SUM", "\t=1", "'=1", "_x0041_"]


@pytest.fixture
def written(tmp_path):
    def write(fill, name="b.xlsx"):
        with new_book(tmp_path / name, "试") as book:
            fill(book)
        return openpyxl.load_workbook(tmp_path / name)

    return write


def cells(written, values, style=TEXT):
    def fill(book):
        sheet = book.sheet("表")
        for row, value in enumerate(values):
            sheet.write(row, 0, value, style)

    return [row[0] for row in written(fill)["表"].iter_rows(min_row=1, max_row=len(values))]


def test_text_never_becomes_formula_or_link(written):
    """D4: text from returns is text whatever it looks like."""
    found = cells(written, HOSTILE)
    assert [cell.value for cell in found] == HOSTILE
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_values_keep_their_types(written):
    values = [1, 1.5, date(2026, 3, 5), datetime(2026, 3, 5, 7, 40), np.int64(4), np.float64(0.5), Decimal("2.5")]
    assert [cell.value for cell in cells(written, values)] == [
        1,
        1.5,
        datetime(2026, 3, 5),
        datetime(2026, 3, 5, 7, 40),
        4,
        0.5,
        2.5,
    ]


def test_empty_text_is_an_empty_cell(written):
    """An empty text would be counted by COUNTA and offered in drop-downs."""
    assert [cell.data_type for cell in cells(written, ["", "\x00", "x"])] == ["n", "n", "s"]


@pytest.mark.parametrize("missing", [None, math.nan, np.nan, pd.NA, pd.NaT])
def test_missing_is_an_empty_cell_with_its_look(missing, written):
    assert is_missing(missing)
    cell = cells(written, [missing, "x"], TITLE)[0]
    assert cell.value is None
    assert cell.font.bold


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (True, "是"),
        (np.False_, "否"),
        (("甲", "乙"), "甲;乙"),
        (370102199001011328, "370102199001011328"),
        (date(1899, 12, 31), "1899-12-31"),
        ("甲\x00\ud800乙\ufffe", "甲乙"),
        ("a\r\nb", "a\nb"),
        (pd.Timestamp("2026-03-05"), pd.Timestamp("2026-03-05")),
    ],
)
def test_what_excel_would_change_is_written_so_that_it_stays(value, kept):
    assert shown(value) == kept


def test_dates_get_a_date_format_even_in_a_text_column(written):
    assert [cell.is_date for cell in cells(written, [date(2026, 3, 5), datetime(2026, 3, 5, 7, 40)], LONG_TEXT)] == [
        True,
        True,
    ]


def test_long_text_is_cut_with_a_mark(written):
    value = cells(written, ["甲" * 40_000])[0].value
    assert len(value) == 32_767
    assert value.endswith("截断)")


def test_formula_carries_its_value(written, tmp_path):
    written(lambda book: book.sheet("表").formula(0, 0, "=A2*2", 4.5, POINTS))
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["表"]["A1"].value == "=A2*2"
    assert openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["表"]["A1"].value == 4.5


def test_a_formula_must_be_one(written):
    with pytest.raises(WritingError):
        written(lambda book: book.sheet("表").formula(0, 0, "A2*2", 1))


def test_link_leads_to_the_sheet_asked_for(written):
    def fill(book):
        index, target = book.sheet("目录"), book.sheet("甲/乙")
        index.link(0, 0, ("甲/乙", "B2"), "=看")
        assert target.title == "甲·乙"

    cell = written(fill)["目录"]["A1"]
    assert cell.value == "=看"
    assert cell.hyperlink.location == "'甲·乙'!B2"


def test_a_library_warning_is_an_error_and_leaves_the_old_file(tmp_path):
    """What xlsxwriter would leave out with a warning stops the writing; the old file stays."""
    target = tmp_path / "b.xlsx"
    target.write_bytes(b"old")
    too_long = {"validate": "list", "source": ["甲" * 100, "乙" * 100, "丙" * 100]}
    with pytest.raises((UserWarning, WritingError)), new_book(target, "试") as book:
        book.sheet("表").validate(Area(0, 0, 0, 0), too_long)
    assert target.read_bytes() == b"old"


def test_a_cell_outside_the_grid_is_an_error(written):
    with pytest.raises(WritingError):
        written(lambda book: book.sheet("表").write(1_048_576, 0, "x"))


def test_cells_are_joined_once_and_inside_the_grid(written):
    """Two joins over one cell would make a file that Excel repairs."""

    def fill(book):
        sheet = book.sheet("表")
        sheet.merge(Area(0, 0, 1, 3), "题", TITLE)
        sheet.merge(Area(1, 3, 1, 4), "注")

    with pytest.raises(OverlappingRange):
        written(fill)
    with pytest.raises(WritingError):
        written(lambda book: book.sheet("表").merge(Area(0, 0, 0, 20_000), "题"))
    joined = written(lambda book: book.sheet("表").merge(Area(0, 0, 1, 3), "题", TITLE))["表"]
    assert [str(each) for each in joined.merged_cells.ranges] == ["A1:D2"]
    assert joined["A1"].value == "题"


def test_no_cell_is_endless(written):
    """Excel has no such number: a workbook that held one would not open."""
    with pytest.raises(TypeError):
        written(lambda book: book.sheet("表").write(0, 0, math.inf))
    with pytest.raises(TypeError):
        written(lambda book: book.sheet("表").lay((0, 0), [math.inf], [book.look(TEXT)], [0]))


def test_validation_messages_are_cut_to_what_excel_takes(written):
    def fill(book):
        rule = {"validate": "any", "input_title": "甲" * 50, "input_message": "乙" * 300}
        book.sheet("表").validate(Area(4, 0, 9, 0), rule)

    rule = written(fill)["表"].data_validations.dataValidation[0]
    assert (len(rule.promptTitle), len(rule.prompt), str(rule.sqref)) == (32, 224, "A5:A10")


def test_print_setup(written):
    def fill(book):
        book.sheet("表").print_setup(Page(repeat=(2, 3), footer="A&B公司", header="密"))

    sheet = written(fill)["表"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert "A&&B" in sheet.oddFooter.left.text


def test_sheet_furniture(written):
    def fill(book):
        sheet = book.sheet("表")
        sheet.write_row(0, 0, ("甲", 2), (TEXT, POINTS))
        sheet.merge(Area(1, 0, 1, 2), "=注", TITLE)
        sheet.merge(Area(2, 0, 2, 0), "单", TITLE)
        sheet.widths((12, 14))
        sheet.heights({0: 30})
        sheet.freeze(1)
        sheet.filter(Area(0, 0, 5, 1))
        sheet.highlight(Area(1, 0, 5, 0), '=$A2="甲"', ERROR)
        sheet.conditional(Area(1, 1, 5, 1), {"type": "3_color_scale"})
        sheet.comment(0, 0, "说明")
        sheet.page_breaks([3])
        sheet.tab("#AA0000")
        sheet.activate()
        chart = book.chart("bar")
        chart.add_series({"values": "='表'!$B$1:$B$1"})
        sheet.chart(8, 0, chart)
        book.sheet("藏").hide()
        book.define("名单", "='表'!$A$1:$A$2")
        book.stamp("key", "值")

    book = written(fill)
    sheet = book["表"]
    assert sheet["A2"].value == "=注"
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B6"
    assert len(list(sheet.conditional_formatting)) == 2
    assert sheet["A1"].comment.text == "说明"
    assert book["藏"].sheet_state == "hidden"
    assert book.custom_doc_props.names == ["key"]


def test_same_calls_same_bytes(written, tmp_path):
    def fill(book):
        book.sheet("表").write(0, 0, "甲")

    written(fill, "1.xlsx")
    written(fill, "2.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
