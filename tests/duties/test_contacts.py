"""Contact-months due and done (U09–U11, U24; 4/21–26)."""

import pytest
from building import ledger_of, rules_of

from zoneproc.duties.contacts import contact_months, valid_talks
from zoneproc.period import Period

MEMBER = {
    "member_no": "D00001",
    "name": "张三",
    "employee_no": "E10001",
    "branch_from": "2020-01-01",
    "party_status": "正常",
}
LINK = {
    "member_no": "D00001",
    "contact_employee_no": "E20001",
    "contact_name": "李四",
    "start_date": "2026-01-01",
    "key_person": False,
}
TALK = {
    "member_no": "D00001",
    "contact_employee_no": "E20001",
    "talk_date": "2026-03-12",
    "talk_method": "面谈",
    "talk_topics": "安全行车",
    "content": "谈了近期行车安全情况。",
}


def ledger(*, links=({},), talks=(), members=({},), **others):
    return ledger_of(
        members=[MEMBER | row for row in members],
        contacts=[LINK | row for row in links],
        talks=[TALK | {"_period": str(row.get("talk_date", "2026-03-12"))[:7]} | row for row in talks],
        **others,
    )


def months(found, period="2026-03"):
    return contact_months(found, rules_of(), Period.parse(period).months)


def due(found, period="2026Q1"):
    return months(found, period)["month"].tolist()


def test_a_link_is_due_on_the_fifteenth():
    """4/21: ended before the 15th or started after it is not due; on the 15th it holds (U01)."""
    assert due(ledger(links=[{"start_date": "2026-01-16", "end_date": "2026-03-14"}])) == ["2026-02"]
    assert due(ledger(links=[{"start_date": "2026-01-15", "end_date": "2026-03-15"}])) == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]


def test_a_link_of_another_branch_is_not_due():
    """U09 b."""
    assert due(ledger(links=[{"_branch": "001002"}])) == []


def test_a_member_away_on_the_fifteenth_owes_nothing():
    """U09 c, 4/9."""
    absence = {"member_no": "D00001", "work_status": "产假", "start_date": "2026-02-01", "end_date": "2026-03-01"}
    assert due(ledger(absences=[absence])) == ["2026-01", "2026-03"]


def test_a_contact_who_left_is_not_due_by_date_and_a_stranger_counts_as_employed():
    """U09 d: dates decide, 在册 is ignored."""
    left = {"employee_no": "E20001", "start_date": "2018-01-01", "end_date": "2026-02-15", "on_roll": True}
    other = {"employee_no": "E29999", "start_date": "2018-01-01"}
    assert due(ledger(employees=[left])) == ["2026-01", "2026-02"]
    assert due(ledger(employees=[other])) == ["2026-01", "2026-02", "2026-03"]


def test_a_contact_who_joined_the_party_is_no_longer_one():
    """U09 e, 4/23."""
    joined = {"member_no": "D00002", "employee_no": "E20001", "branch_from": "2026-02-10"}
    assert due(ledger(members=[{}, joined])) == ["2026-01"]


def test_two_rows_of_a_pair_are_one_pair_and_a_flag_on_either_counts():
    """U09."""
    found = months(ledger(links=[{}, {"start_date": "2026-02-01", "key_person": True}]))
    assert found[["month", "key_person"]].to_numpy().tolist() == [["2026-03", True]]


def test_a_valid_talk_does_the_month():
    assert months(ledger(talks=[{}]))["done"].tolist() == [True]
    assert months(ledger())["done"].tolist() == [False]


@pytest.mark.parametrize(
    "fault",
    [
        {"talk_method": None},
        {"talk_topics": None},
        {"content": "谈了近期行车安全"},
        {"content": "  谈了近期行车安全    "},
        {"talk_date": "2026-03-12", "_period": "2026-02"},
        {"talk_date": None, "_period": "2026-03"},
        {"contact_employee_no": "E29999"},
    ],
)
def test_what_makes_a_talk_invalid(fault):
    """U10."""
    assert valid_talks(ledger(talks=[fault])).empty


def test_a_member_on_leave_may_talk():
    """U10: the member may be on leave on the day of the talk (4/27)."""
    absence = {"member_no": "D00001", "work_status": "长期病休", "start_date": "2026-03-01", "end_date": "2026-03-13"}
    assert months(ledger(talks=[{}], absences=[absence]))["done"].tolist() == [True]


def test_a_group_talk_fulfils_one_month_of_a_quarter():
    """U11, 4/26: the earliest such month; an individual talk does not use it up."""
    group = [{"talk_date": f"2026-0{month}-10", "talk_method": "集体谈心"} for month in (1, 2, 3)]
    assert months(ledger(talks=group), "2026Q1")["done"].tolist() == [True, False, False]
    assert months(ledger(talks=group), "2026-03")["done"].tolist() == [False]
    mixed = [{"talk_date": "2026-01-20"}, *group]
    assert months(ledger(talks=mixed), "2026Q1")["done"].tolist() == [True, True, False]
    april = [*group, {"talk_date": "2026-04-10", "talk_method": "集体谈心"}]
    assert months(ledger(talks=april), "2026-04")["done"].tolist() == [True]


def test_follow_up_of_any_valid_talk_counts():
    """U24."""
    found = months(ledger(talks=[{}, {"talk_date": "2026-03-20", "follow_up": "已与班组长沟通"}]))
    assert found[["done", "followed_up"]].to_numpy().tolist() == [[True, True]]


def test_reasons_and_returns_are_told_apart():
    """Q04: a month without talk and without reason; 4/34: a month without return is 未报."""
    found = months(ledger(talks=[{"talk_date": None, "_period": "2026-03", "miss_reason": "班次冲突"}]), "2026Q1")
    assert found[["month", "stated_reason", "reported"]].to_numpy().tolist() == [
        ["2026-01", False, False],
        ["2026-02", False, False],
        ["2026-03", True, True],
    ]


def test_the_talk_behind_a_month_is_the_individual_one():
    found = months(ledger(talks=[{"talk_method": "集体谈心", "talk_date": "2026-03-01", "_row": 7}, {"_row": 9}])).iloc[
        0
    ]
    assert (found["talk_source"], found["talk_row"]) == ("test", 9)


def test_nothing_on_file_gives_an_empty_frame():
    assert contact_months(ledger_of(), rules_of(), Period.parse("2026Q1").months).empty
