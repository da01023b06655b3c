"""Copies of templates as LibreOffice opens and computes them: what it makes of the template written from nothing."""

import shutil
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from recalculation import differences, recalculated

from zoneproc.excel import copies
from zoneproc.excel.copies import write_copy
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
MEMBERS = {f"D{number:05}": f"党员{number}" for number in range(1, 9)}
KNOWN = {"members.member_no": MEMBERS, "teams.team_code": {f"{line:03}-01": f"{line}路一班" for line in range(1, 120)}}
TALK = {"contact_employee_no": "E20877", "contact_name": "<李&四>", "talk_date": date(2026, 3, 12), "place": "=1+1"}
ROWS = {
    "MON": {
        "talks": [{"member_no": number, "member_name": name, **TALK} for number, name in MEMBERS.items()],
        "monthly_reports": [{"member_no": "D00001", "member_name": "党员1"}],
    },
    "QTR": {"assessments": [{"member_no": "D00001", "member_name": "党员1"}]},
    "BASE": {
        "branch_profile": [{}],
        "members": [{"member_no": number, "name": name} for number, name in MEMBERS.items()],
    },
    "ANN": {"reviews": [{"member_no": "D00001", "member_name": "党员1", "member_type": "正式党员"}]},
}
PERIODS = {"MON": "2026-03", "QTR": "2026Q1", "BASE": "2026", "ANN": "2026"}


def cells(path):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path, data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("form_id", list(ROWS))
def test_a_copy_opens_and_computes_as_the_template(tmp_path, monkeypatch, form_id):
    form = replace(
        FORMS[form_id],
        tables=tuple(replace(table, spare_rows=min(table.spare_rows, 9)) for table in FORMS[form_id].tables),
    )
    issue = Issue(
        "001005", "七队党支部", "三分公司", PERIODS[form_id], secretary_name="赵六", due="2026-04-05", known=KNOWN
    )
    written = write_template(tmp_path / "template.xlsx", form, issue, ROWS[form_id])
    monkeypatch.setattr(copies, "write_template", None)
    copied = write_copy(tmp_path / "copy.xlsx", form, issue, ROWS[form_id])
    template, copy = recalculated([written, copied], tmp_path)
    assert cells(copy) == cells(template)
    assert differences(copied, copy) == differences(written, template) == []
