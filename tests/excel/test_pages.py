"""Pages to print: one below the other, never cut by a break, whatever the texts."""

import zipfile

import openpyxl

from zoneproc.excel.pages import FRAMED, Box, Line, Pages, height_of, room_on, write_pages
from zoneproc.excel.styles import style
from zoneproc.excel.writing import new_book

HOSTILE = ("=1+1", "+1", "-1", "@x", "http://example.org/", "mailto:a@b.c")


def written(folder, pages):
    path = folder / "页.xlsx"
    with new_book(path, "页") as book:
        write_pages(book.sheet(pages.title), pages, "内部资料", "页")
    return path


def sheet_of(folder, pages):
    return openpyxl.load_workbook(written(folder, pages)).active


def test_pages_are_parted_by_breaks_and_printed_at_a_fixed_scale(tmp_path):
    """A break holds for sure only where nothing is fitted to pages."""
    pages = Pages("表", "", (20.0, 40.0), [[Line([Box("甲"), Box("乙")])] * 3] * 4)
    sheet = sheet_of(tmp_path, pages)
    assert [each.id for each in sheet.row_breaks.brk] == [3, 6, 9]
    assert list(pages.starts) == [0, 3, 6, 9]
    assert not sheet.page_setup.fitToHeight
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr is None or not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_tallest_page_sets_the_scale_of_all(tmp_path):
    short, tall = [Line([Box("甲")], 100)], [Line([Box("甲")], 100)] * 15
    room = room_on("A4", landscape=False)[1]
    scale = sheet_of(tmp_path, Pages("表", "", (20.0,), [short, tall])).page_setup.scale
    assert scale * 1500 <= room * 100 < (scale + 1) * 1500
    assert sheet_of(tmp_path, Pages("表", "", (20.0,), [short])).page_setup.scale in (None, 100)


def test_wide_pages_are_made_narrower(tmp_path):
    assert sheet_of(tmp_path, Pages("表", "", (150.0,), [[Line([Box("甲")])]])).page_setup.scale < 70


def test_lines_are_as_high_as_their_texts():
    """Names of fifty and notes of two hundred characters are seen whole."""
    widths = (20.0, 40.0)
    low, high = (height_of(Line([Box("甲"), Box("字" * count)], 20), widths) for count in (5, 200))
    assert low == 20
    assert high >= 200 * 2 / 40 * 11
    larger = height_of(Line([Box("甲"), Box("字" * 100, FRAMED | style(font_size=22))], 20), widths)
    assert larger > 1.5 * high
    assert height_of(Line([Box("字" * 200, wide=2, tall=3)], 20), widths) == 20


def test_boxes_reach_over_columns_and_lines(tmp_path):
    lines = [
        Line([Box("照片", tall=2), Box("一"), None, Box("二")]),
        Line([Box("三")], start=1),
        Line([Box("四", wide=4)]),
    ]
    sheet = sheet_of(tmp_path, Pages("表", "", (9.0,) * 4, [lines]))
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A2", "A3:D3"}
    assert [sheet[cell].value for cell in ("A1", "B1", "C1", "D1", "B2", "A3")] == [
        "照片",
        "一",
        None,
        "二",
        "三",
        "四",
    ]


def test_texts_stay_texts(tmp_path):
    path = written(tmp_path, Pages("表", "", (30.0,), [[Line([Box(text)]) for text in HOSTILE]]))
    sheet = openpyxl.load_workbook(path).active
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows()] == [(text, "s") for text in HOSTILE]
    parts = zipfile.ZipFile(path)
    assert not any(b"<hyperlink" in parts.read(name) for name in parts.namelist())
