"""Printed columns: cells by type, widths by content."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from zoneproc.excel.columns import Cells, Column, cells_of, colour, width_of, write_cells
from zoneproc.excel.named_cells import Spot
from zoneproc.excel.rows import Values
from zoneproc.excel.writing import Area, new_book


def test_dates_become_serials_and_days_unknown_to_excel_text():
    days = pd.Series(pd.to_datetime(["2026-01-02 12:00", "1899-05-01 00:00", None])).astype("datetime64[s]")
    found = cells_of(Column("日期", "day", "date"), pd.DataFrame({"day": days}))
    assert list(found) == [46024.5, "1899-05-01 00:00:00", None]


def test_truth_values_and_missing_ones():
    rows = pd.DataFrame({"flag": pd.array([True, False, None], dtype="boolean")})
    assert list(cells_of(Column("是否", "flag"), rows)) == ["是", "否", None]


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
    assert width_of(column, Values.of(values)) == width


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
            cells = Cells(column, rows, cells_of(column, rows), Spot("表", 0, 3, {}), {})
            write_cells(sheet, (0, at), cells)
            colour(sheet, Area(0, at, 2, at), cells)
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


def test_whole_counts_have_no_point(tmp_path):
    """Excel prints 3 in the format 0.## as `3.`."""
    rows = pd.DataFrame({"done": [3.0, 2.5, 0.0, None]})
    column = Column("完成", "done", "count")
    with new_book(tmp_path / "c.xlsx", "列") as book:
        write_cells(book.sheet("表"), (0, 0), Cells(column, rows, cells_of(column, rows), Spot("表", 0, 4, {}), {}))
    read = openpyxl.load_workbook(BytesIO((tmp_path / "c.xlsx").read_bytes()))["表"]
    assert [cell.number_format for cell in read["A"]][:3] == ["0", "0.##", "0"]


LIVE = (
    Column("编号", "code", "code", leads=("来源", "at")),
    Column("完成", "done", "count", above="满分"),
    Column("得分", "points", "points", missing="不适用", full=10, formula="[done]*[points^]", above="=5*2"),
    Column("等次", "grade", "state", formula=["1", "2"], states=("优秀", "良好")),
    Column("名次", "rank", "rank", tied_by="tied", formula="RANK([points],[points:])", tied_if="[rank]>1"),
)
LIVE_ROWS = pd.DataFrame(
    {
        "code": ["D1", "D2"],
        "at": [3, -1],
        "done": [1.0, None],
        "points": [10.0, None],
        "grade": ["优秀", "不定等次"],
        "rank": pd.array([1, None], dtype="Int64"),
        "tied": [False, False],
    }
)


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    path = tmp_path_factory.mktemp("live") / "l.xlsx"
    spot = Spot("表", 1, 2, {column.name: at for at, column in enumerate(LIVE)})
    with new_book(path, "列") as book:
        sheet, _ = book.sheet("表"), book.sheet("来源")
        for at, column in enumerate(LIVE):
            cells = Cells(column, LIVE_ROWS, cells_of(column, LIVE_ROWS), spot, {"来源": Spot("来源", 4, 9, {})})
            write_cells(sheet, (1, at), cells)
            colour(sheet, Area(1, at, 2, at), cells)
    return path


def test_formulas_carry_their_computed_values(live):
    written, cached = (openpyxl.load_workbook(live, data_only=flag)["表"] for flag in (False, True))
    assert [written[cell].value for cell in ("C2", "C3", "D3", "E2")] == [
        "=$B2*$C$1",
        "=$B3*$C$1",
        "=2",
        "=RANK($C2,$C$2:$C$3)",
    ]
    assert [cached[cell].value for cell in ("C2", "C3", "D2", "D3")] == [10, "不适用", "优秀", "不定等次"]


def test_cells_lead_to_their_rows_elsewhere(live):
    sheet = openpyxl.load_workbook(live)["表"]
    assert (sheet["A2"].value, sheet["A2"].hyperlink.location) == ("D1", "'来源'!A8")
    assert (sheet["A3"].value, sheet["A3"].hyperlink) == ("D2", None)


def test_colours_and_marks_follow_formulas(live):
    rules = {str(area.sqref): area.rules for area in openpyxl.load_workbook(live)["表"].conditional_formatting}
    (heat,) = rules["C2:C3"]
    assert [(mark.type, mark.val) for mark in heat.colorScale.cfvo] == [
        ("num", 0),
        ("formula", "$C$1*0.8"),
        ("formula", "$C$1"),
    ]
    assert [rule.formula for rule in rules["D2:D3"]] == [['"优秀"']]
    assert [rule.formula for rule in rules["E2:E3"]] == [["$E2>1"], ["NOT($E2>1)"]]
