"""Contacts owed and had (S4.3b, 4/20–4/24, U49, U77)."""

from datetime import date

import pytest
from building import ledger_of, rules_of
from member_rows import absence, link, member

from zoneproc.duties.equipment import contacts_owed

END = date(2026, 12, 31)


def of(day: date = END, **tables):
    found = contacts_owed(ledger_of(**tables), rules_of(), day)
    return [tuple(row) for row in found[["months", "floor", "contacts"]].itertuples(index=False)]


@pytest.mark.parametrize(
    ("start", "months", "floor"), [("2026-06-15", 7, 2), ("2026-06-16", 6, 1), ("2026-11-01", 2, 0)]
)
def test_the_floor_follows_months_in_service_4_20(start, months, floor):
    assert of(members=[member(branch_from=start)]) == [(months, floor, 0)]


def test_months_to_come_count_as_served_U77():
    assert of(date(2026, 3, 31), members=[member(branch_from="2026-03-01")]) == [(10, 2, 0)]


def test_leave_takes_months_away_and_the_absent_are_not_owed_U04():
    away = absence(start="2026-01-01", end="2026-10-01")
    assert of(members=[member()], absences=[away]) == [(3, 1, 0)]
    assert of(members=[member()], absences=[absence(start="2026-12-01")]) == []


@pytest.mark.parametrize(
    ("end", "reason", "contacts"),
    [("2026-12-01", "联系人调离", 1), ("2026-11-30", "联系人调离", 0), ("2026-12-20", "年度调整", 0)],
)
def test_links_ended_of_themselves_count_for_thirty_days_U49(end, reason, contacts):
    ended = link("E1", end_date=end, end_reason=reason)
    assert of(members=[member()], contacts=[ended]) == [(12, 2, contacts)]


def test_a_contact_who_joined_the_party_leaves_thirty_days_to_refill_4_23():
    """The link ends on the day of the meeting, the day on which the contact goes on the roll: no fault of anybody."""
    joined = link("E90001", end_date="2026-12-20", end_reason="联系人入党")
    fresh = member("D00099", employee_no="E90001", branch_from="2026-12-20")
    assert (12, 2, 1) in of(members=[member(), fresh], contacts=[joined])


def test_a_contact_gone_by_the_staff_list_counts_for_thirty_days_U49():
    staff = [{"employee_no": "E1", "start_date": "2018-01-01", "end_date": "2026-12-15"}]
    assert of(members=[member()], contacts=[link("E1")], employees=staff) == [(12, 2, 1)]


def test_two_links_of_one_pair_are_one_contact_U09():
    twice = [link("E1", end_date="2026-06-30"), link("E1", start_date="2026-07-01", key_person=True)]
    assert of(members=[member()], contacts=twice) == [(12, 2, 1)]
