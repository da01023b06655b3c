"""The period as two hidden numbers."""

import openpyxl
import pytest

from zoneproc.excel.period_cells import span_of, write_period
from zoneproc.excel.writing import new_book
from zoneproc.forms import FORMS


def test_spans_are_days_as_excel_counts_them():
    assert span_of("2026-03") == (46082, 46112)
    assert span_of("")[0] == 0


@pytest.mark.parametrize(("form_id", "period"), [("MON", "2026-03"), ("QTR", "2026Q1"), ("ANN", ""), ("MON", "")])
def test_issued_workbooks_carry_numbers_blank_ones_follow_the_cover(form_id, period, tmp_path):
    with new_book(tmp_path / "p.xlsx", "期") as book:
        write_period(book.sheet("期"), FORMS[form_id], period)
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    assert (sheet["B1"].data_type == "f") == (not period)
    middle = openpyxl.load_workbook(tmp_path / "p.xlsx", data_only=True).active["A1"].value
    assert middle == sum(span_of(period)) / 2
