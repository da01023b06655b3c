"""I51, I52: checks of and talks with trainees."""

from building import ledger_of, rules_of
from member_rows import ME, MONTHS, OTHER, Q1, absence, member, of, trainee

from zoneproc.measures import MEASURES, Evidence

I51, I52 = "培养考察", "培养谈话"


def test_both_mentors_owe_the_same_talks_and_check_u29():
    rows = [trainee(month, mentor2_no=OTHER) for month in MONTHS[:2]]
    rows.append(trainee("2026-03", mentor2_no=OTHER, talk_date="2026-03-20", quarter_check_date="2026-03-28"))
    ledger = ledger_of(members=[member(), member(OTHER)], trainees=rows)
    assert of(I52, ledger) == [(ME, "", 1.0, 3.0), (OTHER, "", 1.0, 3.0)]
    assert of(I51, ledger) == [(ME, "", 1.0, 1.0), (OTHER, "", 1.0, 1.0)]


def test_due_only_from_the_stage_date_and_while_the_mentor_is_owed_u29():
    on_the_day = [trainee(month, stage_date="2026-02-15") for month in MONTHS]
    assert of(I52, ledger_of(members=[member()], trainees=on_the_day)) == [(ME, "", 0.0, 2.0)]
    rows = [trainee(month, stage_date="2026-02-16") for month in MONTHS]
    assert of(I52, ledger_of(members=[member()], trainees=rows)) == [(ME, "", 0.0, 1.0)]
    ledger = ledger_of(members=[member()], absences=[absence(start="2026-03-01")], trainees=rows)
    assert (of(I52, ledger), of(I51, ledger)) == ([], [])


def test_any_row_of_the_quarter_may_hold_the_check_date_u29():
    rows = [trainee("2026-02", quarter_check_date="2026-02-27"), trainee("2026-03")]
    assert of(I51, ledger_of(members=[member()], trainees=rows)) == [(ME, "", 1.0, 1.0)]
    outside = [trainee("2026-03", quarter_check_date="2026-04-01")]
    assert of(I51, ledger_of(members=[member()], trainees=outside)) == [(ME, "", 0.0, 1.0)]


def test_without_an_accepted_return_the_last_list_holds_undone_u08_u29():
    rows = [trainee("2025-12"), trainee("2026-01", talk_date="2026-01-10")]
    assert of(I52, ledger_of(members=[member()], trainees=rows)) == [(ME, "", 1.0, 3.0)]


def test_an_accepted_return_without_the_trainee_ends_the_duty_u29():
    returns = [{"branch_code": "001001", "form": "MON", "period": month} for month in MONTHS]
    ledger = ledger_of(members=[member()], trainees=[trainee("2026-01")], returns=returns)
    assert of(I52, ledger) == [(ME, "", 0.0, 1.0)]


def test_a_done_check_points_at_its_row_an_undone_one_at_the_list():
    rows = [
        trainee("2026-02", trainee_employee_no="E1", quarter_check_date="2026-02-27", _row=11),
        trainee("2026-03", trainee_employee_no="E1", _row=12),
        trainee("2026-03", trainee_employee_no="E2", _row=13),
    ]
    found = MEASURES[I51](Evidence(ledger_of(members=[member()], trainees=rows), rules_of(), Q1)).frame()
    assert list(zip(found["numerator"], found["_row"], strict=True)) == [(1.0, 11), (0.0, 13)]
