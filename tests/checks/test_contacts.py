"""Q01–Q09: contacts, talks, mentors, monthly reports."""

import pytest
from building import ledger_of
from checks.asking import ask, asked, flat, link, member, spot, talk, zone

ENOUGH = "every_member_has_enough_contacts"


def test_q01_one_contact_is_below_the_floor_of_two():
    """S4.3b: floor 2; two links are enough."""
    assert asked(ENOUGH, members=[member()], contacts=[link()]) == [("Q01", *spot("members", "member_no"))]
    assert asked(ENOUGH, members=[member()], contacts=[link(), link(contact="E20002")]) == []


def test_q01_grace_after_a_contact_left_of_himself():
    """U75: 30 days; the end reason must be one of nobody's fault."""
    left = link(contact="E20002", end_date="2026-03-10", end_reason="联系人退休")
    assert asked(ENOUGH, members=[member()], contacts=[link(), left]) == []
    changed = link(contact="E20002", end_date="2026-03-10", end_reason="年度调整")
    assert len(asked(ENOUGH, members=[member()], contacts=[link(), changed])) == 1


@pytest.mark.parametrize(("joined", "contacts", "short"), [("2026-07-01", 1, False), ("2026-06-01", 1, True)])
def test_q01_floor_is_prorated_by_months_to_come(joined, contacts, short):
    """4/20, U77: in July six months remain (floor 1), in June seven (floor 2)."""
    tables = {"members": [member(branch_from=joined)], "contacts": [link(start_date=joined)][:contacts]}
    found = asked(ENOUGH, period=joined[:7], **tables)
    assert bool(found) is short


def test_q02_six_contacts_are_noted_and_five_are_not():
    """1.3 A1."""
    links = [link(contact=f"E2000{number}") for number in range(6)]
    name = "nobody_has_too_many_contacts"
    assert asked(name, members=[member()], contacts=links) == [("Q02", *spot("contacts", "contact_employee_no", 10))]
    assert asked(name, members=[member()], contacts=links[:5]) == []


def test_q03_a_shared_contact_is_told_at_both_links():
    """4/25; a link that ended before does not count."""
    people = [member(), member("D00002")]
    name = "no_contact_is_shared_unnoticed"
    assert asked(name, members=people, contacts=[link(), link("D00002")]) == [
        ("Q03", *spot("contacts", "contact_employee_no", row)) for row in (5, 6)
    ]
    ended = link("D00002", end_date="2026-03-30")
    assert asked(name, members=people, contacts=[link(), ended]) == []


def test_q04_an_untouched_row_is_told_at_its_date():
    """S4.3e: no talk and no reason."""
    tables = {"members": [member()], "contacts": [link()], "talks": [talk(day=None)]}
    name = "every_contact_is_talked_to_or_excused"
    assert asked(name, **tables) == [("Q04", *spot("talks", "talk_date"))]
    assert asked(name, members=[member()], contacts=[link()], talks=[talk()]) == []
    excused = [talk(day=None, miss_reason="班次冲突")]
    assert asked(name, members=[member()], contacts=[link()], talks=excused) == []


def test_q04_a_deleted_row_is_told_at_the_link_and_a_missing_return_is_not():
    tables = {"members": [member()], "contacts": [link()]}
    name = "every_contact_is_talked_to_or_excused"
    returns = [{"branch_code": "001001", "form": "MON", "period": "2026-03"}]
    assert flat(ask(name, ledger_of(returns=returns, **tables))) == [("Q04", *spot("contacts", "contact_employee_no"))]
    assert asked(name, **tables) == []


def test_q04_not_due_before_the_link_begins():
    """4/21: begun after the 15th."""
    tables = {"members": [member()], "contacts": [link(start_date="2026-03-16")], "talks": [talk(day=None)]}
    assert asked("every_contact_is_talked_to_or_excused", **tables) == []


def test_q05_two_months_running():
    """S5.1.4c: told in the second month; January done breaks the run."""
    missed = [talk(day=None, _period="2026-02", miss_reason="漏谈"), talk(day=None, miss_reason="漏谈")]
    tables = {"members": [member()], "contacts": [link()]}
    name = "no_contact_waits_two_months"
    assert asked(name, **tables, talks=missed) == [("Q05", *spot("talks", "talk_date", 6))]
    assert asked(name, **tables, talks=[talk(day="2026-02-03"), missed[1]]) == []
    assert asked(name, "2026-02", **tables, talks=missed) == []


def test_q06_three_copies_are_noted_two_are_not():
    """4/47: blanks and widths do not hide a copy."""
    texts = ["谈行车安全和休息安排", "谈行车安全 和休息安排", "谈行车安全和休息安排 "]
    talks = [talk(contact=f"E2000{at}", content=text) for at, text in enumerate(texts)]
    assert asked("no_talk_is_copied", talks=talks) == [("Q06", *spot("talks", "content", row)) for row in (5, 6, 7)]
    assert asked("no_talk_is_copied", talks=talks[:2]) == []


def test_q06_q07_a_talk_with_several_contacts_is_one_talk():
    """4/26: 集体谈心."""
    talks = [talk(contact=f"E2000{at}", content="集体谈行车安全和休息", talk_method="集体谈心") for at in range(8)]
    assert asked("no_talk_is_copied", talks=talks) == []
    assert asked("no_day_holds_too_many_talks", talks=talks) == []


def test_q07_seven_talks_a_day_are_noted_six_are_not():
    """4/47."""
    talks = [talk(contact=f"E2000{at}") for at in range(7)]
    assert asked("no_day_holds_too_many_talks", talks=talks) == [
        ("Q07", *spot("talks", "talk_date", row)) for row in range(5, 12)
    ]
    assert asked("no_day_holds_too_many_talks", talks=talks[:6]) == []


def trainee(**changes):
    row = {"trainee_employee_no": "E20901", "trainee_name": "周八", "stage": "入党积极分子", "mentor1_no": "D00001"}
    return row | changes


def test_q08_mentors():
    """S3.5a, 4/5: none; probationary; the same twice; one formal member is right."""
    people = [member(), member("D00002", member_type="预备党员", full_date=None)]
    name = "every_activist_has_a_formal_mentor"
    cases = [
        (trainee(mentor1_no=None), "mentor1_no"),
        (trainee(mentor2_no="D00002"), "mentor2_no"),
        (trainee(mentor2_no="D00001"), "mentor2_no"),
    ]
    for row, cell in cases:
        assert asked(name, members=people, trainees=[row]) == [("Q08", *spot("trainees", cell))]
    assert asked(name, members=people, trainees=[trainee()]) == []


@pytest.mark.parametrize(("silent", "told"), [(1, False), (2, True), (3, True), (4, False), (5, True), (6, True)])
def test_q09_ladder(silent, told):
    """2.10: reminders at 2, 3, 5 months and from then on."""
    reports = [{"member_no": "D00001", "_period": f"2026-{month:02d}", "miss_reason": "其他"} for month in range(1, 7)]
    for report in reports[: 6 - silent]:
        report["report_date"] = f"{report['_period']}-20"
    tables = {"members": [member()], "monthly_reports": reports}
    expected = [("Q09", *spot("monthly_reports", "report_date", 10))] if told else []
    assert asked("silence_is_noticed_in_steps", "2026-06", **tables) == expected


def test_q09_without_a_row_is_told_at_the_roster_and_absence_begins_anew():
    """U02: no report is owed while away; the second member files, so the returns are at hand."""
    others = [
        {"member_no": "D00002", "_period": f"2026-{month:02d}", "report_date": f"2026-{month:02d}-20"}
        for month in (1, 2, 3)
    ]
    tables = {"members": [member(), member("D00002")], "monthly_reports": others, "zones": [zone()]}
    assert asked("silence_is_noticed_in_steps", **tables) == [("Q09", *spot("members", "member_no"))]
    away = [{"member_no": "D00001", "work_status": "产假", "start_date": "2026-02-01", "end_date": "2026-03-01"}]
    assert asked("silence_is_noticed_in_steps", absences=away, **tables) == []
