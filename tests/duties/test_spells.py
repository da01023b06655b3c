"""Days uncovered by spells are those counted day by day (U59)."""

from datetime import date, timedelta

from building import ledger_of, rules_of
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneproc.duties.coverage import UNCOVERED, coverage, uncovered_days
from zoneproc.duties.spells import spells_of_teams

DAYS = [date(2026, 3, 1) + timedelta(days=offset) for offset in range(12)]
AROUND = st.one_of(st.none(), st.sampled_from([date(2026, 1, 30) + timedelta(days=offset) for offset in range(46)]))
MEMBERS, TEAMS, LINES = ("D1", "D2"), ("052-01", "052-02", "066-01"), ("052", "066", None)


def span(**cells):
    """A row with a first and a last day, in whatever order."""
    return st.fixed_dictionaries({"start_date": AROUND, "end_date": AROUND, **cells}).map(
        lambda row: {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    )


TEAM = span(
    team_code=st.sampled_from(TEAMS),
    line_code=st.sampled_from(LINES),
    branch_code=st.sampled_from(["001001", "001002"]),
    shift=st.sampled_from(["早班", "夜班"]),
    team_status=st.sampled_from(["运行", "暂停"]),
    cover_required=st.booleans(),
)
ZONE = span(
    team_code=st.sampled_from(TEAMS),
    member_no=st.sampled_from(MEMBERS),
    zone_kind=st.sampled_from(["本班组", "跨班组充实"]),
    shift=st.sampled_from(["早班", "夜班", None]),
)
STAY = span(member_no=st.sampled_from(MEMBERS), branch_code=st.sampled_from(["001001", "001002"])).map(
    lambda row: (
        {name: cell for name, cell in row.items() if "_date" not in name}
        | {"branch_from": row["start_date"], "branch_to": row["end_date"], "party_status": "正常"}
    )
)
ABSENCE = span(member_no=st.sampled_from(MEMBERS), work_status=st.sampled_from(["离退休", "长期病休", "流动党员"]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(TEAM, min_size=1, max_size=4),
    st.lists(ZONE, min_size=1, max_size=4),
    st.lists(STAY, min_size=1, max_size=4),
    st.lists(ABSENCE, max_size=3),
    st.sampled_from(["是", "否"]),
)
def test_what_the_spells_say_is_what_every_single_day_says(teams, zones, members, absences, by_shift):
    ledger = ledger_of(teams=teams, zones=zones, members=members, absences=absences)
    rules = rules_of(coverage_by_shift=by_shift)
    each_team, each_line = coverage(ledger, rules, DAYS)
    open_teams = each_team[each_team["due"] & each_team["state"].eq(UNCOVERED)]
    found_teams, found_lines = uncovered_days(ledger, rules, DAYS)
    assert found_teams.set_index(["branch_code", "team_code"])["days"].to_dict() == (
        open_teams.groupby(["branch_code", "team_code"]).size().to_dict()
    )
    assert found_lines.set_index(["branch_code", "line_code"])["days"].to_dict() == (
        each_line[~each_line["covered"]].groupby(["branch_code", "line_code"]).size().to_dict()
    )


def test_a_company_where_nothing_changes_is_asked_for_one_day():
    """All the days in one spell; a zone that ends on the third day makes two of it."""
    team = {"team_code": "052-01", "line_code": "052", "branch_code": "001001", "start_date": "2019-05-01"}
    stay = {"member_no": "D1", "branch_code": "001001", "branch_from": "2020-01-01", "party_status": "正常"}
    zone = {"team_code": "052-01", "member_no": "D1", "start_date": "2020-01-01", "zone_kind": "本班组"}

    def spells(**cells):
        ledger = ledger_of(teams=[team], members=[stay], zones=[zone | cells])
        found = spells_of_teams(ledger, rules_of(), DAYS)
        return list(zip(found["day"].dt.date, found["days"], strict=True))

    assert spells() == [(DAYS[0], 12)]
    assert spells(end_date=DAYS[2].isoformat()) == [(DAYS[0], 3), (DAYS[3], 9)]
