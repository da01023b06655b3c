"""Printed columns: cells by type, widths by content."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from zoneproc.excel.columns import Column, cells_of, colour, width_of, write_cells
from zoneproc.excel.writing import Area, new_book


def test_dates_become_serials_and_days_unknown_to_excel_text():
    days = pd.Series(pd.to_datetime(["2026-01-02 12:00", "1899-05-01 00:00", None])).astype("datetime64[s]")
    found = cells_of(Column("日期", "day", "date"), pd.DataFrame({"day": days}))
    assert found == [46024.5, "1899-05-01 00:00:00", None]


def test_truth_values_and_missing_ones():
    rows = pd.DataFrame({"flag": pd.array([True, False, None], dtype="boolean")})
    assert cells_of(Column("是否", "flag"), rows) == ["是", "否", None]


@pytest.mark.parametrize(
    ("column", "values", "width"),
    [
        (Column("姓名", "x", "name"), ["欧阳修"], 8),
        (Column("说明", "x", "long"), ["很" * 60], 46),
        (Column("说明", "x", "long", 20), ["很" * 60], 20),
        (Column("日期", "x", "date"), [], 12),
        (Column("全年累计未覆盖天数", "x", "integer"), [1], 13),
    ],
)
def test_widths_follow_content_within_limits(column, values, width):
    assert width_of(column, values) == width


def test_columns_print_states_ties_absences_and_colours(tmp_path):
    rows = pd.DataFrame(
        {
            "state": ["网格\n未覆盖", "直接覆盖", None],
            "points": [1.5, None, 3.0],
            "rank": pd.array([1, 1, None], dtype="Int64"),
            "tied": [True, True, False],
        }
    )
    columns = [
        Column("状态", "state", "box"),
        Column("得分", "points", "points", missing="不适用", full=3, bars=True, alarm=True),
        Column("名次", "rank", "rank", tied_by="tied", missing="—"),
    ]
    with new_book(tmp_path / "c.xlsx", "列") as book:
        sheet = book.sheet("表")
        for at, column in enumerate(columns):
            write_cells(sheet, (0, at), column, rows, cells_of(column, rows))
            colour(sheet, Area(0, at, 2, at), column)
    read = openpyxl.load_workbook(BytesIO((tmp_path / "c.xlsx").read_bytes()))["表"]
    assert [[cell.value for cell in row] for row in read.iter_rows()] == [
        ["网格\n未覆盖", 1.5, 1],
        ["直接覆盖", "不适用", 1],
        [None, 3, "—"],
    ]
    assert read["A1"].fill.start_color.rgb != read["A2"].fill.start_color.rgb
    assert "并列" in read["C1"].number_format
    kinds = {rule.type for rules in read.conditional_formatting for rule in rules.rules}
    assert kinds == {"colorScale", "dataBar", "cellIs"}
