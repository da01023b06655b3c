"""自检 inside the workbook: what is hidden, what is coloured, what the lamp says as written."""

from datetime import date

import openpyxl
import pytest

from zoneproc.excel.conditions import Fault
from zoneproc.excel.issue import Issue
from zoneproc.excel.selfcheck import READY, SelfCheck
from zoneproc.excel.stamp import CHECK_SHEET, LISTS_SHEET, SELF_SHEET
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS, RETURNS

ISSUE = Issue("001005", "七队支部", "三分公司", "2026-03", known={"members.member_no": {"D00001": "张三"}})
REPORT = {"member_no": "D00001", "member_name": "张三", "miss_reason": "党员离岗"}
COVER = {
    "preparer": "王五",
    "secretary_name": "赵六",
    "secretary_confirmed": True,
    "fill_date": date(2026, 4, 1),
    "nil_sheets": tuple(table.label for table in FORMS["MON"].tables if table.nil_allowed),
}
TALK = {
    "member_no": "D00001",
    "member_name": "张三",
    "contact_employee_no": "E1",
    "contact_name": "李四",
    "miss_reason": "漏谈",
}
DONE = {"cover": [COVER], "talks": [TALK], "monthly_reports": [REPORT]}


def test_the_lamp_counts_what_is_missing():
    own = SelfCheck(FORMS["MON"], ISSUE, DONE)
    assert own.lamp == READY
    assert own.counts["talks"].state == "完成"
    assert own.counts["opinions"].state == "零报告"
    worse = SelfCheck(FORMS["MON"], ISSUE, {**DONE, "monthly_reports": [{**REPORT, "miss_reason": None}, {**REPORT}]})
    assert [worse.counts["monthly_reports"].faults[fault.code - 1] for fault in (Fault.MISSING, Fault.DOUBLE)] == [1, 1]


def test_empty_sheets_must_be_declared():
    """S04: an empty sheet is missing unless the cover says so, or it may be empty without a word."""
    own = SelfCheck(FORMS["MON"], ISSUE, {**DONE, "cover": [{**COVER, "nil_sheets": ("三违纠正记录",)}]})
    assert not own.counts["violations"].undeclared
    assert own.counts["tasks"].undeclared
    base = SelfCheck(FORMS["BASE"], Issue(), {})
    assert base.counts["members"].undeclared
    assert not base.counts["absences"].undeclared


@pytest.mark.parametrize("form_id", RETURNS)
def test_every_column_is_coloured_and_the_verdicts_are_hidden(form_id, tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "b.xlsx", FORMS[form_id]))
    for table in FORMS[form_id].tables:
        if not table.reference:
            rules = [rule.formula[0] for found in book[table.label].conditional_formatting for rule in found.rules]
            red = [rule for rule in rules if f"zp_{table.name}," in rule and rule.endswith(">0")]
            assert len(red) == len(table.read_fields)
    assert book[CHECK_SHEET].sheet_state == "hidden"
    assert f"zp_{FORMS[form_id].tables[1].name}" in book.defined_names
    assert book[SELF_SHEET].protection.sheet


def test_known_numbers_stand_on_the_sheet_of_lists(tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "b.xlsx", FORMS["MON"], ISSUE, DONE))
    named = book.defined_names["zp_list_members_member_no"].value
    sheet, _, cells = named.replace("'", "").partition("!")
    assert (sheet, book[LISTS_SHEET][cells.replace("$", "").split(":")[0]].value) == (LISTS_SHEET, "D00001")


def test_office_workbooks_have_none(tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "b.xlsx", FORMS["EVAL"]))
    assert SELF_SHEET not in book.sheetnames
