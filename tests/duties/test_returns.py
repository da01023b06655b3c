"""Returns owed and how they came (A5, U51, U73, U74; 4/30, 4/33, 4/35)."""

from datetime import date

from building import ledger_of, rules_of
from year_rows import HERE, THERE, branch

from zoneproc.duties.returns import deadlines, returns_received, working_day_after

BACK = {"verdict": "退回", "counts": False, "accepted": False, "send_back": True}


def version(number: int, received_at: str, period: str = "2026-03", **cells: object):
    row = {"branch_code": HERE, "form": "MON", "period": period, "version": number, "received_at": received_at}
    return row | cells


def state(*versions, period: str = "2026-03", **tables):
    ledger = ledger_of(organisations=[branch()], returns=list(versions), **tables)
    found = returns_received(ledger, rules_of(), 2026).set_index("period")
    return found.loc[period, "state"], int(found.loc[period, "send_backs"])


def test_seventeen_returns_and_their_usual_deadlines_U51_U74():
    found = deadlines(ledger_of(), rules_of(), 2026).set_index("period")["due_at"].astype("str")
    assert len(found) == 17
    assert found["2026-03"] == "2026-04-05 18:00:00"
    assert found["2026Q4"] == found["2026"] == "2027-01-10 18:00:00"


def test_the_calendar_of_the_company_decides_the_deadline():
    calendar = [{"period": "2026-03", "template_id": "MON", "due_at": "2026-04-07 12:00", "correction_days": 1}]
    found = deadlines(ledger_of(calendar=calendar), rules_of(), 2026).set_index("period").loc["2026-03"]
    assert (str(found["due_at"]), found["correction_days"]) == ("2026-04-07 12:00:00", 1)


def test_on_time_late_and_missing_4_33():
    assert state(version(1, "2026-04-05 18:00")) == ("按时", 0)
    assert state(version(1, "2026-04-05 18:01")) == ("迟报", 0)
    assert state() == ("缺报", 0)


def test_a_send_back_answered_within_three_working_days_keeps_the_first_date_4_35():
    # Friday 3 April: the third working day is Wednesday the 8th.
    first = version(1, "2026-04-03 09:00", **BACK)
    assert state(first, version(2, "2026-04-08 23:50")) == ("按时", 1)
    assert state(first, version(2, "2026-04-09 00:10")) == ("迟报", 1)


def test_a_holiday_in_the_calendar_lengthens_the_time_for_an_answer_U73():
    calendar = [{"period": "2026-01", "template_id": "MON", "workday_override": "2026-04-06=休"}]
    first = version(1, "2026-04-03 09:00", **BACK)
    assert state(first, version(2, "2026-04-09 20:00"), calendar=calendar) == ("按时", 1)


def test_sent_back_and_never_accepted_is_missing_U51():
    assert state(version(1, "2026-04-01 09:00", **BACK)) == ("缺报", 1)


def test_a_later_correction_does_not_make_an_accepted_return_late_4_35():
    accepted = version(1, "2026-04-02 09:00", counts=False)
    assert state(accepted, version(2, "2026-04-11 09:00")) == ("按时", 0)


def test_owed_by_whichever_branch_exists_on_the_due_date_4_30():
    organisations = [branch(end="2026-06-30", successor_code=THERE), branch(THERE, start="2026-07-01")]
    found = returns_received(ledger_of(organisations=organisations), rules_of(), 2026)
    owed = found.groupby("branch_code")["period"].agg(list)
    assert owed[HERE] == ["2026-01", "2026-02", "2026-03", "2026Q1", "2026-04", "2026-05"]
    assert owed[THERE][0] == "2026-06"
    assert len(owed[THERE]) == 11


def test_saturday_may_be_a_working_day_U73():
    calendar = [{"period": "2026-01", "template_id": "MON", "workday_override": "2026-04-04=班;2026-04-06=休"}]
    assert working_day_after(ledger_of(calendar=calendar), date(2026, 4, 3), 2) == date(2026, 4, 7)
