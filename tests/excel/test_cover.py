"""The cover of a return."""

import openpyxl
import pytest

from zoneproc.excel.cover import heading_of, period_words, sign_line, write_cover
from zoneproc.excel.dropdowns import ColumnChecks, Lists
from zoneproc.excel.issue import MARKS, Issue, Mark
from zoneproc.excel.stamp import COVER_FIRST_ROW, SIGN_MARK
from zoneproc.excel.styles import RED
from zoneproc.excel.writing import new_book
from zoneproc.forms import FORMS, RETURNS


@pytest.fixture
def cover(tmp_path):
    def write(form, issue, given):
        with new_book(tmp_path / "c.xlsx", "封面") as book:
            write_cover(book, form, issue, given, ColumnChecks(form, Lists.of(form)))
        return openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]

    return write


@pytest.mark.parametrize("form_id", RETURNS)
def test_every_item_stands_in_its_row_with_its_machine_name(form_id, cover):
    form = FORMS[form_id]
    sheet = cover(form, Issue("001005", "七队支部", "三分公司", "2026-03"), {})
    items = [[cell.value for cell in row] for row in sheet.iter_rows(COVER_FIRST_ROW, max_col=4)][
        : len(form.tables[0].fields)
    ]
    assert [(label, name) for label, _, _, name in items] == [(f.label, f.name) for f in form.tables[0].fields]
    assert all(explanation for _, _, explanation, _ in items)
    assert items[0][1] == form_id


def test_marked_items_are_red_and_say_why(cover):
    sheet = cover(FORMS["MON"], Issue(), {"preparer": "王五", MARKS: {"preparer": Mark("F07")}})
    cell = next(row[1] for row in sheet.iter_rows(COVER_FIRST_ROW) if row[3].value == "preparer")
    assert cell.fill.start_color.rgb[2:] == RED[1:]
    assert "F07" in cell.comment.text


def test_periods_are_written_as_people_say_them():
    assert period_words("2026-03") == "2026年3月"
    assert period_words("2026Q1") == "2026年第1季度"
    assert period_words("2026") == "2026年"
    assert heading_of(FORMS["MON"], Issue()) == FORMS["MON"].title


def test_sign_line_is_a_footer_to_readers():
    assert sign_line("王五").startswith(SIGN_MARK)
