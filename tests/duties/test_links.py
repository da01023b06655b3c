"""Links of member and contact on a day (U09)."""

from datetime import date

import pandas as pd
from building import ledger_of

from zoneproc.duties.links import links_of, links_on

MEMBER = {"member_no": "D00001", "name": "张三", "employee_no": "E10001", "branch_from": "2020-01-01"}
LINK = {"member_no": "D00001", "contact_employee_no": "E20001", "start_date": "2026-01-01", "end_date": "2026-03-31"}
HALF = "2026-02-15"


def on(day=HALF, *links, members=(MEMBER,), **others):
    found = ledger_of(members=list(members), contacts=[LINK | row for row in links or ({},)], **others)
    return links_of(found, date.fromisoformat(day))


def test_a_link_holds_from_its_first_to_its_last_day_U09():
    days = ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")
    assert [len(on(day)) for day in days] == [0, 1, 1, 0]


def test_only_the_branch_of_the_member_links_U09():
    assert on(HALF, {"_branch": "001009"}).empty
    assert on(HALF, {"member_no": "D00009"}).empty
    assert on()["branch_code"].tolist() == ["001001"]


def test_who_is_absent_owes_nothing_U04():
    away = [{"member_no": "D00001", "work_status": "病假", "start_date": "2026-02-01", "end_date": "2026-03-01"}]
    assert on(absences=away)["owed"].tolist() == [False]
    assert on("2026-03-01", absences=away)["owed"].tolist() == [True]


def test_a_contact_on_no_spell_of_the_staff_list_is_gone_U09():
    spells = [
        {"employee_no": "E20001", "start_date": "2020-01-01", "end_date": "2026-01-31"},
        {"employee_no": "E20001", "start_date": "2026-03-01"},
    ]
    assert [len(on(day, employees=spells)) for day in ("2026-01-31", HALF, "2026-03-01")] == [1, 0, 1]


def test_a_contact_who_is_a_member_that_day_is_none_U09():
    joined = {"member_no": "D00002", "employee_no": "E20001", "branch_from": "2026-02-01"}
    assert [len(on(day, members=(MEMBER, joined))) for day in ("2026-01-31", "2026-02-01")] == [1, 0]


def test_the_links_of_a_pair_on_its_day():
    ledger = ledger_of(members=[MEMBER], contacts=[LINK, LINK | {"contact_employee_no": "E20002"}])
    asked = pd.DataFrame(
        {
            "member_no": ["D00001", "D00001", "D00001"],
            "contact_employee_no": ["E20002", "E20002", "E20003"],
            "day": pd.to_datetime([HALF, "2026-04-01", HALF]).astype("datetime64[s]"),
        }
    )
    found = links_on(ledger, asked)
    assert found["contact_employee_no"].tolist() == ["E20002"]
    assert found["day"].tolist() == [pd.Timestamp(HALF)]
