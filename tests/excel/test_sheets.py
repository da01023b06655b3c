"""Printed workbooks: index with links, heads in view, print set-up, totals, charts, empty tables, equal bytes."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from zoneproc.excel.sheets import Bars, Column, Notes, Sheet, TableBlock, Workbook, write_workbook

COLUMNS = (
    Column("支部", "branch", "name"),
    Column("应谈", "due", "integer", band="本月"),
    Column("已谈", "done", "integer", band="本月"),
    Column("说明", "note", "long"),
)
ROWS = pd.DataFrame(
    {"branch": ["一队", "二队", "三队"], "due": [3, 4, 5], "done": [3, 2, 5], "note": ["=1+1", "长" * 80, None]}
)
NOTE = "云江公交    报告期:2026年3月    结果性质:暂定"


def workbook(rows=ROWS, **options):
    table = TableBlock(COLUMNS, rows, total={"branch": "合计", "due": 12}, frozen=1, pages_by="branch")
    sheets = [
        Sheet("明细", "明细表", "每支部一行。", [table]),
        Sheet("图", "排名图", "一条一个支部。", [Bars("已谈", "明细", "branch", "done", start=1)]),
        Sheet(
            "说明/附:表",
            "说明",
            "怎样算。",
            [Notes(["第一条。", "第二条。"], "说明"), TableBlock(COLUMNS[:2], rows, "附表")],
        ),
    ]
    figures = [("结果性质", "暂定(缺 1 份)"), ("件数", 3)]
    return Workbook("试.xlsx", "试表", NOTE, sheets, figures, caution=True, **options)


def opened(path):
    return openpyxl.load_workbook(BytesIO(path.read_bytes()))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return opened(write_workbook(tmp_path_factory.mktemp("book"), workbook(mark="内部资料")))


def column(sheet, letter):
    return [cell.value for cell in sheet[letter]]


def test_index_leads_to_every_sheet_with_figures_and_counts(book):
    index = book["目录"]
    assert book.sheetnames[:3] == ["目录", "明细", "图"]
    assert (index["B4"].value, index["C4"].value, index["C5"].value) == ("结果性质", "暂定(缺 1 份)", 3)
    assert column(index, "B")[6:] == ["工作表", "明细", "图", "说明/附:表"]
    assert column(index, "F")[6:] == ["条数", 3, None, None]
    targets = [index[f"B{row}"].hyperlink.location for row in (8, 9, 10)]
    assert targets == [f"'{title}'!A1" for title in book.sheetnames[1:]]


def test_every_sheet_has_title_notes_line_and_way_back(book):
    for sheet in book.worksheets[1:]:
        assert sheet["A2"].value == NOTE
        assert sheet["A3"].hyperlink.location == "'目录'!A1"
    assert [sheet["A1"].value for sheet in book.worksheets] == ["试表", "明细表", "排名图", "说明"]


def test_table_has_bands_headings_rows_and_total(book):
    rows = [[cell.value for cell in row[:4]] for row in book["明细"].iter_rows(min_row=4)]
    assert rows[0] == [None, "本月", None, None]
    assert rows[1] == ["支部", "应谈", "已谈", "说明"]
    assert rows[2] == ["一队", 3, 3, "=1+1"]
    assert rows[5] == ["合计", 12, None, None]


def test_text_that_looks_like_a_formula_stays_text(book):
    assert book["明细"]["D6"].data_type == "s"


def test_heads_stay_in_view_and_are_repeated_filtered_and_printed_on_a4(book):
    sheet = book["明细"]
    assert sheet.freeze_panes == "B6"
    assert sheet.auto_filter.ref == "A5:D8"
    assert sheet.print_title_rows == "$4:$5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert "&P" in sheet.oddFooter.center.text
    assert [item.id for item in sheet.row_breaks.brk] == [6, 7]


def test_long_text_gets_the_height_it_needs(book):
    heights = book["明细"].row_dimensions
    assert heights[7].height > 30
    assert heights[6].height == 18


def test_chart_stands_on_its_sheet(book):
    chart = book["图"]._charts[0]
    assert chart.series[0].val.numRef.f == "明细!$C$6:$C$8"
    assert chart.y_axis.scaling.min == 1 or chart.x_axis.scaling.min == 1


def test_sheets_of_several_tables_are_not_frozen_or_filtered(book):
    sheet = book.worksheets[3]
    assert sheet["A4"].value == "说明"
    assert sheet["A5"].value == "第一条。"
    assert sheet["A8"].value == "附表"


def test_empty_tables_say_so_and_charts_of_nothing_too(tmp_path):
    read = opened(write_workbook(tmp_path, workbook(ROWS.head(0))))
    assert read["明细"]["A6"].value == "本期没有"
    assert read["明细"].auto_filter.ref is None
    assert read["图"]["A4"].value == "本期没有"
    assert read["图"]._charts == []


def test_same_inputs_give_same_bytes_and_folders_are_made(tmp_path):
    first = write_workbook(tmp_path / "a", workbook()).read_bytes()
    assert write_workbook(tmp_path / "b", workbook()).read_bytes() == first


def test_wide_tables_are_printed_on_a3_and_page_numbers_keep_their_size(tmp_path):
    wide = [Column(f"栏{at}", "note", "long", 40) for at in range(6)]
    sheets = [
        Sheet(title, title, "", [TableBlock(columns, ROWS)])
        for title, columns in (
            ("宽", wide),
            ("窄", wide[:3]),
            ("旁", [*wide[:3], *(replace(each, aside=True) for each in wide)]),
        )
    ]
    book = opened(write_workbook(tmp_path, Workbook("纸.xlsx", "纸", "", sheets)))
    assert [book[title].page_setup.paperSize for title in ("宽", "窄", "旁")] == [8, 9, 9]
    assert all(sheet.HeaderFooter.scaleWithDoc is False for sheet in book.worksheets)


def test_long_names_are_read_whole_and_so_lead_nowhere(tmp_path):
    """Not every program wraps words that are a link."""
    rows = pd.DataFrame({"name": ["张三", "名" * 50], "at": [0, 1]})
    listed = TableBlock((Column("姓名", "name", "name", leads=("来源", "at")),), rows)
    sheets = [
        Sheet("名单", "名单", "", [listed]),
        Sheet("来源", "来源", "", [TableBlock((Column("姓名", "name", "name"),), rows)]),
    ]
    sheet = opened(write_workbook(tmp_path, Workbook("名.xlsx", "名", "", sheets)))["名单"]
    assert sheet["A5"].hyperlink.location == "'来源'!A5"
    assert sheet["A6"].hyperlink is None
    assert sheet["A6"].alignment.wrap_text


def test_paths_and_codes_shrink_rather_than_be_cut(tmp_path):
    rows = pd.DataFrame({"file": ["2026-12/支部/" + "长" * 30], "code": ["J003-2026Q4-0001"]})
    columns = (Column("文件", "file", "path"), Column("编号", "code", "code"))
    sheet = opened(
        write_workbook(tmp_path, Workbook("径.xlsx", "径", "", [Sheet("径", "径", "", [TableBlock(columns, rows)])]))
    )["径"]
    assert sheet["A5"].alignment.shrink_to_fit
    assert sheet["B5"].alignment.shrink_to_fit
    assert sheet["B5"].alignment.horizontal == "center"
