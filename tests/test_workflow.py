"""The procedure on real files: nothing lost, nothing counted twice, the same inputs give the same bytes."""

import hashlib
import os
import shutil
from datetime import date, datetime

import openpyxl
import pytest

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.evaluating import OFFICE
from zoneproc.excel.issue import Issue
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period
from zoneproc.prefill import register_rows
from zoneproc.workspace import Workspace, ZoneprocError

MARCH = Period.parse("2026-03")
AFTER_FREEZE = datetime(2026, 4, 13)


def fresh_copy(demo_year, folder):
    """The demo's inputs alone: masters, rules and inbox, nothing computed."""
    root = folder / "工作区"
    for name in ("company", "rules", "inbox"):
        shutil.copytree(demo_year.root / name, root / name)
    shutil.copy2(demo_year.root / "zoneproc.toml", root)
    return Workspace.open(root)


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def resent_register(workspace, branch, change):
    """The branch's last accepted BASE, changed and sent again as the next version."""
    ledger = load_ledger(load_office(workspace), Archive(workspace.archive), Period(2026))
    rows = register_rows(ledger)(branch)
    change(rows)
    versions = ledger.returns.query("form == 'BASE' and branch_code == @branch")["version"]
    number = int(versions.max()) + 1
    issue = Issue(branch, "某支部", "某分公司", "2026", number, "赵六", "王五")
    cover = {"correction_note": "更正", "secretary_confirmed": True, "fill_date": date(2026, 3, 20)}
    path = write_template(
        workspace.inbox / "再报.xlsx", FORMS["BASE"], issue, rows | {"cover": [issue.cover(FORMS["BASE"]) | cover]}
    )
    sent = datetime(2026, 3, 20).timestamp()
    os.utime(path, (sent, sent))
    return path


def findings(done, number):
    return [finding for finding in done.findings if finding.code.number == number]


def test_two_runs_on_the_same_inbox_give_the_same_bytes(demo_year, tmp_path):
    first, second = fresh_copy(demo_year, tmp_path / "a"), fresh_copy(demo_year, tmp_path / "b")
    for workspace in (first, second):
        workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE)
        workflow.score_quarter(workspace, Period.parse("2026Q1"), AFTER_FREEZE)
    assert digests(first.root / "output") == digests(second.root / "output")
    before = digests(first.root / "output")
    workflow.consolidate_month(first, MARCH, AFTER_FREEZE)
    assert digests(first.root / "output") == before


def test_receiving_again_changes_nothing_and_the_inbox_is_only_read(demo_year, tmp_path):
    workspace = fresh_copy(demo_year, tmp_path)
    before = digests(workspace.inbox)
    first = workflow.receive(workspace, AFTER_FREEZE)
    again = workflow.receive(workspace, AFTER_FREEZE)
    assert first.filings
    assert not again.filings
    assert again.known >= len(first.filings)
    assert digests(workspace.inbox) == before
    assert {filing.sha256 for filing in Archive(workspace.archive).filings()} == {f.sha256 for f in first.filings}


def test_every_delivered_file_ends_with_a_verdict_and_a_reason(demo_year):
    filings = Archive(demo_year.archive).filings()
    assert {filing.verdict for filing in filings} == {"受理", "受理有疑问", "部分受理", "退回"}
    assert all(filing.codes for filing in filings if filing.verdict != "受理")


def test_a_line_without_its_only_member_is_uncovered(demo_year, tmp_path):
    """Issue 2: deleting a line's only member from a BASE makes that line 未覆盖 in R-4, and the finding names the cell."""
    workspace = fresh_copy(demo_year, tmp_path)
    workflow.receive(workspace, AFTER_FREEZE)
    ledger = load_ledger(load_office(workspace), Archive(workspace.archive), MARCH)
    teams = ledger["teams"].dropna(subset=["line_code"])
    zones = ledger["zones"][ledger["zones"]["team_code"].isin(teams["team_code"]) & ledger["zones"]["end_date"].isna()]
    holders = zones.merge(teams[["team_code", "line_code"]], on="team_code").groupby("line_code")["member_no"].nunique()
    line = holders[holders == 1].index[0]
    codes = set(teams.loc[teams["line_code"] == line, "team_code"])
    branch = teams.loc[teams["line_code"] == line, "branch_code"].iloc[0]

    def without_holder(rows):
        rows["zones"] = [row for row in rows["zones"] if row["team_code"] not in codes]

    sheet_of = lambda done: next(file for file in done.files if file.name.startswith("R-4"))
    assert line not in uncovered_lines(sheet_of(workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE)))
    resent = resent_register(workspace, branch, without_holder)
    done = workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE)
    assert line in uncovered_lines(sheet_of(done))
    told = [finding for finding in findings(done, "C01") if line in finding.message or finding.subject == line]
    assert told
    assert {(finding.place.file, finding.place.sheet) for finding in told} == {(resent.name, "责任区划分")}


def uncovered_lines(path):
    sheet = read_book_bytes(path.read_bytes()).sheet("未覆盖清单")
    return {str(cell) for row in sheet.rows for cell in row if cell}


def test_a_contact_taken_away_drops_the_member_below_the_floor(demo_year, tmp_path):
    """Issue 2: the member appears in Q01 at his row of the roster."""
    workspace = fresh_copy(demo_year, tmp_path)
    before = {
        finding.subject for finding in findings(workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE), "Q01")
    }
    ledger = load_ledger(load_office(workspace), Archive(workspace.archive), MARCH)
    links = ledger["contacts"][ledger["contacts"]["end_date"].isna()]
    counts = links.groupby("member_no").size()
    member = next(number for number in counts[counts == 2].index if number not in before)
    branch = links.loc[links["member_no"] == member, "_branch"].iloc[0]

    def with_one_contact(rows):
        kept = [row for row in rows["contacts"] if row["member_no"] == member][:1]
        rows["contacts"] = [row for row in rows["contacts"] if row["member_no"] != member] + kept

    resent = resent_register(workspace, branch, with_one_contact)
    told = [
        f for f in findings(workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE), "Q01") if f.subject == member
    ]
    assert len(told) == 1
    place = told[0].place
    assert place.file == resent.name
    cell = openpyxl.load_workbook(resent)[place.sheet][place.cell]
    assert cell.value == member


def test_a_new_workspace_holds_rules_and_empty_masters(tmp_path):
    workspace = workflow.start_workspace(tmp_path / "新", "某公交公司", 2026)
    assert workspace.rules_file.is_file()
    assert sorted(path.name for path in workspace.masters.iterdir()) == ["公司台账.xlsx", "年终考评_2026.xlsx"]
    office = load_office(workspace)
    assert not [finding for finding in office.ledger.findings if finding.severity.weight]
    assert office.rule_book.on(date(2026, 3, 31)).number("contact_floor") == 2
    with pytest.raises(ZoneprocError):
        workflow.prepare_templates(workspace, MARCH)


def test_an_empty_workspace_gives_empty_results_not_a_crash(tmp_path):
    workspace = workflow.start_workspace(tmp_path / "新", "某公交公司", 2026)
    assert workflow.consolidate_month(workspace, MARCH, AFTER_FREEZE).files
    assert workflow.score_quarter(workspace, Period.parse("2026Q1"), AFTER_FREEZE).files
    assert workflow.score_year(workspace, Period(2026), datetime(2027, 2, 1)).files


def test_prefilled_templates_read_back_without_faults_of_their_own(demo_year, tmp_path):
    workspace = fresh_copy(demo_year, tmp_path)
    workflow.receive(workspace, datetime(2027, 2, 1))
    for period in (Period.parse("2026-04"), Period.parse("2026Q1"), Period(2026)):
        written = workflow.prepare_templates(workspace, period)
        assert written
        told = workflow.check_files([file for file in written if file.parent.name != OFFICE])
        assert not [
            finding
            for finding in told
            if finding.code.number in {"S01", "S02", "S03", "S05", "S08", "S11", "S14", "R01"}
        ]


def test_blank_standard_workbooks_are_those_committed(tmp_path):
    """`input_templates/` is what the declarations give today; regenerate with `zoneproc templates --blank input_templates`."""
    from pathlib import Path

    committed = Path(__file__).parent.parent / "input_templates"
    workflow.write_blank_forms(tmp_path)
    assert digests(tmp_path) == digests(committed)


def test_explaining_a_code():
    assert workflow.explain("q04").number == "Q04"
    assert workflow.explain("S03").number == "S03"
    with pytest.raises(ZoneprocError):
        workflow.explain("Z99")
