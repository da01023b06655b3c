"""Who was on the roll, where, and on duty (U01–U04)."""

from datetime import date

import pytest
from building import ledger_of

from zoneproc.duties.roster import branches_on, company_branches, roster_on

BRANCHES = [
    {"org_code": "001001", "org_type": "党支部", "start_date": "2012-01-01"},
    {"org_code": "001002", "org_type": "党支部", "start_date": "2012-01-01"},
    {"org_code": "001003", "org_type": "党支部", "start_date": "2012-01-01", "end_date": "2026-06-30"},
    {"org_code": "001", "org_type": "党委", "start_date": "2012-01-01"},
]
MEMBER = {
    "member_no": "D00001",
    "name": "张三",
    "branch_code": "001001",
    "branch_from": "2020-03-01",
    "party_status": "正常",
}


def roster(day, *members, absences=()):
    ledger = ledger_of(members=[MEMBER | row for row in members], absences=list(absences), organisations=BRANCHES)
    return roster_on(ledger, [date.fromisoformat(day)])


def branch_on(day, *members):
    return roster(day, *members)["branch_code"].tolist()


def test_a_member_is_on_the_roll_from_the_day_of_joining_the_branch():
    assert branch_on("2020-02-29", {}) == []
    assert branch_on("2020-03-01", {}) == ["001001"]


def test_the_last_day_is_included_and_leaving_the_company_ends_it():
    """U01, 4/2."""
    gone = {"branch_to": "2026-03-15", "transfer_to": "公司外", "party_status": "已转出"}
    assert branch_on("2026-03-15", gone) == ["001001"]
    assert branch_on("2026-03-16", gone) == []


def test_between_out_and_in_the_old_branch_keeps_the_member():
    """U02, 4/4: counted in the old branch until accepted."""
    out = {"branch_to": "2026-03-10", "transfer_to": "001002", "party_status": "已转出"}
    into = {"branch_code": "001002", "branch_from": "2026-03-20"}
    assert branch_on("2026-03-19", out, into) == ["001001"]
    assert branch_on("2026-03-20", out, into) == ["001002"]


@pytest.mark.parametrize("status", ["停止党籍", "已出党", "已去世"])
def test_a_status_without_a_date_holds_from_the_beginning(status):
    """U02."""
    assert branch_on("2026-03-15", {"party_status": status}) == []
    assert branch_on("2026-03-15", {"party_status": status, "branch_to": "2026-03-20"}) == ["001001"]
    assert branch_on("2026-03-21", {"party_status": status, "branch_to": "2026-03-20"}) == []


def test_a_missing_date_of_joining_loses_nobody():
    assert branch_on("2026-03-15", {"branch_from": None}) == ["001001"]


def test_member_type_is_dated_by_full_membership():
    """U03."""
    formal = {"member_type": "预备党员", "full_date": "2026-04-01"}
    assert roster("2026-03-31", formal)["member_type"].tolist() == ["预备党员"]
    assert roster("2026-04-01", formal)["member_type"].tolist() == ["正式党员"]
    assert roster("2026-04-01", {"member_type": "预备党员"})["member_type"].tolist() == ["预备党员"]


def test_the_day_of_return_is_a_day_on_duty():
    """U01: 返岗日期 alone is the first day back."""
    sick = {"member_no": "D00001", "work_status": "长期病休", "start_date": "2026-02-10", "end_date": "2026-05-06"}
    found = {
        day: roster(day, {}, absences=[sick]).iloc[0]
        for day in ("2026-02-09", "2026-02-10", "2026-05-05", "2026-05-06")
    }
    assert [bool(row["on_duty"]) for row in found.values()] == [True, False, False, True]
    assert found["2026-05-05"]["work_status"] == "长期病休"


def test_exempt_needs_a_basis():
    """U04, 4/12."""
    with_basis = roster("2026-03-15", {"assess_mode": "免考", "exempt_basis": "2026-01-10支部大会"}).iloc[0]
    without = roster("2026-03-15", {"assess_mode": "免考"}).iloc[0]
    assert (bool(with_basis["exempt"]), bool(with_basis["owed"])) == (True, False)
    assert (bool(without["exempt"]), bool(without["owed"])) == (False, True)


def test_no_members_give_an_empty_roster_with_all_columns():
    empty = roster_on(ledger_of(), [date(2026, 3, 15)])
    assert empty.empty
    assert {"member_no", "day", "owed", "_source"} <= set(empty.columns)


def test_branches_of_the_company_and_on_a_day():
    ledger = ledger_of(organisations=BRANCHES)
    assert company_branches(ledger) == {"001001", "001002", "001003"}
    assert branches_on(ledger, date(2026, 6, 30))["org_code"].tolist() == ["001001", "001002", "001003"]
    assert branches_on(ledger, date(2026, 7, 1))["org_code"].tolist() == ["001001", "001002"]
