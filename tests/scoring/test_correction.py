"""Candidates for 限期改正 (S5.1.4c): listed with reasons, never sanctioned."""

from building import ledger_of, rules_of
from member_rows import ME, OTHER, Q1, link, member, report, talk, task, veto, worked_ledger

from zoneproc.scoring.correction import correction_candidates
from zoneproc.scoring.quarter import score_quarter


def candidates(ledger):
    rules = rules_of()
    return correction_candidates(ledger, rules, score_quarter(ledger, rules, Q1))


def test_grade_silence_and_undone_tasks_are_reasons():
    ledger = ledger_of(
        members=[member(), member(OTHER), member("D00125")],
        contacts=[link("E1"), link("E2", OTHER)],
        talks=[talk("2026-03", "E1"), talk("2026-02", "E2", OTHER)],
        monthly_reports=[report("2026-01", OTHER)],
        tasks=[task("2026-02-10", OTHER)],
        vetoes=[veto("D00125")],
        rectifications=[{"_period": "2026Q1", "rect_no": "G1", "member_no": OTHER, "due_date": "2026-05-12"}],
    )
    found = candidates(ledger).set_index("member_no")
    assert found["reasons"].to_dict() == {
        ME: "连续两月未谈心",
        OTHER: "季度等次不合格;交办任务未完成",
        "D00125": "季度等次不合格",
    }
    assert found["already_open"].to_dict() == {ME: False, OTHER: True, "D00125": False}


def test_nobody_without_a_reason():
    assert candidates(worked_ledger()).empty
    assert candidates(ledger_of()).empty
