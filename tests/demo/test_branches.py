"""The company whole: size, references, fates."""

from collections import Counter

import pytest

from zoneproc.demo.branches import Company, branch_of
from zoneproc.demo.plan import Plan


def test_proportions():
    """domain.md 7: eight branches, about 190 members; members 6–15 % of the staff of a branch on the lines."""
    branches = list(Company().branches)
    assert 180 <= sum(len(branch.members) for branch in branches) <= 205
    assert all(0.06 < len(branch.members) / len(branch.staff) < 0.15 for branch in branches[:5])


def test_same_seed_same_company_other_seed_other_people():
    branch_of.cache_clear()
    first = [member.name for branch in Company(7, 3).branches for member in branch.members]
    branch_of.cache_clear()
    assert first == [member.name for branch in Company(7, 3).branches for member in branch.members]
    assert first != [member.name for branch in Company(8, 3).branches for member in branch.members]


def test_a_branch_does_not_depend_on_how_many_there_are():
    small, large = Plan(2026, 2026, 8, 3), Plan(2026, 2026, 40, 3)
    assert [m.name for m in branch_of(small).members] == [m.name for m in branch_of(large).members]


@pytest.mark.parametrize("size", [3, 12])
def test_numbers_are_unique_in_the_company(size):
    members = Counter(member.member_no for branch in Company(1, size).branches for member in branch.members)
    twice = [number for number, count in members.items() if count > 1]
    assert len(twice) == len([plan for plan in Company(1, size).plans if plan.role == 2])  # those who moved
    employees = [person.employee_no for branch in Company(1, size).branches for person in branch.staff]
    assert len(employees) == len(set(employees))


def test_fates_of_the_year():
    """4/1, 4/2, 4/9–12, 4/23, 4/48."""
    members = [member for branch in Company().branches for member in branch.members]
    assert Counter(member.party_status for member in members) == {"正常": len(members) - 3, "已转出": 2, "已去世": 1}
    assert {absence.work_status for branch in Company().branches for absence in branch.absences} == {
        "产假", "长期病休", "流动党员", "离退休",
    }  # fmt: skip
    assert [member.exempt_basis is not None for member in members if member.assess_mode == "免考"] == [True]
    assert sum(member.assess_mode == "不定等次" for member in members) == 1


def test_secretary_changes_in_the_fifth_branch():
    """4/32."""
    branch = branch_of(Plan(2026, 2026, 8, 5))
    assert branch.secretary_on(branch.plan.day(6, 30)) != branch.secretary_on(branch.plan.day(7, 1))


def test_all_codes_resolve():
    for branch in Company().branches:
        teams = {team.team_code for team in branch.teams}
        staff = {person.employee_no for person in branch.staff}
        members = {member.member_no for member in branch.members}
        groups = {group.group_code for group in branch.groups}
        assert {zone.team_code for zone in branch.zones} <= teams
        assert {person.team_code for person in branch.staff} <= teams
        assert {link.contact_employee_no for link in branch.contacts} <= staff
        assert {zone.member_no for zone in branch.zones} | {link.member_no for link in branch.contacts} <= members
        assert {group.leader_member_no for group in branch.groups} <= members
        assert {member.group_code for member in branch.members} - {None} <= groups
