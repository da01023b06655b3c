"""The quarterly result of every member: items, base score, bonus, deductions, veto, grade, place. domain.md 3.1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zoneproc.ledger import Ledger
from zoneproc.measures import Evidence
from zoneproc.measures.civility import rated_by_branch
from zoneproc.once import Later
from zoneproc.period import Period
from zoneproc.rules import Indicator, Ruleset
from zoneproc.scoring.adjustments import after_veto, bonus_and_deduction, member_vetoes
from zoneproc.scoring.grading import grades_of, within_caps
from zoneproc.scoring.points import award_points, found_by, of_each, totals_of
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

MEMBER, QUARTERLY = "党员", "季度"
TALKS, OPERATIONS = "联系谈心", "T2"
SMALL = 3
_ORDER = ("total", "t2_share", "talk_points", "-deduction")


@dataclass(frozen=True, slots=True, eq=False)
class QuarterScores:
    """One quarter, from cases to ranks; later frames follow from earlier ones.

    cases: columns of cases and indicator. measured: subject, indicator, part, numerator, denominator. points: subject,
    indicator, full, points (missing = 不适用). members: one row per listed member, see `score_quarter`.
    """

    period: Period
    told: Later[pd.DataFrame]
    measured: pd.DataFrame
    points: pd.DataFrame
    members: pd.DataFrame

    @property
    def cases(self) -> pd.DataFrame:
        """Every counted thing with the row behind it, made when it is first asked for."""
        return self.told()


def score_quarter(ledger: Ledger, rules: Ruleset, period: Period) -> QuarterScores:
    """The quarter computed from the ledger by the rules.

    members: member_no, name, branch_code (computing branch, U05), group_code, member_type, months_in_service, earned,
    maximum, base (B), bonus, deduction, total (S), grade, rank (in the branch), tied, ranked, capped, cap_note, veto_kind,
    unscored_reason ("" if scored), small_sample, branch_rating; for the year also bonus_before_cap (U36), t2_earned,
    t2_maximum, talk_points, talk_full (U39); for live workbooks present (on the roll on the last day), unscored (the
    reason known before any count) and vetoed (by a veto that caps). base and total are missing where there is no score.
    """
    evidence = Evidence(ledger, rules, period)
    indicators = rules.indicators(MEMBER, QUARTERLY)
    listed = evidence.assessed
    found = found_by(evidence, indicators, listed["member_no"])
    measured = found.measured()
    points = award_points(measured, indicators, listed["member_no"].tolist())
    members = _with_base(listed, points, indicators, rules)
    members = _with_total(members, ledger, rules, period)
    members = _with_place(members, rules)
    ratings = evidence.once("rated", lambda: rated_by_branch(evidence)).set_index("member_no")["branch_rating"]
    members["branch_rating"] = of_each(members["member_no"], ratings, "")
    return QuarterScores(period, Later(found.frame), measured, points, members[_MEMBER_COLUMNS])


_MEMBER_COLUMNS = (
    "member_no name branch_code group_code member_type months_in_service earned maximum base bonus deduction total grade "
    "rank tied ranked capped cap_note veto_kind unscored_reason small_sample branch_rating "
    "bonus_before_cap t2_earned t2_maximum talk_points talk_full present unscored vetoed"
).split()


def _with_base(
    listed: pd.DataFrame, points: pd.DataFrame, indicators: Sequence[Indicator], rules: Ruleset
) -> pd.DataFrame:
    """B, and the exact sums that decide ties (U06, U31, U39)."""
    least = rules.number("min_applicable_points")
    at = np.arange(len(points)) % max(len(listed), 1)
    sums = []
    for names, asked in (
        (("earned", "maximum"), [True for _ in indicators]),
        (("t2_earned", "t2_maximum"), [row.block == OPERATIONS for row in indicators]),
        (("talk_points", "talk_full"), [row.measure == TALKS for row in indicators]),
    ):
        meant = np.repeat(np.array(asked, dtype=bool), len(listed))
        sums.append(totals_of(points[meant], listed["member_no"], at[meant]).set_axis(names, axis=1))
    members = pd.concat([listed, *(each.reset_index(drop=True) for each in sums)], axis=1)
    members["talk_points"] = members["talk_points"].where(members["talk_full"] > 0)
    thin = members["unscored"].eq("") & (members["maximum"] < max(least, 1e-9))
    members["unscored_reason"] = members["unscored"].mask(thin, f"适用指标满分不足{least:g}分")
    scored = members["unscored_reason"].eq("")
    exact = (100 * members["earned"] / members["maximum"].where(members["maximum"] > 0)).where(scored)
    return members.assign(base=round_half_up(exact, int(rules.number("decimals"))))


def _with_total(members: pd.DataFrame, ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """S with bonus, deductions and veto, and the grade by cut-off (U33–U37)."""
    adjusted = bonus_and_deduction(ledger, rules, period)
    vetoed = member_vetoes(ledger, rules, period)
    number = members["member_no"]
    earned = of_each(number, adjusted["bonus"], 0.0)
    bonus = earned.clip(upper=rules.number("bonus_cap_quarter"))
    deduction = of_each(number, adjusted["deduction"], 0.0)
    caps = of_each(number, vetoed["caps"], 0.0).gt(0)
    total = (members["base"] + bonus - deduction).clip(lower=0.0, upper=rules.number("total_cap_quarter"))
    total = after_veto(round_half_up(total, int(rules.number("decimals"))), caps, rules)
    return members.assign(
        bonus_before_cap=earned,
        bonus=bonus,
        deduction=deduction,
        total=total,
        veto_kind=of_each(number, vetoed["veto_kind"], ""),
        vetoed=caps,
        grade=grades_of(total, rules.grades(MEMBER, QUARTERLY), caps),
    )


def _with_place(members: pd.DataFrame, rules: Ruleset) -> pd.DataFrame:
    """Places inside the branch, and the limit on the best grade (U38–U40); fewer than three ranked is 小样本 (4/28)."""
    ranked = members["total"].notna() & members["present"]
    members["t2_share"] = members["t2_earned"] / members["t2_maximum"].where(members["t2_maximum"] > 0)
    places = shared_ranks(members[ranked], _ORDER, within="branch_code")
    members = members.assign(ranked=ranked, rank=places.reindex(members.index).astype("Int64"))
    members["tied"] = shares_place(members["rank"], members["branch_code"])
    members["small_sample"] = ranked & (members.groupby("branch_code")["rank"].transform("count") < SMALL)
    return within_caps(members, rules.grades(MEMBER, QUARTERLY))
