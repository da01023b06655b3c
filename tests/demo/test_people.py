"""Employees and members of a branch."""

from datetime import date

from zoneproc.demo.people import members_of, staff_of, traveller
from zoneproc.demo.places import teams_of
from zoneproc.demo.plan import Plan


def people(role):
    plan = Plan(2026, 2026, 8, role)
    staff = staff_of(plan, teams_of(plan))
    return plan, staff, members_of(plan, staff)


def test_members_are_employees_with_numbers_of_their_own():
    for role in range(1, 9):
        _, staff, members = people(role)
        assert {member.employee_no for member in members} <= {person.employee_no for person in staff}
        assert len({member.member_no for member in members}) == len(members)


def test_same_names_in_one_branch():
    """4/38."""
    _, staff, _ = people(1)
    assert staff[1].name == staff[39].name


def test_every_branch_has_one_secretary_and_the_joint_one_no_groups():
    for role in range(1, 9):
        _, _, members = people(role)
        assert [member.party_post for member in members].count("书记") == 1
    assert all(member.group_code is None for member in people(8)[2])


def test_traveller_is_the_same_person_in_both_branches():
    assert traveller(Plan(2026, 2026, 8, 1)) == traveller(Plan(2026, 2026, 8, 2))


def test_on_roll_up_to_the_last_day():
    """U01."""
    member = people(1)[2][0]
    assert member.on_roll(date(2026, 1, 15))
    assert member.formal_on(member.full_date)
