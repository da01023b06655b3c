"""Lines and teams of domain.md 7, and what befalls them (4/13–15, U71)."""

from zoneproc.demo.places import line_code_of, teams_of
from zoneproc.demo.plan import Plan


def teams(role):
    return teams_of(Plan(2026, 2026, 8, role))


def test_ninety_lines_and_some_two_hundred_teams():
    every = [team for role in range(1, 9) for team in teams(role)]
    assert len({team.line_code for team in every if team.line_code}) == 90
    assert 180 <= len({team.team_code for team in every}) <= 205


def test_one_new_one_dissolved_one_resting_one_merged():
    assert any(team.start_date.year == 2026 for team in teams(1))
    assert [team.team_status for team in teams(2) if team.end_date] == ["撤销"]
    resting = [
        team.team_status for team in teams(3) if team.team_code.startswith(f"{line_code_of(Plan(1, 2026, 8, 3), 2)}-02")
    ]
    assert resting == ["运行", "暂停", "运行"]
    merged = next(team for team in teams(4) if team.team_status == "合并")
    assert merged.merged_into in {team.team_code for team in teams(4)}
