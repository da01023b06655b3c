"""G1–G4: what is counted for Party groups (U43–U45)."""

from building import ledger_of
from member_rows import link, member, report, talk
from year_rows import annual, counted, evidence_of

GROUP = "001001001"
GROUPS = [{"group_code": GROUP, "group_name": "第一党小组", "leader_member_no": "D1", "start_date": "2020-01-01"}]


def person(number: str, **cells: object):
    return member(number, group_code=GROUP, **cells)


def test_members_result_is_capped_and_skips_the_unscored_U45():
    ledger = ledger_of(groups=GROUPS, members=[person("D1"), person("D2"), person("D3")])
    evidence = evidence_of(ledger, members=annual(D1=104.0, D2=80.0, D3=float("nan")))
    assert counted("组员成绩", evidence) == {(GROUP, ""): (180.0, 200.0)}


def test_a_month_counts_once_however_many_meetings_U45():
    days = ["2026-01-05", "2026-01-20", "2026-03-05"]
    meetings = [{"meeting_date": day, "meeting_kind": "党小组会", "group_code": GROUP} for day in days]
    other = {"meeting_date": "2026-04-05", "meeting_kind": "支委会"}
    ledger = ledger_of(groups=GROUPS, meetings=[*meetings, other])
    assert counted("党小组会", evidence_of(ledger)) == {(GROUP, ""): (2.0, 12.0)}


def test_lines_are_contact_months_and_reports_U44():
    start = "2026-11-01"
    ledger = ledger_of(
        groups=GROUPS,
        members=[person("D1", branch_from=start)],
        contacts=[link("P1", "D1", start_date=start), link("P2", "D1", start_date=start)],
        talks=[
            talk("2026-11", "P1", "D1"),
            {"_period": "2026-11", "member_no": "D1", "contact_employee_no": "P2", "miss_reason": "班次冲突"},
        ],
        monthly_reports=[report("2026-11", "D1"), report("2026-12", "D1", report_date="2027-01-09")],
    )
    assert counted("组员填报", evidence_of(ledger)) == {(GROUP, ""): (3.0, 6.0)}


def test_months_in_another_branch_are_not_lines_of_the_group_U44():
    before = member("D1", branch_from="2026-01-01", branch_to="2026-11-30", transfer_to="001001", _branch="001002")
    after = person("D1", branch_from="2026-12-01")
    organisations = [{"org_code": code, "org_type": "党支部"} for code in ("001001", "001002")]
    ledger = ledger_of(groups=GROUPS, members=[before, after], organisations=organisations)
    assert counted("组员填报", evidence_of(ledger)) == {(GROUP, ""): (0.0, 1.0)}


def test_rating_is_one_part_and_may_be_missing_U43():
    ledger = ledger_of(groups=GROUPS, group_ratings=[{"_period": "2026", "group_code": GROUP, "branch_rating": "较好"}])
    assert counted("党小组评价", evidence_of(ledger)) == {(GROUP, "较好"): (1.0, 1.0)}
    assert counted("党小组评价", evidence_of(ledger_of(groups=GROUPS))) == {}
