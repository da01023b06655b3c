"""Who answers for which team."""

from collections import Counter
from datetime import date

from zoneproc.demo.branches import branch_of
from zoneproc.demo.places import line_code_of
from zoneproc.demo.plan import Plan


def branch(role):
    return branch_of(Plan(2026, 2026, 8, role))


def holding(zones, day):
    return [zone for zone in zones if zone.start_date <= day and (zone.end_date is None or day <= zone.end_date)]


def test_one_main_holder_a_team_at_a_time():
    for role in range(1, 9):
        for day in (date(2026, 1, 31), date(2026, 6, 15), date(2026, 12, 31)):
            mains = [zone.team_code for zone in holding(branch(role).zones, day) if zone.assignment_role == "主责"]
            assert len(mains) == len(set(mains))


def test_multi_zone_members_and_reinforcement_are_the_rule():
    """domain.md 7."""
    kinds = Counter(zone.zone_kind for role in range(1, 6) for zone in branch(role).zones)
    assert min(kinds["本班组"], kinds["整条线路"], kinds["跨班组充实"]) >= 20


def test_reinforcement_is_by_off_bus_managers_only():
    """C04."""
    for role in range(1, 9):
        managers = {member.member_no for member in branch(role).members if member.off_bus_manager}
        assert {zone.member_no for zone in branch(role).zones if zone.zone_kind == "跨班组充实"} <= managers


def test_the_third_branch_leaves_one_line_to_nobody():
    plan = branch(3).plan
    assert not [zone for zone in branch(3).zones if zone.team_code == f"{line_code_of(plan, 3)}-01"]
    covered = {zone.team_code for zone in branch(1).zones}
    assert {team.team_code for team in branch(1).teams} <= covered
