"""The year: four quarters, members, groups, branches, 分公司, secretaries and awards (3.2–3.5, S5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from zoneproc.ledger import Ledger
from zoneproc.measures import Evidence
from zoneproc.period import Period
from zoneproc.rules import RuleBook
from zoneproc.scoring.awards import YearFrames, awards_of, labelled
from zoneproc.scoring.branches import score_branches
from zoneproc.scoring.groups import score_groups
from zoneproc.scoring.member_year import score_members
from zoneproc.scoring.points import award_points, cases_of, measured_of
from zoneproc.scoring.quarter import QuarterScores, score_quarter
from zoneproc.scoring.secretaries import score_secretaries
from zoneproc.scoring.subcompanies import score_subcompanies

GROUP, BRANCH, YEARLY = "党小组", "支部", "年度"


@dataclass(frozen=True, slots=True, eq=False)
class YearScores:
    """One year, from cases to awards; later frames follow from earlier ones.

    cases: columns of cases and indicator, for groups and branches. measured: subject, indicator, part, numerator,
    denominator. points: subject, indicator, full, points (missing = 不适用). One row per subject in members, groups,
    branches, subcompanies and secretaries; awards: one row per award and candidate.
    """

    period: Period
    quarters: tuple[QuarterScores, ...]
    members: pd.DataFrame
    groups: pd.DataFrame
    branches: pd.DataFrame
    subcompanies: pd.DataFrame
    secretaries: pd.DataFrame
    awards: pd.DataFrame
    measured: pd.DataFrame
    points: pd.DataFrame
    cases: pd.DataFrame


def score_year(ledger: Ledger, rule_book: RuleBook, year: int) -> YearScores:
    """The year computed from the ledger: each quarter by the rules of its last day, the year by those of 31 December.

    Members first, since groups and branches look at their scores; then the rest, and the awards last.
    """
    period = Period(year)
    rules = rule_book.on(period.end)
    quarters = tuple(score_quarter(ledger, rule_book.on(quarter.end), quarter) for quarter in period.quarters)
    members = score_members(ledger, rules, period, quarters)
    evidence = Evidence(ledger, rules, period, {"members": members, "quarters": _quarters_together(quarters)})
    cases = cases_of(evidence, [*rules.indicators(GROUP, YEARLY), *rules.indicators(BRANCH, YEARLY)])
    measured = measured_of(cases)
    groups = score_groups(evidence, measured)
    branches = score_branches(evidence, measured)
    return cases, groups, branches


def _quarters_together(quarters: Sequence[QuarterScores]) -> pd.DataFrame:
    """The members of all quarters in one frame, with the `period` of each row."""
    return pd.concat([scores.members.assign(period=str(scores.period)) for scores in quarters], ignore_index=True)
