"""The sheet 填表说明."""

import openpyxl
import pytest

from zoneproc.excel.guide import write_guide
from zoneproc.excel.issue import Issue
from zoneproc.excel.writing import new_book
from zoneproc.forms import FORMS


@pytest.mark.parametrize("form", list(FORMS.values()), ids=lambda form: form.id)
def test_guide_lists_every_sheet_on_one_page(form, tmp_path):
    """Promise 1: one page, each sheet by code and title with a link to it."""
    issue = Issue("001005", "七队支部", due="2026-04-05 24:00") if form.has_cover else Issue()
    with new_book(tmp_path / "g.xlsx", "说明") as book:
        write_guide(book, form, issue)
    sheet = openpyxl.load_workbook(tmp_path / "g.xlsx").worksheets[0]
    linked = [cell.value for cell in sheet["B"] if cell.hyperlink]
    assert linked == [table.label for table in form.tables if not table.vertical]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in (None, 1)  # 1 is the default of the format
    assert any(cell.value == issue.due for row in sheet.rows for cell in row) == form.has_cover
