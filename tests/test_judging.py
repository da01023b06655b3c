"""Verdicts over several versions: deleted rows, the office's waivers."""

import os
import shutil
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from building import ledger_of, rules_of
from small_office import AFTER_JANUARY, copy_of, first_month

from zoneproc import workflow
from zoneproc.archive import ACCEPTED, Archive
from zoneproc.checks import View
from zoneproc.excel.stamp import COVER_VALUE
from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S01, S05
from zoneproc.judgement import ruled
from zoneproc.period import Period
from zoneproc.rules.ruleset import Waiver
from zoneproc.workspace import Workspace


@pytest.fixture(scope="module")
def register(demo_year, tmp_path_factory):
    """A workspace without returns, and the first register of a branch with contacts."""
    root = tmp_path_factory.mktemp("judging") / "工作区"
    for name in ("company", "rules"):
        shutil.copytree(demo_year.root / name, root / name)
    shutil.copy2(demo_year.root / "zoneproc.toml", root)
    (root / "inbox").mkdir()
    archive = Archive(demo_year.archive)
    first = next(filing for filing in archive.filings() if filing.form == "BASE")
    return Workspace.open(root), archive.data(first)


def sent(register, version, note="更正", *, without=0):
    """The codes of a version of the register, sent with this word on the cover and without the first contacts."""
    workspace, data = register
    path = workspace.inbox / f"{version}.xlsx"
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    rows = {row[3].value: row[0].row for row in book["封面"].iter_rows()}
    for name, value in (("submission_no", version), ("correction_note", note if version > 1 else None)):
        book["封面"].cell(rows[name], COVER_VALUE + 1).value = value
    for row in range(5, 5 + without):
        for cell in book["重点联系人"][row]:
            cell.value = None
    book.save(path)
    moment = datetime(2026, 2, version)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    workflow.receive(workspace, moment)
    filing = next(each for each in Archive(workspace.archive).filings() if each.name == path.name)
    return {"X05"} & set(filing.codes.split())


def test_a_deleted_row_is_asked_for_until_it_is_explained(register):
    """X05 stays as long as nobody explains it; any other 更正说明 is no explanation."""
    assert sent(register, 1) == set()
    assert sent(register, 2, without=1) == {"X05"}
    assert sent(register, 3, "联系人已核对", without=1) == {"X05"}
    assert sent(register, 4, "误填一行,已删去", without=1) == set()


def ruling(finding, **waiver):
    rules = replace(rules_of(), waivers=(Waiver(**waiver),)) if waiver else rules_of(check_S05="提醒")
    return ruled([finding], View(ledger_of(), rules, [Period.parse("2026-03")]))


def test_waivers_reach_what_intake_finds():
    """豁免: code and subject or branch, until its day; 参数 check_…: the office's own severity."""
    told = Finding(S05, Place("a.xlsx", "联系谈心记录", "E5"), "", branch="001001", subject="D1")
    waiver = {"reason": "新系统上线", "approver": "吴九"}
    assert ruling(told, check="S05", subject="001001", valid_until=date(2026, 6, 30), **waiver) == []
    assert ruling(told, check="S05", subject="D1", valid_until=date(2026, 6, 30), **waiver) == []
    assert ruling(told, check="S05", subject="001001", valid_until=date(2026, 2, 28), **waiver) == [told]
    assert ruling(told, check="S05", subject="001002", valid_until=date(2026, 6, 30), **waiver) == [told]
    assert [each.severity.value for each in ruling(told)] == ["提醒"]


def test_whose_file_it_is_cannot_be_waived():
    told = Finding(S01, Place("a.xlsx"), "", branch="001001")
    waiver = {"reason": "x", "approver": "吴九", "valid_until": date(2026, 6, 30)}
    assert ruling(told, check="S01", subject="001001", **waiver) == [told]


def test_a_simply_taken_file_needs_no_slip(register):
    archive = Archive(register[0].archive)
    with archive.register() as book:
        slips = {sha256 for (sha256,) in book.execute("SELECT sha256 FROM slips")}
    assert not {filing.sha256 for filing in archive.filings() if filing.verdict == ACCEPTED} & slips


def test_what_is_on_trial_is_told_and_nothing_follows_from_it(tmp_path):
    """Promise 13, by rows of the rules workbook FILE from a day: every finding of January on trial, every file is taken."""
    workspace = first_month(tmp_path / "公司")
    copy = copy_of(workspace, tmp_path / "试行")
    strict = workflow.receive(workspace, AFTER_JANUARY)
    codes = {finding.code.number for finding in strict.findings}
    assert {filing.verdict for filing in strict.filings} - {ACCEPTED}
    book = openpyxl.load_workbook(copy.rules_file)
    page = book["参数"]
    first = next(row for row in range(5, 999) if not page.cell(row, 1).value)
    for row, code in enumerate(sorted(codes), start=first):
        for column, value in enumerate((f"check_{code}", "试行", "试行", "2026-01-01", "党办〔2026〕3号"), start=1):
            page.cell(row, column).value = value
    book.save(copy.rules_file)
    mild = workflow.receive(copy, AFTER_JANUARY)
    assert {finding.code.number for finding in mild.findings} == codes
    assert {filing.verdict for filing in mild.filings} == {ACCEPTED}
