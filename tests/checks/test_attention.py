"""Q10–Q12, X06: moods, trainees, hardship, statements."""

from datetime import datetime

from building import ledger_of, rules_of
from checks.asking import HERE, ask, asked, flat, link, member, spot, talk, zone

from zoneproc.checks import CHECKS, View
from zoneproc.period import Period


def test_q10_an_unsettled_mood_without_another_talk():
    name = "an_unsettled_mood_is_followed_up"
    tables = {"members": [member()], "contacts": [link()]}
    upset = talk(mood="有波动")
    assert asked(name, "2026-04", talks=[upset], **tables) == [("Q10", *spot("talks", "follow_up"))]
    assert asked(name, "2026-04", talks=[upset, talk(day="2026-04-10")], **tables) == []
    assert asked(name, "2026-04", talks=[upset | {"follow_up": "次日随车"}], **tables) == []
    assert asked(name, "2026-03", talks=[upset], **tables) == []


def test_q10_waits_for_the_month_to_be_over():
    """A register beside a return asks of the whole year, most of which is still to come."""
    ledger = ledger_of(members=[member()], contacts=[link()], talks=[talk(mood="有波动")])
    periods = [Period(2026), Period.parse("2026-03")]
    seen = {
        day: [each.code.number for each in CHECKS["an_unsettled_mood_is_followed_up"].findings(
            View(ledger, rules_of(), periods, datetime(2026, *day, 9)))]
        for day in ((4, 5), (4, 30))
    }  # fmt: skip
    assert seen == {(4, 5): [], (4, 30): ["Q10"]}


def trainee(period: str, **changes: object):
    return {
        "_period": period,
        "trainee_employee_no": "E20901",
        "trainee_name": "周八",
        "mentor1_no": "D00001",
    } | changes


def test_q11_checks_of_quarter_and_half_year():
    name = "trainees_are_looked_at"
    assert asked(name, "2026-03", trainees=[trainee("2026-03")]) == [("Q11", *spot("trainees", "quarter_check_date"))]
    earlier = trainee("2026-02", quarter_check_date="2026-02-20")
    assert asked(name, "2026-03", trainees=[earlier, trainee("2026-03")]) == []
    june = trainee("2026-06", quarter_check_date="2026-06-20")
    assert asked(name, "2026-06", trainees=[june]) == [("Q11", *spot("trainees", "half_check_date"))]
    assert asked(name, "2026-05", trainees=[trainee("2026-05")]) == []


def test_q12_hardship_without_a_talk():
    name = "hardship_is_not_left_alone"
    tables = {"members": [member()], "contacts": [link(contact_kind="困难职工")]}
    silent = talk(day=None, miss_reason="班次冲突", _period="2026-03")
    assert asked(name, talks=[silent], **tables) == [("Q12", *spot("contacts", "contact_kind"))]
    assert asked(name, talks=[talk()], **tables) == []


def test_x06_a_statement_against_a_known_case_is_told_to_the_office_alone():
    case = {"fact_no": "X1", "fact_date": "2026-03-09", "team_code": "052-01", "fact_kind": "违纪违法", "level": "处分"}
    said = {"member_no": "D00001", "report_date": "2026-03-28", "zone_integrity": "无违纪违法"}
    tables = {"members": [member()], "zones": [zone()], "monthly_reports": [said]}
    ledger = ledger_of(facts=[case | {"visibility": "支部"}], **tables)
    found = ask("statements_agree_with_known_facts", ledger)
    assert flat(found) == [("X06", *spot("monthly_reports", "zone_integrity"))]
    assert [finding.branch for finding in found] == [""]
    secret = ledger_of(facts=[case | {"visibility": "党办"}], **tables)
    assert flat(ask("statements_agree_with_known_facts", secret)) == []


def test_q13_away_for_six_months():
    away = {"member_no": "D00001", "work_status": "流动党员", "start_date": "2025-09-30", "basis": "流动党员证"}
    name = "a_long_absence_moves_the_relation"
    assert asked(name, members=[member()], absences=[away]) == [("Q13", *spot("absences", "start_date"))]
    assert asked(name, "2026-02", members=[member()], absences=[away]) == []
    ill = away | {"work_status": "长期病休"}
    assert asked(name, members=[member()], absences=[ill]) == []


def test_q14_more_than_half_by_telephone():
    """4/27: noted, and counted all the same."""
    name = "talks_are_held_face_to_face"
    calls = [talk(talk_method="电话"), talk(contact="E20002", talk_method="线上"), talk(contact="E20003")]
    assert asked(name, talks=calls) == [("Q14", *spot("talks"))]
    assert asked(name, talks=[*calls[1:]]) == []


def test_q15_opinions_that_wait():
    name = "opinions_move_on"
    row = {"opinion_no": "Y1", "collected_date": "2026-03-02", "opinion_status": "已登记", "_branch": HERE}
    assert asked(name, opinions=[row]) == [("Q15", *spot("opinions", "handed_date"))]
    overdue = row | {"handed_date": "2026-03-03", "due_date": "2026-03-20"}
    assert asked(name, opinions=[overdue]) == [("Q15", *spot("opinions", "due_date"))]
    assert asked(name, opinions=[overdue | {"opinion_status": "已办结", "reply_date": "2026-03-19"}]) == []
