"""Lines and teams with a responsible member (U46, U59, U71; 4/13–15)."""

from datetime import date, timedelta

from building import ledger_of, rules_of

from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders

DAY = date(2026, 3, 31)
MEMBER = {
    "member_no": "D00001",
    "name": "张三",
    "branch_from": "2020-01-01",
    "party_status": "正常",
    "branch_code": "001001",
}
TEAM = {
    "team_code": "052-01",
    "line_code": "052",
    "line_name": "52路",
    "branch_code": "001001",
    "start_date": "2019-05-01",
    "team_status": "运行",
    "cover_required": True,
}
ZONE = {
    "zone_code": "Z1",
    "member_no": "D00001",
    "team_code": "052-01",
    "zone_kind": "本班组",
    "start_date": "2026-01-01",
}


def ledger(*, teams=({},), zones=({},), members=({},), absences=()):
    return ledger_of(
        members=[MEMBER | row for row in members],
        teams=[TEAM | row for row in teams],
        zones=[ZONE | row for row in zones],
        absences=list(absences),
    )


def states(found, day=DAY):
    teams, lines = coverage(found, rules_of(), [day])
    return teams["state"].tolist(), lines["state"].tolist()


def test_direct_reinforced_and_uncovered():
    """A4: 直接覆盖 / 充实覆盖 / 未覆盖."""
    assert states(ledger()) == (["直接覆盖"], ["直接覆盖"])
    assert states(ledger(zones=[{"zone_kind": "跨班组充实"}])) == (["充实覆盖"], ["充实覆盖"])
    assert states(ledger(zones=[])) == (["未覆盖"], ["未覆盖"])


def test_one_direct_row_is_enough_and_belonging_without_a_zone_covers_nothing():
    assert states(ledger(zones=[{"zone_kind": "跨班组充实"}, {}]))[0] == ["直接覆盖"]
    assert states(ledger(zones=[], members=[{"home_team_code": "052-01"}]))[0] == ["未覆盖"]


def test_absence_does_not_undo_coverage_but_retirement_does():
    """U46."""

    def away(status):
        return [{"member_no": "D00001", "work_status": status, "start_date": "2026-03-01"}]

    assert states(ledger(absences=away("长期病休")))[0] == ["直接覆盖"]
    assert states(ledger(absences=away("离退休")))[0] == ["未覆盖"]
    assert states(ledger(absences=away("流动党员")))[0] == ["未覆盖"]


def test_a_person_of_another_branch_covers_nothing():
    assert states(ledger(members=[{"branch_code": "001002"}]))[0] == ["未覆盖"]


def test_a_team_is_due_thirty_days_after_its_start():
    """4/13."""
    start = DAY - timedelta(days=29)
    assert coverage(ledger(teams=[{"start_date": start.isoformat()}]), rules_of(), [DAY])[0]["due"].tolist() == [False]
    assert coverage(ledger(teams=[{"start_date": start.isoformat()}]), rules_of(), [DAY + timedelta(days=1)])[0][
        "due"
    ].tolist() == [True]


def test_a_paused_team_is_not_due_and_an_ended_one_is_gone():
    """4/14, 4/15, U71."""
    paused = coverage(ledger(teams=[{"team_status": "暂停"}]), rules_of(), [DAY])
    assert (paused[0]["due"].tolist(), len(paused[1])) == ([False], 0)
    assert coverage(ledger(teams=[{"end_date": "2026-03-30"}]), rules_of(), [DAY])[0].empty


def test_a_line_is_covered_by_one_of_its_teams_and_judged_per_branch():
    other = {"team_code": "052-02"}
    assert states(ledger(teams=[{}, other])) == (["直接覆盖", "未覆盖"], ["直接覆盖"])
    cut = {"team_code": "052-02", "branch_code": "001002"}
    assert states(ledger(teams=[{}, cut]))[1] == ["直接覆盖", "未覆盖"]


def test_uncovered_days_are_counted_per_line_and_team():
    """U59."""
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(90)]
    teams, lines = uncovered_days(ledger(zones=[{"start_date": "2026-02-01"}]), rules_of(), days)
    assert teams["days"].tolist() == [31]
    assert lines["days"].tolist() == [31]


def test_holders_carry_the_row_behind_them():
    found = zone_holders(ledger(), [DAY]).iloc[0]
    assert (found["name"], found["branch_code"], found["_row"]) == ("张三", "001001", 5)


def test_by_shift_only_the_own_shift_or_the_whole_day_covers_s4_1a():
    """1.3 A5: off unless the office switches it on."""
    night = [{"shift": "夜班"}]
    cases = ([{"shift": "早班"}], [{"shift": "早班"}, {"shift": "夜班"}], [{"shift": None}], [{"shift": "全天"}])
    by_shift = [
        coverage(ledger(teams=night, zones=zones), rules_of(coverage_by_shift="是"), [DAY])[0]["state"].tolist()
        for zones in cases
    ]
    assert by_shift == [["未覆盖"], ["直接覆盖"], ["直接覆盖"], ["直接覆盖"]]
    assert coverage(ledger(teams=night, zones=cases[0]), rules_of(), [DAY])[0]["state"].tolist() == ["直接覆盖"]


def test_a_line_without_a_name_is_counted_too_U59():
    bare = ledger(teams=[{"line_name": None}], zones=())
    _, lines = uncovered_days(bare, rules_of(), [DAY])
    assert lines[["line_code", "days"]].to_numpy().tolist() == [["052", 1]]
