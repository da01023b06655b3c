"""Tried as a new clerk would (promise 4): template → filled → 自检 green → accepted; five mistakes → five red cells → mended."""

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from filling import type_in
from recalculation import recalculated
from small_office import AFTER_JANUARY, first_month
from two_verdicts import lamp, sheet_cells

from zoneproc.excel.selfcheck import READY
from zoneproc.excel.stamp import FIRST_ROW
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.workflow import prepare_templates, receive

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

MON = FORMS["MON"]
FEBRUARY = Period.parse("2026-02")
SENT = datetime(2026, 3, 2, 10)
TALK = {
    "talk_date": date(2026, 2, 12),
    "talk_method": "面谈",
    "talk_topics": "安全行车;家庭生活",
    "mood": "平稳",
    "has_opinion": "否",
}
REPORT = {
    "report_date": date(2026, 2, 27),
    "report_method": "书面",
    "summary": "责任区安全平稳,与联系人谈心",
    "proposals": "无",
    "opinions_state": "无",
    "zone_safety": "正常",
    "zone_integrity": "无违纪违法",
    "received_date": date(2026, 2, 28),
}
SETTLED = {"opinion_status": "已办结", "reply_date": date(2026, 2, 20), "result": "已与营运科商定,下月起调整"}
MISTAKES = {
    ("talks", 0, "talk_date"): date(2026, 1, 30),  # not in the period
    ("talks", 1, "mood"): None,  # compulsory once there was a talk
    ("talks", 2, "content"): "谈了谈",  # too short
    ("monthly_reports", 0, "report_method"): "发短信",  # not in the list
    ("monthly_reports", 1, "received_date"): date(2026, 2, 20),  # before the report
}


def issued_rows(book: Path, table: str) -> int:
    sheet = openpyxl.load_workbook(book)[MON[table].label]
    return sum(
        sheet.cell(row, 1).value is not None and sheet.cell(row, 2).value is not None
        for row in range(FIRST_ROW, sheet.max_row + 1)
    )


def filled(book: Path, version: int) -> dict[str, list[dict[str, object]]]:
    """What the clerk types: every talk and report, the end of open opinions, and the sheets of which there is nothing."""
    talks = [{**TALK, "content": f"第{number}次:谈安全行车和休息安排"} for number in range(issued_rows(book, "talks"))]
    reports = [dict(REPORT) for _ in range(issued_rows(book, "monthly_reports"))]
    opinions = [dict(SETTLED) for _ in range(issued_rows(book, "opinions"))]
    empty = [t.label for t in MON.tables if t.nil_allowed and not issued_rows(book, t.name)]
    cover = {
        "preparer": "王五",
        "secretary_confirmed": "是",
        "fill_date": date(2026, 3, 2),
        "nil_sheets": ";".join(empty),
    }
    again = {"submission_no": version, "correction_note": "改正五处"} if version > 1 else {}
    return {"cover": [cover | again], "talks": talks, "monthly_reports": reports, "opinions": opinions}


def place(mistake) -> tuple[str, str]:
    table, row, name = mistake
    column = [item.name for item in MON[table].fields].index(name)
    return MON[table].label, f"{chr(65 + column)}{FIRST_ROW + row}"


def sent(workspace, book: Path, name: str, at: datetime) -> str:
    """The verdict on the workbook when it comes in."""
    target = workspace.inbox / "2026-02" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(book, target)
    filings = receive(workspace, at).filings
    return next(filing.verdict for filing in filings if filing.name.endswith(name))


def test_a_clerk_fills_checks_and_is_accepted(tmp_path):
    workspace = first_month(tmp_path / "公司")
    receive(workspace, AFTER_JANUARY)
    template = next(path for path in prepare_templates(workspace, FEBRUARY) if issued_rows(path, "talks") > 2)
    right, wrong = tmp_path / "right.xlsx", tmp_path / "wrong.xlsx"
    for book, version in ((right, 2), (wrong, 1)):
        shutil.copy(template, book)
        cells = filled(template, version)
        for (table, row, name), value in MISTAKES.items() if version == 1 else ():
            cells[table][row][name] = value
        type_in(book, MON, cells)
    right, wrong = recalculated([right, wrong], tmp_path)
    assert {(sheet, cell) for _, sheet, cell in sheet_cells(wrong, MON, duties=True)} == set(map(place, MISTAKES))
    assert lamp(wrong) == "还差 5 项"
    assert sent(workspace, wrong, "wrong.xlsx", SENT) == "部分受理"
    assert sheet_cells(right, MON, duties=True) == {}
    assert lamp(right) == READY
    assert sent(workspace, right, "right.xlsx", SENT) == "受理"
