"""R01–R06 and S15: numbers that must find what they name."""

from building import ledger_of
from checks.asking import HERE, THERE, ask, asked, link, member, organisation, spot, talk, team, zone

ROSTER = "every_member_number_is_on_the_roster"
NAMED = "every_member_has_the_name_of_the_number"
STAFF = "every_employee_number_is_on_the_staff_list"
TEAMS = "every_team_exists_in_the_period"
OTHERS = "every_other_number_is_found"


def employee(number="E20001", **changes):
    return {"employee_no": number, "name": f"职工{number[-1]}", "start_date": "2018-07-01"} | changes


def test_r01_unknown_number():
    assert asked(ROSTER, members=[member()], talks=[talk(), talk("D00009")]) == [
        ("R01", *spot("talks", "member_no", 6))
    ]
    assert asked(ROSTER, members=[member()], talks=[talk()]) == []


def test_r01_another_branch_does_not_lend_its_members_and_silence_is_not_judged():
    people = [member(), member("D00002", branch_code=THERE)]
    assert asked(ROSTER, members=people, talks=[talk("D00002", _branch=HERE)]) == [("R01", *spot("talks", "member_no"))]
    assert asked(ROSTER, talks=[talk("D00002")]) == []


def test_r01_name_and_number():
    """4/38, 4/39: blanks, widths and dots do not matter; another name does, and is told at the name."""
    people = [member(name="阿依·古丽")]
    assert asked(NAMED, members=people, talks=[talk(member_name="阿依•古 丽")]) == []
    assert asked(NAMED, members=people, talks=[talk(member_name="李四")]) == [("R01", *spot("talks", "member_name"))]


def test_r01_same_name_twice_in_one_branch_is_fine():
    """4/38: 同名."""
    people = [member(name="张伟"), member("D00002", name="张伟")]
    assert asked(NAMED, members=people, talks=[talk(member_name="张伟"), talk("D00002", member_name="张伟")]) == []


def test_r02_unknown_contact_and_other_name():
    tables = {"employees": [employee()], "contacts": [link(), link(contact="E99999")]}
    assert asked(STAFF, **tables) == [("R02", *spot("contacts", "contact_employee_no", 6))]
    renamed = [link(contact_name="王二")]
    assert asked(STAFF, employees=[employee()], contacts=renamed) == [("R02", *spot("contacts", "contact_name"))]


def test_r02_skipped_without_a_staff_list():
    """2.7: C-4 is optional."""
    assert asked(STAFF, contacts=[link(contact="E99999")]) == []


def test_r02_contact_is_a_member():
    """S4.3c, 4/23; a link closed in time is right."""
    name = "no_contact_is_a_party_member"
    people = [member(), member("D00002", branch_from="2026-03-10")]
    joined = link(contact="E00002")
    assert asked(name, members=people, contacts=[joined]) == [("R02", *spot("contacts", "contact_employee_no"))]
    closed = joined | {"end_date": "2026-03-09", "end_reason": "联系人入党"}
    assert asked(name, members=people, contacts=[closed, link()]) == []


def test_r03_unknown_team():
    assert asked(TEAMS, teams=[team()], zones=[zone(), zone(team_code="052-09")]) == [
        ("R03", *spot("zones", "team_code", 6))
    ]
    assert asked(TEAMS, zones=[zone(team_code="052-09")]) == []


def test_r03_a_former_number_names_its_successor():
    """4/14: 曾用编号 in C-3 leads from the old code to the one in use."""
    ledger = ledger_of(
        teams=[team(alias_codes=("52A", "52路老一班"))], zones=[zone(team_code="52A"), zone(team_code="52B")]
    )
    known, unknown = ask(TEAMS, ledger)
    assert ("052-01" in known.message, "052-01" in unknown.message) == (True, False)


def test_r03_closed_team():
    """4/14: an open zone of a closed team; one that ended with the team, and closed history, are right."""
    teams = [team(), team("052-02", end_date="2026-02-10", team_status="撤销")]
    on_time = zone(team_code="052-02", end_date="2026-02-10", change_reason="班组撤并")
    assert asked(TEAMS, teams=teams, zones=[zone(team_code="052-02")]) == [("R03", *spot("zones", "team_code"))]
    assert asked(TEAMS, teams=teams, zones=[on_time]) == []
    assert asked(TEAMS, "2026-02", teams=teams, zones=[on_time]) == []


def test_r03_events_of_a_month_in_which_the_team_still_ran():
    """U01: the last day counts."""
    teams = [team("052-02", end_date="2026-03-01", team_status="撤销")]
    event = {"violation_no": "W001-2026-001", "team_code": "052-02"}
    assert asked(TEAMS, teams=teams, violations=[event]) == []
    assert asked(TEAMS, "2026-04", teams=teams, violations=[event | {"_period": "2026-04"}]) == [
        ("R03", *spot("violations", "team_code"))
    ]


def test_r04_talk_without_link():
    """U01, U10: the link ended the day before; on its last day it holds."""
    tables = {"members": [member()], "talks": [talk()]}
    name = "every_talk_has_a_link"
    assert asked(name, contacts=[link(end_date="2026-03-11")], **tables) == [("R04", *spot("talks", "talk_date"))]
    assert asked(name, contacts=[link(end_date="2026-03-12")], **tables) == []
    assert asked(name, contacts=[link("D00002")], **tables) == [("R04", *spot("talks", "talk_date"))]


def test_r05_opinions_told_and_listed():
    """S5.1.2f, both ways; carried rows of earlier months are no new opinions."""
    name = "opinions_told_are_opinions_listed"
    listed = {"opinion_no": "Y001-2026-001", "member_no": "D00001", "collected_date": "2026-03-12"}
    told = {"member_no": "D00001", "opinions_state": "有"}
    assert asked(name, monthly_reports=[told]) == [("R05", *spot("monthly_reports", "opinions_state"))]
    assert asked(name, monthly_reports=[told], opinions=[listed]) == []
    untold = told | {"opinions_state": "无"}
    assert asked(name, monthly_reports=[untold], opinions=[listed]) == [("R05", *spot("opinions", "member_no"))]
    carried = listed | {"collected_date": "2026-02-12"}
    assert asked(name, monthly_reports=[untold], opinions=[carried]) == []


def test_r06_both_branches_are_told():
    """4/1, 4/4: still open in the old branch."""
    name = "nobody_is_in_two_branches_at_once"
    old, new = member(), member(branch_code=THERE, branch_from="2026-03-05")
    assert asked(name, members=[old, new]) == [("R06", *spot("members", "member_no", row)) for row in (5, 6)]
    left = old | {"branch_to": "2026-03-05", "transfer_to": THERE}
    assert asked(name, members=[left, new]) == []


def test_s15_unknown_group_and_opinion():
    group = {"group_code": "001001001", "branch_code": HERE} | {"start_date": "2026-01-01"}
    group.pop("branch_code")
    tables = {"groups": [group], "organisations": [organisation()]}
    assert asked(OTHERS, members=[member(group_code="001001002")], **tables) == [
        ("S15", *spot("members", "group_code"))
    ]
    assert asked(OTHERS, members=[member(group_code="001001001")], **tables) == []
    assert asked(OTHERS, talks=[talk(has_opinion=True, opinion_no="Y1")]) == [("S15", *spot("talks", "opinion_no"))]
    found = [{"opinion_no": "Y1"}]
    assert asked(OTHERS, talks=[talk(has_opinion=True, opinion_no="Y1")], opinions=found) == []


def test_s15_the_offices_own_numbers():
    """Masters may name members of any branch."""
    name = "the_office_refers_to_what_exists"
    post = {
        "_branch": "",
        "branch_code": HERE,
        "member_no": "D00002",
        "secretary_name": "党员2",
        "start_date": "2024-05-10",
    }
    tables = {"organisations": [organisation()], "members": [member("D00002", branch_code=THERE)]}
    assert asked(name, secretaries=[post], **tables) == []
    assert asked(name, secretaries=[post | {"member_no": "D00009"}], **tables) == [
        ("S15", *spot("secretaries", "member_no"))
    ]
