"""C01–C06: the grid and the board."""

from checks.asking import THERE, asked, member, spot, team, zone


def test_c01_open_team_is_told_on_the_zone_sheet():
    """S4.1c: a due team without any zone row, its line covered by another team."""
    tables = {"members": [member()], "zones": [zone()], "teams": [team(), team("052-02")]}
    assert asked("every_team_has_a_zone", **tables) == [("C01", *spot("zones"))]


def test_c01_open_line_is_one_finding_for_all_its_teams():
    """S4.1c, U46: both teams of line 060 are open."""
    tables = {"members": [member()], "zones": [zone()], "teams": [team(), team("060-01"), team("060-02")]}
    assert asked("every_team_has_a_zone", **tables) == [("C01", *spot("zones"))]


def test_c01_is_silent_for_covered_new_suspended_and_waived_teams():
    """U46: due 30 days after the start, not while 暂停, not where no cover is required."""
    open_but_not_due = [
        team("052-02", start_date="2026-03-20"),
        team("052-03", team_status="暂停"),
        team("052-04", cover_required=False),
    ]
    tables = {"members": [member()], "zones": [zone()], "teams": [team(), *open_but_not_due]}
    assert asked("every_team_has_a_zone", **tables) == []


def test_c01_of_a_branch_without_base_is_told_at_the_masters_row():
    tables = {"members": [member()], "zones": [zone()], "teams": [team(), team("070-01", branch_code=THERE)]}
    assert asked("every_team_has_a_zone", **tables) == []
    assert asked("every_team_of_a_silent_branch_counts_as_open", **tables) == [("C01", *spot("teams", "team_code", 6))]


def test_c02_member_without_zone():
    """S4.1d: the second member has none."""
    tables = {"members": [member(), member("D00002")], "zones": [zone()]}
    assert asked("every_member_has_a_zone", **tables) == [("C02", *spot("members", "member_no", 6))]


def test_c02_grace_absence_and_exemption():
    """U04, U47, 4/14: joined this month, away, exempt with basis, team dissolved within 30 days."""
    people = [
        member("D00001", branch_from="2026-03-10"),
        member("D00002"),
        member("D00003", assess_mode="免考", exempt_basis="2026-01-10支部大会"),
        member("D00004"),
    ]
    tables = {
        "members": people,
        "absences": [{"member_no": "D00002", "work_status": "产假", "start_date": "2026-02-01"}],
        "zones": [zone("D00004", end_date="2026-03-15", change_reason="班组撤并")],
    }
    assert asked("every_member_has_a_zone", **tables) == []


def test_c03_two_mains_are_both_told_and_one_is_right():
    """4/17: one 主责, others 协责."""
    people = [member(), member("D00002")]
    two = asked("every_team_has_one_main_holder", members=people, zones=[zone(), zone("D00002")])
    assert two == [("C03", *spot("zones", "assignment_role", row)) for row in (5, 6)]
    helped = [zone(), zone("D00002", assignment_role="协责")]
    assert asked("every_team_has_one_main_holder", members=people, zones=helped) == []


def test_c03_no_main():
    only_helper = [zone(assignment_role="协责")]
    assert asked("every_team_has_one_main_holder", members=[member()], zones=only_helper) == [
        ("C03", *spot("zones", "assignment_role"))
    ]


def test_c04_reinforcement_by_a_driver_and_by_a_manager():
    """S4.1b, 4/18."""
    crossing = [zone(zone_kind="跨班组充实")]
    assert asked("reinforcement_comes_from_managers", members=[member()], zones=crossing) == [
        ("C04", *spot("zones", "zone_kind"))
    ]
    managers = [member(off_bus_manager=True)]
    assert asked("reinforcement_comes_from_managers", members=managers, zones=crossing) == []


def test_c05_long_absence_without_deputy():
    """4/9: 30 days on the last day of March (2 March to 31 March)."""
    away = [{"member_no": "D00001", "work_status": "长期病休", "start_date": "2026-03-02"}]
    tables = {"members": [member(), member("D00002")], "zones": [zone()], "absences": away}
    assert asked("long_absence_leaves_a_deputy", **tables) == [("C05", *spot("zones", "member_no"))]


def test_c05_a_deputy_on_duty_or_a_shorter_absence_is_enough():
    away = [{"member_no": "D00001", "work_status": "长期病休", "start_date": "2026-03-02"}]
    tables = {"members": [member(), member("D00002")], "zones": [zone(), zone("D00002", assignment_role="协责")]}
    assert asked("long_absence_leaves_a_deputy", absences=away, **tables) == []
    short = [{"member_no": "D00001", "work_status": "长期病休", "start_date": "2026-03-03"}]
    assert asked("long_absence_leaves_a_deputy", members=[member()], zones=[zone()], absences=short) == []


def test_c06_board_older_than_the_last_change():
    """S5.1.2a; only the latest board of a place is asked, and changes after the quarter are not."""
    zones = [zone(), zone("D00002", start_date="2026-02-10"), zone("D00003", start_date="2026-04-01")]
    old = {"board_date": "2026-01-20", "location": "调度室", "_period": "2026Q1"}
    new = {"board_date": "2026-02-10", "location": "调度室", "_period": "2026Q1"}
    name = "the_board_shows_the_zones_of_today"
    assert asked(name, "2026Q1", zones=zones, boards=[old]) == [("C06", *spot("boards", "board_date"))]
    assert asked(name, "2026Q1", zones=zones, boards=[old, new]) == []
