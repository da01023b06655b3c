"""C07–C12: zones and contacts suit the person."""

from checks.asking import asked, link, member, spot, team, zone

TEXT = {"scope_text": "52路一班全体驾驶员", "task_text": "全年无有责事故"}


def test_c07_own_team():
    found = asked("own_zones_are_in_the_own_team", members=[member()], zones=[zone(team_code="052-02")])
    assert found == [("C07", *spot("zones", "zone_kind"))]
    assert asked("own_zones_are_in_the_own_team", members=[member()], zones=[zone()]) == []
    away = zone(team_code="052-02", zone_kind="跨班组充实")
    assert asked("own_zones_are_in_the_own_team", members=[member()], zones=[away]) == []


def test_c08_all_the_same():
    people = [member(f"D0000{at}") for at in (1, 2, 3)]
    same = [zone(f"D0000{at}", **TEXT) for at in (1, 2, 3)]
    assert asked("zones_differ_from_member_to_member", members=people, zones=same) == [("C08", *spot("zones"))]
    other = [*same[:2], zone("D00003", **(TEXT | {"task_text": "夜班安全提醒"}))]
    assert asked("zones_differ_from_member_to_member", members=people, zones=other) == []


def test_c09_another_line():
    teams = [team(), team("077-01")]
    found = asked(
        "drivers_answer_for_their_own_line", members=[member()], teams=teams, zones=[zone(team_code="077-01")]
    )
    assert found == [("C09", *spot("zones", "team_code"))]
    manager = [member(post_type="车下管理人员")]
    other = [zone(team_code="077-01")]
    assert asked("drivers_answer_for_their_own_line", members=manager, teams=teams, zones=other) == []
    assert asked("drivers_answer_for_their_own_line", members=[member()], teams=teams, zones=[zone()]) == []


def test_c10_short_task():
    found = asked("tasks_can_be_checked", members=[member()], zones=[zone(task_text="保安全")])
    assert found == [("C10", *spot("zones", "task_text"))]
    assert asked("tasks_can_be_checked", members=[member()], zones=[zone(**TEXT)]) == []


def test_c11_contacts_far_away():
    tables = {"members": [member()], "zones": [zone()]}
    far = asked("contacts_are_people_nearby", contacts=[link(contact_team_code="077-01")], **tables)
    assert far == [("C11", *spot("contacts", "contact_team_code"))]
    assert asked("contacts_are_people_nearby", contacts=[link()], **tables) == []


def test_c12_more_than_three_main_zones():
    zones = [zone(team_code=f"052-0{at}", _row=4 + at) for at in range(1, 5)]
    found = asked("nobody_holds_too_many_zones", members=[member()], zones=zones)
    assert found == [("C12", *spot("zones", "member_no", 8))]
    assert asked("nobody_holds_too_many_zones", members=[member()], zones=zones[:3]) == []
