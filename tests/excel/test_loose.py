"""Sheets written by themselves: looks and strings of another workbook, notes as the Excel library draws them."""

import zipfile
from pathlib import Path

import pytest

from zoneproc.excel.cell_text import Strings
from zoneproc.excel.copying import UnforeseenError
from zoneproc.excel.loose import MOST_NOTES, loose_book, notes_of, xml_of
from zoneproc.excel.styles import ERROR, TEXT, TITLE
from zoneproc.excel.writing import new_book


def formats_of(*styles):
    with new_book(Path(), "", write=lambda path, _: path) as book:
        formats = {style: book.look(style) for style in styles}
        numbers = {style: made._get_xf_index() for style, made in formats.items()}
    return formats, numbers


def test_looks_are_those_of_the_pattern_and_strings_go_to_the_copy():
    formats, numbers = formats_of(TITLE, TEXT)
    strings = Strings({"表": 3}, 9, 0)
    sheet = loose_book(formats, strings, {}).sheet("问题清单")
    sheet.write_row(0, 0, ("表", "新", 2), TEXT)
    text = xml_of(sheet)
    assert f'<c r="A1" s="{numbers[TEXT]}" t="s"><v>3</v></c>' in text
    assert f'<c r="B1" s="{numbers[TEXT]}" t="s"><v>9</v></c><c r="C1" s="{numbers[TEXT]}"><v>2</v></c>' in text
    assert (strings.size, strings.references) == (10, 2)


def test_a_look_the_pattern_does_not_have_is_refused():
    sheet = loose_book(formats_of(TEXT)[0], Strings({}, 0, 0), {}).sheet("表")
    with pytest.raises(UnforeseenError):
        sheet.write(0, 0, "甲", TEXT | ERROR)


def test_notes_are_drawn_as_in_a_whole_workbook(tmp_path):
    with new_book(tmp_path / "a.xlsx", "") as book:
        whole = book.sheet("表")
        noted(whole)
    loose = loose_book({}, Strings({}, 0, 0), {}).sheet("表")
    noted(loose)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        written = parts.read("xl/comments1.xml").decode(), parts.read("xl/drawings/vmlDrawing1.vml").decode()
    assert notes_of(loose, 1) == written


def noted(sheet):
    sheet.widths((5, 40, 9))
    sheet.heights({1: 60})
    sheet.comment(1, 1, "请改 <甲>")
    sheet.comment(0, 2, "请核对")


def test_more_notes_than_one_drawing_numbers_are_refused():
    sheet = loose_book({}, Strings({}, 0, 0), {}).sheet("表")
    for row in range(MOST_NOTES + 1):
        sheet.comment(row, 0, "请改")
    with pytest.raises(UnforeseenError):
        notes_of(sheet, 1)
