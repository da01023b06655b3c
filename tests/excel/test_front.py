"""The first sheet: figures with the change, tasks, charts beside them, links to every sheet; as much as is known."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from zoneproc.excel.sheets import (
    Bars,
    Column,
    Figure,
    Lines,
    Sheet,
    Stack,
    TableBlock,
    Task,
    Workbook,
    write_workbook,
)

ROWS = pd.DataFrame({"branch": ["一队", "二队"], "done": [3, 4], "open": [1, 0], "none": [0, 0], "rate": [0.5, None]})
COLUMNS = (
    Column("支部", "branch", "name"),
    Column("已谈", "done", "integer"),
    Column("未谈", "open", "integer"),
    Column("无", "none", "integer"),
    Column("率", "rate", "percent"),
)
CHARTS = (
    Bars("率", "明细", "branch", "rate", format="0.0%"),
    Stack("人次", "明细", "branch", (("done", "#00FF00"), ("open", "#FF0000"))),
    Lines("走势", "明细", "branch", "done", "open"),
    Bars("空", "明细", "branch", "none"),
)
FIGURES = (
    ("结果性质", "正式"),
    Figure("完成率", "80.0%", "75.0%", "好转 +5.0 个百分点", "明细"),
    Figure("缺谈", "5 人次", "3 人次", "变差 +2 人次"),
)


def front(folder, **cells):
    book = Workbook("试.xlsx", "试表", "注", [Sheet("明细", "明细表", "每支部一行。", [TableBlock(COLUMNS, ROWS)])])
    return openpyxl.load_workbook(BytesIO(write_workbook(folder, replace(book, **cells)).read_bytes()))["目录"]


def row(sheet, number):
    return [cell.value for cell in sheet[number]][1:6]


def test_figures_stand_beside_those_of_the_period_before_and_lead_to_their_sheet(tmp_path):
    sheet = front(tmp_path, figures=FIGURES)
    assert row(sheet, 4) == ["要点", "本期", "上期", "变化", "详见"]
    assert row(sheet, 5)[:2] == ["结果性质", "正式"]
    assert row(sheet, 6) == ["完成率", "80.0%", "75.0%", "好转 +5.0 个百分点", "明细"]
    assert sheet["F6"].hyperlink.location == "'明细'!A1"
    assert sheet["E6"].fill.bgColor != sheet["E7"].fill.bgColor or sheet["E6"].fill != sheet["E7"].fill


def test_without_a_period_before_there_are_no_empty_columns(tmp_path):
    sheet = front(tmp_path, figures=[Figure("党员", "5 人", sheet="明细")])
    assert row(sheet, 4) == ["要点", "本期", None, None, "详见"]
    assert row(sheet, 5) == ["党员", "5 人", None, None, "明细"]


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (None, ["序号", "工作表"]),
        ((), ["请办理", None]),
        ((Task("请补谈", "3 人次", "明细"),), ["请办理", None]),
    ],
)
def test_tasks_are_listed_or_it_is_said_that_there_are_none(tmp_path, tasks, said):
    sheet = front(tmp_path, tasks=tasks)
    assert [sheet["A4"].value, sheet["B4"].value] == said
    if tasks:
        assert row(sheet, 5) == ["请补谈", None, None, "3 人次", "明细"]


def test_charts_stand_over_cells_of_the_workbook_and_none_is_empty(tmp_path):
    charts = front(tmp_path, charts=CHARTS)._charts
    assert len(charts) == 3
    refs = [[series.val.numRef.f for series in chart.series] for chart in charts]
    assert refs[0] == ["明细!$E$5:$E$6"]
    assert refs[1] == ["明细!$B$5:$B$6", "明细!$C$5:$C$6"]
    assert refs[2] == ["明细!$B$5:$C$5", "明细!$B$6:$C$6"]
    assert charts[1].series[0].tx.strRef.f == "明细!$B$4"


def test_sheet_fits_one_page(tmp_path):
    setup = front(tmp_path, charts=CHARTS).page_setup
    assert (setup.fitToWidth or 1, setup.fitToHeight or 1) == (1, 1)
