"""Which lines and teams have a responsible member on a day: 直接覆盖, 充实覆盖 or 未覆盖 (S4.1c, U46)."""

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, standing
from zoneproc.duties.spells import spells_of_teams
from zoneproc.ledger import Ledger, remembered
from zoneproc.rules import Ruleset

DIRECT, REINFORCED, UNCOVERED = "直接覆盖", "充实覆盖", "未覆盖"
_NOT_COUNTED = ("离退休", "流动党员")
_ALL_DAY = "全天"


def coverage(
    ledger: Ledger, rules: Ruleset, days: Sequence[date], branches: Collection[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The state of every team and of every line on each day asked; of the named branches alone, if any are named.

    Teams: one row per C-3 row that holds and day — day, branch_code, line_code, line_name, team_code, team_name, due, state, _source, _row.
    Lines: one row per branch, line and day with a due team — day, branch_code, line_code, line_name, due (always True), covered, state.
    A team is due when coverage is required, it is not 暂停 and `coverage_grace_days` have passed since its start. With
    coverage_by_shift a holder of another shift does not cover the team.
    """
    teams = ledger["teams"]
    if branches is not None:  # with the rows of other branches that have a code of theirs
        teams = teams[teams["team_code"].isin(teams.loc[teams["branch_code"].isin(branches), "team_code"])]
    teams, lines = _states(rules, teams.merge(_moments(days), how="cross"), zone_holders(ledger, days))
    if branches is not None:
        teams, lines = (rows[rows["branch_code"].isin(branches)] for rows in (teams, lines))
    columns = "day branch_code line_code line_name team_code team_name due state _source _row".split()
    return teams[columns], lines["day branch_code line_code line_name due covered state".split()]


def _states(rules: Ruleset, teams: pd.DataFrame, holders: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`coverage` of C-3 rows, each with its `day`; what else they carry stays with them, and `days` with the lines."""
    teams = _in_force(rules, teams)
    counted = holders[~holders["work_status"].isin(_NOT_COUNTED)]
    if rules.flag("coverage_by_shift"):
        counted = _on_the_shift(counted, teams)
    counted = counted.assign(direct=counted["zone_kind"] != "跨班组充实")
    states = counted.groupby(["day", "team_code", "branch_code"])["direct"].any().reset_index()
    teams = teams.merge(states, on=["day", "team_code", "branch_code"], how="left")
    teams["state"] = _state(teams["direct"].notna(), teams["direct"].eq(True))
    return teams, _lines(teams)


def _on_the_shift(holders: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """Only holders whose zone names no shift, the whole day, or the team's own shift (S4.1a, 1.3 A5)."""
    shifts = teams[["day", "team_code", "shift"]].drop_duplicates(["day", "team_code"], keep="last")
    worked = holders.merge(shifts.rename(columns={"shift": "worked"}), on=["day", "team_code"], how="left")
    own = worked["shift"].fillna(_ALL_DAY).isin([_ALL_DAY]) | worked["worked"].eq(worked["shift"]).fillna(value=False)
    return worked[own.astype(bool)].drop(columns="worked")


def _state(covered: pd.Series, direct: pd.Series) -> pd.Series:
    state = pd.Series(UNCOVERED, index=covered.index, dtype="str")
    return state.mask(covered, REINFORCED).mask(direct, DIRECT)


def _moments(days: Sequence[date]) -> pd.DataFrame:
    moments = pd.to_datetime(pd.Series(list(days), dtype="object")).astype("datetime64[s]")
    return pd.DataFrame({"day": moments, "days": 1})


def _in_force(rules: Ruleset, teams: pd.DataFrame) -> pd.DataFrame:
    teams = teams.assign(start_date=teams["start_date"].fillna(LONG_AGO))
    teams = teams[(teams["start_date"] <= teams["day"]) & (teams["day"] <= teams["end_date"].fillna(FAR_AHEAD))]
    settled = teams["start_date"] + pd.Timedelta(days=int(rules.number("coverage_grace_days"))) <= teams["day"]
    required = teams["cover_required"].fillna(True).astype(bool)
    return teams.assign(due=required & (teams["team_status"] != "暂停") & settled)


def _lines(teams: pd.DataFrame) -> pd.DataFrame:
    due = teams[teams["due"] & teams["line_code"].notna()]
    due = due.assign(covered=due["state"] != UNCOVERED, direct=due["state"] == DIRECT)
    lines = due.groupby(["day", "branch_code", "line_code"], as_index=False).agg(
        line_name=("line_name", "first"), covered=("covered", "any"), direct=("direct", "any"), days=("days", "first")
    )
    return lines.assign(due=True, state=_state(lines["covered"], lines["direct"]))


@remembered
def zone_holders(ledger: Ledger, days: Sequence[date]) -> pd.DataFrame:
    """Who is responsible for a team on a day: one row per B-5 row in force and day, the person on the roll.

    Columns day, team_code, branch_code (of the person on that day), member_no, name, assignment_role, zone_kind, zone_code,
    shift, on_duty, work_status, _source, _row (the B-5 row).
    """
    return _in_charge(ledger, ledger["zones"].merge(_moments(days), how="cross"))


def _in_charge(ledger: Ledger, zones: pd.DataFrame) -> pd.DataFrame:
    started = zones["start_date"].fillna(LONG_AGO) <= zones["day"]
    zones = zones[started & (zones["day"] <= zones["end_date"].fillna(FAR_AHEAD))]
    people = standing(ledger, zones)[["member_no", "day", "name", "branch_code", "on_duty", "work_status"]]
    columns = "day team_code branch_code member_no name assignment_role zone_kind zone_code shift on_duty work_status _source _row"
    return zones.merge(people, on=["member_no", "day"])[columns.split()]


def uncovered_days(ledger: Ledger, rules: Ruleset, days: Sequence[date]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How long teams and lines stood uncovered within the days asked (U59): two frames.

    Teams: branch_code, team_code, days. Lines: branch_code, line_code, line_name, days. Only those with at least one day.
    """
    spells = spells_of_teams(ledger, rules, days)
    zones = ledger["zones"].merge(spells[["team_code", "day"]].drop_duplicates(), on="team_code")
    teams, lines = _states(rules, spells, _in_charge(ledger, zones))
    open_teams = teams[teams["due"] & (teams["state"] == UNCOVERED)]
    open_lines = lines[~lines["covered"]]
    return (
        open_teams.groupby(["branch_code", "team_code"], as_index=False).agg(days=("days", "sum")),
        open_lines.groupby(["branch_code", "line_code"], as_index=False).agg(
            line_name=("line_name", "first"), days=("days", "sum")
        ),
    )
