"""What a branch finds already written, and what it must not find (domain.md 2.1 rule 2, U07)."""

from building import ledger_of, rules_of

from zoneproc.period import Period
from zoneproc.prefill import (
    annual_rows,
    carried_register,
    company_numbers,
    known_numbers,
    monthly_rows,
    register_rows,
)

BRANCH = "001001"
MEMBERS = [
    {
        "member_no": "D00001",
        "name": "张三",
        "branch_from": "2020-01-01",
        "party_status": "正常",
        "member_type": "正式党员",
    },
    {
        "member_no": "D00002",
        "name": "李四",
        "branch_from": "2020-01-01",
        "party_status": "正常",
        "assess_mode": "免考",
        "exempt_basis": "支部大会",
    },
    {
        "member_no": "D00003",
        "name": "王五",
        "branch_from": "2020-01-01",
        "party_status": "正常",
        "branch_code": "001002",
    },
]
LINK = {
    "member_no": "D00001",
    "member_name": "张三",
    "contact_employee_no": "E1",
    "contact_name": "赵六",
    "start_date": "2026-01-01",
}
MARCH = Period.parse("2026-03")


def march(**tables):
    return monthly_rows(ledger_of(members=MEMBERS, **tables), rules_of(), MARCH)(BRANCH)


def test_one_row_per_due_contact_without_last_months_answers():
    talk = {**LINK, "talk_date": "2026-02-10", "content": "上月谈心内容很详细。", "_period": "2026-02"}
    talk.pop("start_date")
    rows = march(contacts=[LINK, LINK | {"contact_employee_no": "E2", "end_date": "2026-03-01"}], talks=[talk])["talks"]
    assert rows == [{"member_no": "D00001", "member_name": "张三", "contact_employee_no": "E1", "contact_name": "赵六"}]


def test_one_row_per_member_owing_a_report():
    assert march()["monthly_reports"] == [{"member_no": "D00001", "member_name": "张三"}]


def test_open_matters_are_carried_and_closed_ones_are_not():
    opinions = [
        {"opinion_no": "Y1", "opinion_status": "办理中", "_period": "2026-02"},
        {"opinion_no": "Y2", "opinion_status": "已办结", "_period": "2026-02"},
        {"opinion_no": "Y0", "opinion_status": "办理中", "_period": "2026-01"},
    ]
    events = [
        {"event_no": "S1", "closed": False, "_period": "2026-02"},
        {"event_no": "S2", "closed": True, "_period": "2026-02"},
    ]
    found = march(opinions=opinions, events=events)
    assert [row["opinion_no"] for row in found["opinions"]] == ["Y1"]
    assert [row["event_no"] for row in found["events"]] == ["S1"]


def test_new_orders_reach_the_branch_once():
    """U72: a 支部 order has no member; the branch files one row per member, number + -01, -02."""
    order = {
        "task_no": "R1",
        "task_name": "甲",
        "target_kind": "支部",
        "target_no": BRANCH,
        "issued_date": "2026-03-01",
        "due_date": "2026-04-01",
        "task_status": "有效",
        "weight": 2,
    }
    personal = order | {"task_no": "R2", "target_kind": "党员", "target_no": "D00001"}
    withdrawn = order | {"task_no": "R3", "task_status": "已撤销"}
    rows = march(orders=[order, personal, withdrawn])["tasks"]
    assert [(row["task_no"], row.get("member_no")) for row in rows] == [("R1-01", None), ("R2", "D00001")]
    entered = {"task_no": "R1-01", "member_no": "D00001", "task_result": "进行中", "_period": "2026-02"}
    again = march(orders=[order], tasks=[entered])["tasks"]
    assert [row["task_no"] for row in again] == ["R1-01"]


def test_a_register_is_given_back_whole_with_the_branchs_teams():
    teams = [{"team_code": "052-01", "branch_code": BRANCH}, {"team_code": "099-01", "branch_code": "001002"}]
    rows = register_rows(ledger_of(members=MEMBERS, contacts=[LINK], teams=teams))(BRANCH)
    assert [row["member_no"] for row in rows["members"]] == ["D00001", "D00002"]
    assert len(rows["contacts"]) == 1
    assert [row["team_code"] for row in rows["line_teams"]] == ["052-01"]


def test_the_year_end_starts_from_what_holds_on_31_december():
    contacts = [LINK, LINK | {"contact_employee_no": "E2", "end_date": "2026-06-30"}]
    rows = annual_rows(ledger_of(members=MEMBERS, contacts=contacts), Period(2026))(BRANCH)
    assert [row["member_no"] for row in rows["reviews"]] == ["D00001", "D00002"]
    assert [(row["contact_employee_no"], row["start_date"].isoformat()) for row in rows["next_contacts"]] == [
        ("E1", "2027-01-01")
    ]


def test_a_workbook_knows_its_branchs_people_and_the_companys_teams():
    teams = [{"team_code": "052-01", "team_name": "52路一班"}, {"team_code": "099-01"}]
    members = [row | {"_branch": row.get("branch_code", BRANCH)} for row in MEMBERS]
    ledger = ledger_of(members=members, teams=teams)
    assert known_numbers(ledger)(BRANCH) == {"members.member_no": {"D00001": "张三", "D00002": "李四"}}
    assert known_numbers(ledger)("001009") == {}
    assert company_numbers(ledger) == {"teams.team_code": {"052-01": "52路一班", "099-01": ""}}
    assert company_numbers(ledger_of()) == {}


YEAR = Period(2026)
ZONE = {"zone_code": "Z1", "member_no": "D00001", "team_code": "052-01", "start_date": "2026-01-01"}


def carried(**tables):
    return carried_register(ledger_of(members=MEMBERS, **tables), BRANCH, YEAR)


def test_next_years_register_holds_what_was_planned():
    """S5.1.3c: next year's zones and contacts are those of Y-4 and Y-5."""
    planned = ZONE | {"team_code": "052-02", "start_date": "2027-01-01", "_period": "2026"}
    link = LINK | {"contact_employee_no": "E2", "start_date": "2027-01-01", "_period": "2026"}
    rows = carried(zones=[ZONE], next_zones=[planned], contacts=[LINK], next_contacts=[link])
    assert [zone["team_code"] for zone in rows["zones"]] == ["052-02"]
    assert [(row["contact_employee_no"], row["start_date"].year) for row in rows["contacts"]] == [("E2", 2027)]


def test_without_a_plan_what_holds_is_carried_and_what_has_just_ended_is_shown():
    """4/23: a contact lost in December leaves thirty days' grace in January."""
    rows = carried(
        contacts=[
            LINK,
            LINK | {"contact_employee_no": "E2", "end_date": "2026-06-30", "end_reason": "联系人退休"},
            LINK | {"contact_employee_no": "E3", "end_date": "2026-12-20", "end_reason": "联系人退休"},
            LINK | {"contact_employee_no": "E4", "end_date": "2026-12-31", "end_reason": "年度调整"},
        ]
    )
    assert [row["contact_employee_no"] for row in rows["contacts"]] == ["E3", "E1"]


def test_who_has_left_long_ago_is_left_to_the_year_he_left_in():
    left = MEMBERS[0] | {"transfer_to": "公司外"}
    people = [
        MEMBERS[1],
        left | {"member_no": "D00007", "branch_to": "2026-03-31"},
        left | {"member_no": "D00008", "branch_to": "2026-12-10"},
        MEMBERS[0] | {"member_no": "D00009", "party_status": "已去世", "branch_to": "2026-05-05"},
        MEMBERS[0] | {"member_no": "D00010", "branch_from": "2027-01-01"},
    ]
    rows = carried_register(ledger_of(members=people), BRANCH, YEAR)["members"]
    assert [row["member_no"] for row in rows] == ["D00002", "D00008", "D00010"]
