"""The sheet 自检 and the progress on the cover."""

import openpyxl

from zoneproc.excel.conditions import Fault
from zoneproc.excel.issue import Issue
from zoneproc.excel.stamp import SELF_SHEET
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS

ROWS = {"talks": [{"member_no": "D00001", "member_name": "张三", "contact_employee_no": "E1", "contact_name": "李四"}]}


def test_every_sheet_has_its_line_with_figures_and_words(tmp_path):
    path = write_template(tmp_path / "b.xlsx", FORMS["MON"], Issue("001005", "七队支部", "三分公司", "2026-03"), ROWS)
    sheet = openpyxl.load_workbook(path, data_only=True)[SELF_SHEET]
    lines = {row[0]: row for row in sheet.iter_rows(6, 20, values_only=True) if row[0] and row[1] is not None}
    assert list(lines) == [table.label for table in FORMS["MON"].tables]
    talks = lines["联系谈心记录"]
    assert talks[1:10] == (1, 1, *(0,) * (len(Fault) - 1), 0)
    assert talks[-1].startswith("谈心日期 1")
    assert sheet.page_setup.orientation == "landscape"


def test_the_cover_shows_the_same_states(tmp_path):
    """Promise 4: the progress on the cover is that of 自检, by reference."""
    path = write_template(tmp_path / "b.xlsx", FORMS["QTR"])
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    shown = {row[0].value: row[1] for row in formulas["封面"].iter_rows(19) if row[0].value}
    for table in FORMS["QTR"].tables[1:]:
        sheet, _, cell = shown[table.label].value.removeprefix("=").partition("!")
        assert sheet.strip("'") == SELF_SHEET
        assert values["封面"][shown[table.label].coordinate].value == values[SELF_SHEET][cell.replace("$", "")].value
