"""Spells of days on which nothing about a team or its line changes: one day of each tells of all of them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from zoneproc.duties.roster import stays
from zoneproc.ledger import Ledger
from zoneproc.rules import Ruleset

__all__ = ["spells_of_teams"]

_Tells = Literal["left", "right"]
_FROM: _Tells = "left"
_UNTIL: _Tells = "right"
"""A first day tells on the day itself, a last day on the day after (sides of a bisection)."""


def spells_of_teams(ledger: Ledger, rules: Ruleset, days: Sequence[date]) -> pd.DataFrame:
    """The C-3 rows once per spell: all columns of `teams`, `day` (the spell's first day asked) and `days` (how many asked).

    `days` are in order. A spell ends where a team of the same line, a zone on it, or the stay or absence of a member
    with such a zone begins or ends, so that all teams of a line have the same spells. Missing dates change nothing.
    """
    moments = np.array(days, dtype="datetime64[s]")
    teams = ledger["teams"].assign(unit=lambda rows: rows["line_code"].fillna(rows["team_code"]))
    at_first = pd.DataFrame({"unit": teams["unit"].unique(), "at": 0})
    later = _turns_of_teams(ledger, rules, moments).merge(
        teams[["team_code", "unit"]].drop_duplicates(), on="team_code"
    )
    turns = pd.concat([at_first, later[["unit", "at"]]]).drop_duplicates()
    turns = turns.sort_values(["unit", "at"]).reset_index(drop=True)
    after = turns["at"].shift(-1).where(turns["unit"].eq(turns["unit"].shift(-1)), len(moments)).astype("int64")
    turns = turns.assign(day=moments[turns["at"]], days=after - turns["at"])
    return teams.merge(turns, on="unit").drop(columns=["unit", "at"])


def _turns_of_teams(ledger: Ledger, rules: Ruleset, moments: np.ndarray) -> pd.DataFrame:
    """Where among the days something about a team changes: team_code, at (1 … days - 1)."""
    teams, zones, absences, held = ledger["teams"], ledger["zones"], ledger["absences"], stays(ledger)
    settled = teams["start_date"] + pd.Timedelta(days=int(rules.number("coverage_grace_days")))
    of_members = pd.concat(
        [
            _turns(moments, held["member_no"], held["branch_from"], _FROM),
            _turns(moments, held["member_no"], held["_until"], _UNTIL),
            _turns(moments, absences["member_no"], absences["start_date"], _FROM),
            _turns(moments, absences["member_no"], absences["end_date"], _FROM),  # 返岗日期: the first day back
        ]
    )
    return pd.concat(
        [
            _turns(moments, teams["team_code"], teams["start_date"], _FROM),
            _turns(moments, teams["team_code"], settled, _FROM),
            _turns(moments, teams["team_code"], teams["end_date"], _UNTIL),
            _turns(moments, zones["team_code"], zones["start_date"], _FROM),
            _turns(moments, zones["team_code"], zones["end_date"], _UNTIL),
            of_members.merge(zones[["member_no", "team_code"]].drop_duplicates(), on="member_no"),
        ]
    )[["team_code", "at"]]


def _turns(moments: np.ndarray, keys: pd.Series, dates: pd.Series, tells: _Tells) -> pd.DataFrame:
    """Key and place among the days of the first on which each date tells, where it is not the very first of them."""
    at = np.searchsorted(moments, dates.to_numpy().astype("datetime64[s]"), side=tells)
    inside = (at > 0) & (at < len(moments)) & dates.notna().to_numpy()
    return pd.DataFrame({keys.name: keys[inside], "at": at[inside]})
