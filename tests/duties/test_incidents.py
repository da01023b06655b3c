"""What happened where and who answers for it."""

import pandas as pd
from building import ledger_of, rules_of
from member_rows import ME, OTHER, Q1, absence, fact, member, task, veto, violation, zone

from zoneproc.duties import incidents
from zoneproc.period import Period


def test_empty_tables_give_empty_frames():
    ledger, rules = ledger_of(), rules_of()
    assert incidents.violations(ledger, Q1).empty
    for found in (incidents.zone_violations, incidents.zone_injuries, incidents.concealed_accidents):
        assert found(ledger, rules, Q1).empty
    assert incidents.discipline_events(ledger, rules, Q1).empty
    assert incidents.vetoes(ledger, Q1, "党员").empty


def test_latest_row_of_a_number_up_to_the_period_u07():
    rows = [task("2026-02-01", task_no="R1", weight=w, _period=f"2026-0{w}") for w in (3, 1, 5, 2)]
    ledger = ledger_of(tasks=[*rows, task("2026-02-01", task_no=None), task("2026-02-01", task_no=None)])
    kept = incidents.latest_rows(ledger, "tasks", "task_no", Q1)
    assert kept["weight"].tolist() == [3, 1, 1]
    may = incidents.latest_rows(ledger, "tasks", "task_no", Period.parse("2026-05"))
    assert may["weight"].tolist() == [5, 1, 1]


def test_the_same_number_in_another_branch_is_another_thing_unless_the_branch_went_into_it():
    """U07, 4/30: branches that number from one lose nothing; what a merged branch carried on is one thing."""
    rows = [
        task("2026-02-01", task_no="1", weight=weight, _branch=branch, _period=period)
        for weight, branch, period in ((1, "001001", "2026-01"), (2, "001002", "2026-02"), (3, "001001", "2026-02"))
    ]
    assert incidents.latest_rows(ledger_of(tasks=rows), "tasks", "task_no", Q1)["weight"].tolist() == [2, 3]
    merged = [{"org_code": "001001", "org_type": "党支部", "successor_code": "001002"}]
    ledger = ledger_of(tasks=rows[:2], organisations=merged)
    assert incidents.latest_rows(ledger, "tasks", "task_no", Q1)["weight"].tolist() == [2]


def test_repeated_m4_rows_are_one_event_u07():
    rows = [
        violation("2026-01-09", violation_no="W1", _period=month, grade=grade)
        for month, grade in (("2026-01", "轻微"), ("2026-02", "一般"))
    ]
    assert incidents.violations(ledger_of(violations=rows), Q1)["grade"].tolist() == ["一般"]


def test_unusable_facts_are_no_facts_u16():
    facts = [fact("三违", "2026-01-09", level="轻微", visibility="党办"), fact("三违", "2025-12-31", level="轻微")]
    assert incidents.usable_facts(ledger_of(facts=facts), Q1).empty


def test_holders_with_the_larger_role_on_duty_that_day_u20_u21():
    ledger = ledger_of(
        members=[member(), member(OTHER), member("D00125")],
        zones=[zone(role="协责"), zone(role="主责"), zone(OTHER, role="协责"), zone("D00125")],
        absences=[absence("D00125", start="2026-01-09", end="2026-01-10")],
    )
    days = pd.DataFrame({"day": pd.to_datetime(["2026-01-09"]).astype("datetime64[s]"), "team_code": ["052-01"]})
    found = incidents.holders_of(ledger, rules_of(assist_role_factor=0.25), days)
    assert list(zip(found["member_no"], found["main"], found["role"], strict=True)) == [
        (ME, True, 1.0),
        (OTHER, False, 0.25),
    ]


def test_only_confirmed_documented_vetoes_of_the_subject_by_date_u37():
    rows = [
        veto(),
        veto(OTHER, confirmed=False),
        veto(OTHER, confirmed=None),
        veto(OTHER, basis_doc=None),
        veto(OTHER, day="2026-04-01"),
        veto("001001", subject_kind="支部"),
    ]
    ledger = ledger_of(vetoes=rows)
    assert incidents.vetoes(ledger, Q1, "党员")["subject_no"].tolist() == [ME]
    assert incidents.vetoes(ledger, Q1, "支部")["subject_no"].tolist() == ["001001"]
