"""Charts: axes that begin where asked, lines that differ by more than colour, bars whose every name is printed."""

from zipfile import ZipFile

import pandas as pd

from zoneproc.excel.sheets import Bars, Column, Lines, Radar, Sheet, Stack, TableBlock, Workbook, write_workbook

ROWS = pd.DataFrame({"branch": ["全公司", "一队", "二队"], "1月": [0.9, 0.8, None], "2月": [0.7, 0.6, 0.5]})
COLUMNS = (Column("支部", "branch", "name"), *(Column(name, name, "percent") for name in ("1月", "2月")))


def chart(folder, block):
    sheets = [Sheet("走势", "走势", "", [TableBlock(COLUMNS, ROWS), block])]
    path = write_workbook(folder, Workbook("图.xlsx", "图", "", sheets))
    with ZipFile(path) as package:
        return package.read("xl/charts/chart1.xml").decode()


def test_lines_leave_gaps_and_differ_by_mark(tmp_path):
    text = chart(tmp_path, Lines("走势", "走势", "branch", "1月", "2月", 0.4, format="0%", most=1.0))
    assert text.count("<c:ser>") == 3
    assert "dispBlanksAs" not in text  # gaps are what Excel does unasked
    assert {mark for mark in ("circle", "square", "triangle") if f'<c:symbol val="{mark}"/>' in text} == {
        "circle",
        "square",
        "triangle",
    }
    assert '<c:min val="0.4"/>' in text
    assert '<c:max val="1.0"/>' in text or '<c:max val="1"/>' in text


def test_bars_print_every_name_and_a_share_ends_at_the_whole(tmp_path):
    text = chart(tmp_path, Bars("率", "走势", "branch", "2月", format="0.0%"))
    assert '<c:tickLblSkip val="1"/>' in text
    assert '<c:max val="1"/>' in text
    assert '<c:orientation val="maxMin"/>' in text


def test_parts_are_named_by_their_headings(tmp_path):
    text = chart(tmp_path, Stack("合", "走势", "branch", (("1月", "#7FB77E"), ("2月", "#D9655B"))))
    assert '<c:grouping val="stacked"/>' in text
    assert "走势!$B$4" in text
    assert "走势!$C$4" in text


def test_a_radar_has_a_spoke_per_row_and_a_line_per_part_that_differ_by_dash(tmp_path):
    text = chart(tmp_path, Radar("任务", "走势", "branch", ("1月", "2月"), 0.4))
    assert text.count("<c:ser>") == 2
    assert "'走势'!$A$5:$A$7" in text or "走势!$A$5:$A$7" in text
    assert '<c:min val="0.4"/>' in text
    assert '<c:max val="1"/>' in text
    assert [f'<a:prstDash val="{dash}"/>' in text for dash in ("solid", "dash")] == [True, True]
