"""The year: four quarters, members, groups, branches, 分公司, secretaries and awards (3.2–3.5, S5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from zoneproc.crew import each
from zoneproc.duties.branches import branches_in
from zoneproc.ledger import Ledger
from zoneproc.measures import Evidence
from zoneproc.measures.groups import groups_at_end
from zoneproc.once import Later
from zoneproc.period import Period
from zoneproc.rules import RuleBook
from zoneproc.scoring.awards import YearFrames, awards_of, labelled
from zoneproc.scoring.branches import score_branches
from zoneproc.scoring.groups import score_groups
from zoneproc.scoring.member_year import score_members
from zoneproc.scoring.points import Found, award_points, found_by
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
    told: Later[pd.DataFrame]

    @property
    def cases(self) -> pd.DataFrame:
        """Every counted thing with the row behind it, made when it is first asked for."""
        return self.told()


def _quarter(year: tuple[Ledger, RuleBook], quarter: Period) -> QuarterScores:
    ledger, rule_book = year
    return score_quarter(ledger, rule_book.on(quarter.end), quarter)


def score_year(ledger: Ledger, rule_book: RuleBook, year: int) -> YearScores:
    """The year computed from the ledger: each quarter by the rules of its last day, the year by those of 31 December.

    Members first, since groups and branches look at their scores; then the rest, and the awards last.
    """
    period = Period(year)
    rules = rule_book.on(period.end)
    quarters = tuple(each(_quarter, (ledger, rule_book), period.quarters))
    members = score_members(ledger, rules, period, quarters)
    evidence = Evidence(ledger, rules, period, {"members": members, "quarters": _quarters_together(quarters)})
    of_groups = _counted(evidence, GROUP, groups_at_end(evidence)["group_code"])
    of_branches = _counted(evidence, BRANCH, branches_in(ledger, period)["branch_code"])
    groups = score_groups(evidence, of_groups.points)
    branches = score_branches(evidence, of_branches.points)
    frames = YearFrames(
        members, groups, branches, score_subcompanies(evidence, branches), score_secretaries(evidence, branches)
    )
    awards = awards_of(evidence, frames)
    behind = min((grade.at_least for grade in rules.grades(BRANCH, YEARLY)[:-1]), default=0.0)
    return YearScores(
        period=period,
        quarters=quarters,
        members=members,
        groups=groups,
        branches=labelled(branches, awards, behind),
        subcompanies=frames.subcompanies,
        secretaries=frames.secretaries,
        awards=awards,
        measured=pd.concat([of_groups.measured, of_branches.measured], ignore_index=True),
        points=pd.concat([of_groups.points, of_branches.points], ignore_index=True),
        told=Later(lambda: pd.concat([of_groups.found.frame(), of_branches.found.frame()], ignore_index=True)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Cases, counts and points of one kind of subject."""

    found: Found
    measured: pd.DataFrame
    points: pd.DataFrame


def _counted(evidence: Evidence, subject: str, codes: pd.Series) -> _Counted:
    """Cases about subjects that are not scored (a code nobody registered) are left out."""
    indicators = evidence.rules.indicators(subject, YEARLY)
    found = found_by(evidence, indicators, codes)
    measured = found.measured()
    return _Counted(found, measured, award_points(measured, indicators, codes.tolist()))


def _quarters_together(quarters: Sequence[QuarterScores]) -> pd.DataFrame:
    """The members of all quarters in one frame, with the `period` of each row."""
    return pd.concat([scores.members.assign(period=str(scores.period)) for scores in quarters], ignore_index=True)
