"""The measure of words in cells can fail: what fits does not fit any more once a column or a row is made smaller."""

import shutil

import openpyxl
import pandas as pd
import pytest
from fitting import clipped
from openpyxl.styles import Alignment

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook, write_workbook
from zoneproc.workflow import write_blank_forms

NAME, NOTE = "阿依古丽·买合木提江", "谈行车安全和家庭近况,情绪平稳,请继续跟进。" * 6
ROWS = pd.DataFrame(
    {"code": ["001002"], "name": [NAME], "note": [NOTE], "points": [1.0], "path": ["2026-12/支部/" + "甲" * 20]}
)
COLUMNS = (
    Column("编码", "code", "code"),
    Column("姓名", "name", "name"),
    Column("说明", "note", "long", 40),
    Column("分", "points", "points"),
    Column("文件", "path", "path"),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    sheet = Sheet("表", "一张表", "说明。", [TableBlock(COLUMNS, ROWS)])
    return write_workbook(tmp_path_factory.mktemp("合身"), Workbook("好.xlsx", "好", "好", [sheet]))


@pytest.fixture(scope="module")
def blanks(tmp_path_factory):
    return write_blank_forms(tmp_path_factory.mktemp("空白"))


def changed(good, tmp_path, change):
    path = shutil.copy(good, tmp_path / "改.xlsx")
    book = openpyxl.load_workbook(path)
    change(book["表"])
    book.save(path)
    return {said.partition(":")[0] for said in clipped(path)}


def narrow(column, width):
    def change(sheet):
        sheet.column_dimensions[column].width = width

    return change


def unwrapped(column):
    def change(sheet):
        sheet.column_dimensions[column].width = 10
        sheet[f"{column}5"].alignment = Alignment(wrap_text=False)

    return change


def low(sheet):
    sheet.row_dimensions[5].height = 18


def test_what_is_written_fits(good):
    assert clipped(good) == []


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (unwrapped("B"), "表!B5"),
        (narrow("C", 20), "表!C5"),
        (narrow("E", 8), "表!E5"),
        (narrow("D", 1), "表!D4"),
        (low, "表!C5"),
    ],
)
def test_less_room_is_seen(good, tmp_path, change, cell):
    assert cell in changed(good, tmp_path, change)


def test_words_may_run_over_empty_neighbours_only(good, tmp_path):
    """The heading of a sheet runs over its columns until one of them says something."""

    def spoken(sheet):
        sheet["A1"].value = "很长的题目" * 8
        sheet["C1"].value = "话"

    assert "表!A1" in changed(good, tmp_path, spoken)


def test_the_blank_forms_fit(blanks):
    assert {path.name: said for path in blanks if (said := clipped(path))} == {}
