"""Contacts: two or three a member, and what changes them."""

from collections import Counter
from datetime import date

from zoneproc.demo.branches import branch_of
from zoneproc.demo.plan import Plan


def branch(role):
    return branch_of(Plan(2026, 2026, 8, role))


def test_two_or_three_each_and_never_a_member():
    """S4.3b, R02."""
    for role in range(1, 9):
        links = [link for link in branch(role).contacts if link.holds(date(2026, 3, 15))]
        assert set(Counter(link.member_no for link in links).values()) <= {2, 3}
        members = {m.employee_no for m in branch(role).members if m.branch_from <= date(2026, 3, 15)}
        assert not members & {link.contact_employee_no for link in links}


def test_nobody_is_the_contact_of_two_members_at_once():
    for role in range(1, 9):
        numbers = [link.contact_employee_no for link in branch(role).contacts if link.holds(date(2026, 2, 15))]
        assert len(numbers) == len(set(numbers))


def test_one_leaves_one_joins_the_party_one_retires():
    """4/23, 4/24."""
    reasons = {link.end_reason for role in (1, 2, 4) for link in branch(role).contacts}
    assert {"联系人离职", "联系人入党", "联系人退休", "党员变动"} <= reasons


def test_activists_are_among_the_contacts():
    """A3."""
    assert all(any(link.contact_kind == "入党积极分子" for link in branch(role).contacts) for role in range(1, 8))
