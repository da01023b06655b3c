"""Findings as a table, the gravest first, chosen by family or code."""

from building import ledger_of
from printed import BLOCKED, NOTED, WRONG, finding, run_of
from year_rows import HERE, branch

from zoneproc.reports.problems import by_code, concerning, findings_frame, problems, summary_by_code

TOLD = (finding(NOTED, HERE), finding(WRONG, "009", value="x"), finding(BLOCKED, HERE))


def test_families_and_codes():
    assert [each.code.number for each in concerning(TOLD, ["C", "S03"])] == ["C06", "S03"]
    assert len(concerning(TOLD, [""])) == 3


def test_gravest_first_with_branch_and_place():
    rows = findings_frame(TOLD, run_of(ledger_of(organisations=[branch()]), "2026-03"))
    assert rows["code"].tolist() == ["S03", "S05", "C06"]
    assert rows["branch"].tolist() == ["支部1", "009", "支部1"]
    assert rows[["file", "sheet", "cell"]].drop_duplicates().to_numpy().tolist() == [["a.xlsx", "党员名册", "C4"]]


def test_sheet_and_summary():
    run = run_of(ledger_of(), "2026-03", findings=TOLD)
    assert len(problems(run, ["C"], "清单").tables[0].rows) == 1
    assert summary_by_code(by_code(findings_frame(TOLD, run))).total["count"] == 3
    assert summary_by_code(by_code(findings_frame([], run))).total == {}
