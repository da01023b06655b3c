"""The annual result of every member: quarters, 评议, bonus, deductions, veto, grade, places. domain.md 3.2."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.roster import roster_on
from zoneproc.duties.service import deceased_by
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.adjustments import after_veto, member_vetoes
from zoneproc.scoring.grading import grades_of
from zoneproc.scoring.points import of_each
from zoneproc.scoring.quarter import MEMBER, QuarterScores
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

YEARLY = "年度"
QUARTERS, REVIEW = "季度", "评议"
Q_COLUMNS = ["q1", "q2", "q3", "q4"]
_GRADES = ("excellent", "pass", "basic", "fail")
_BALLOTS = tuple(f"{side}_{grade}" for side in ("pv", "mv") for grade in _GRADES)
_ORDER = ("total", "t2_share", "talk_share", "-deduction", "review")


def score_members(ledger: Ledger, rules: Ruleset, year: Period, quarters: Sequence[QuarterScores]) -> pd.DataFrame:
    """The members of the year: one row per member listed in any quarter, the deceased left out (U40).

    Columns member_no, name, branch_code and group_code (on 31 December, else the last known), member_type, q1–q4 (B,
    missing if unscored), quarters_scored, quarter_mean, member_ballots, mass_ballots, review (R), review_note, bonus (capped),
    deduction, veto_kind, total (A), grade, rank (in the branch), company_rank, tied, company_tied, ranked, present,
    unscored_reason, review_grade (decided by the branch, never computed), contradiction; for live workbooks also
    raw_bonus (before the cap), t2_share and talk_share (U39), vetoed (by a veto that caps) and the ballots counted
    (pv_ of members, mv_ of masses).
    """
    members = _listed(ledger, year, quarters)
    members = with_quarters(members, quarters)
    members = _with_review(members, ledger, rules, year)
    members["unscored_reason"] = _unscored(members, int(rules.number("min_scored_quarters_year")))
    members = _with_total(members, ledger, rules, year)
    members = _with_places(members)
    members["contradiction"] = _contradictions(members)
    return members[_COLUMNS].sort_values("member_no", ignore_index=True)


_COLUMNS = (
    "member_no name branch_code group_code member_type q1 q2 q3 q4 quarters_scored quarter_mean member_ballots "
    "mass_ballots review review_note bonus deduction veto_kind total grade rank company_rank tied company_tied ranked "
    "present unscored_reason review_grade contradiction raw_bonus t2_share talk_share vetoed "
    "pv_excellent pv_pass pv_basic pv_fail mv_excellent mv_pass mv_basic mv_fail"
).split()
_WHO = ["member_no", "name", "branch_code", "group_code", "member_type"]


def _listed(ledger: Ledger, year: Period, quarters: Sequence[QuarterScores]) -> pd.DataFrame:
    here = roster_on(ledger, [year.end])[[*_WHO, "exempt", "assess_mode"]].assign(present=True)
    before = [scores.members[_WHO].assign(exempt=False, present=False) for scores in reversed(quarters)]
    known = pd.concat([here, *before], ignore_index=True).drop_duplicates("member_no")
    return known[~known["member_no"].isin(deceased_by(ledger, year))].reset_index(drop=True)


def with_quarters(members: pd.DataFrame, quarters: Sequence[QuarterScores]) -> pd.DataFrame:
    """B of each quarter, and what the scored quarters together say (U36, U39); `members` have member_no.

    Adds q1–q4 (missing if unscored or not given), quarters_scored, quarter_mean, raw_bonus (before the cap), deduction,
    t2_share and talk_share.
    """
    number = members["member_no"]
    by_quarter = {f"q{scores.period.last // 3}": scores.members.set_index("member_no") for scores in quarters}
    for name in Q_COLUMNS:
        found = by_quarter.get(name)
        members[name] = float("nan") if found is None else of_each(number, found["base"], float("nan"))
    together = pd.concat([scores.members for scores in quarters]) if quarters else _no_quarter()
    sums = together.groupby("member_no")[["bonus_before_cap", "deduction"]].sum()
    scored = together[together["base"].notna()].groupby("member_no")[_TIES].sum()
    shares = {
        "t2_share": scored["t2_earned"] / scored["t2_maximum"].where(scored["t2_maximum"] > 0),
        "talk_share": scored["talk_points"] / scored["talk_full"].where(scored["talk_full"] > 0),
    }
    return members.assign(
        quarters_scored=members[Q_COLUMNS].notna().sum(axis=1).astype("int64"),
        quarter_mean=members[Q_COLUMNS].mean(axis=1),
        raw_bonus=of_each(number, sums["bonus_before_cap"], 0.0),
        deduction=of_each(number, sums["deduction"], 0.0),
        **{name: of_each(number, share, float("nan")) for name, share in shares.items()},
    )


_TIES = ["t2_earned", "t2_maximum", "talk_points", "talk_full"]


def _no_quarter() -> pd.DataFrame:
    columns = ["member_no", "base", "bonus_before_cap", "deduction", *_TIES]
    return pd.DataFrame({name: pd.Series(dtype="str" if name == "member_no" else "float64") for name in columns})


def _with_review(members: pd.DataFrame, ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """R from the ballots of Y-1, the last row of a member (U41); one side alone counts alone and is flagged."""
    rows = ledger["reviews"]
    rows = rows[rows["_period"] == str(year)].merge(members[["member_no", "branch_code"]], on="member_no")
    own = rows["_branch"].eq(rows["branch_code"])
    rows = rows.assign(own=own).sort_values(["own", "_row"], kind="stable").drop_duplicates("member_no", keep="last")
    rows = rows.set_index("member_no").reindex(members["member_no"])
    values = rules.numbers("ballot_values")
    party, masses = (_ballots(rows, side, values) for side in ("pv", "mv"))
    share, other = rules.number("review_mix_member"), rules.number("review_mix_masses")
    both = (party * share + masses * other) / (share + other)
    review = both.fillna(party).fillna(masses)
    note = pd.Series("", rows.index, dtype="str").mask(masses.isna(), "仅党员票").mask(party.isna(), "仅群众票")
    return members.assign(
        member_ballots=party.to_numpy(),
        mass_ballots=masses.to_numpy(),
        review=review.to_numpy(),
        review_note=note.mask(review.isna(), "无测评票,按季度成绩计").to_numpy(),
        review_grade=rows["review_grade"].fillna("").to_numpy(),
        **{name: rows[name].fillna(0).astype("float64").to_numpy() for name in _BALLOTS},
    )


def _ballots(rows: pd.DataFrame, side: str, values: Sequence[float]) -> pd.Series:
    """Mean value of the ballots of one side over the sum of its four counts; missing without ballots."""
    votes = rows[[f"{side}_{grade}" for grade in _GRADES]].fillna(0).astype("float64")
    cast = votes.sum(axis=1)
    return votes.mul(list(values), axis="columns").sum(axis=1) / cast.where(cast > 0)


def _unscored(members: pd.DataFrame, least: int) -> pd.Series:
    """Why there is no annual score: 考核方式 on 31 December (U04), or too few scored quarters."""
    reasons = pd.Series("", index=members.index, dtype="str")
    reasons = reasons.mask(members["quarters_scored"] < least, f"已考核季度不足{least}个")
    reasons = reasons.mask(members["assess_mode"].eq("不定等次"), "考核方式为不定等次")
    return reasons.mask(members["exempt"].astype(bool), "免考")


def _with_total(members: pd.DataFrame, ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """A and the annual grade; no limit on 优秀 in the year (U36, U37, U42)."""
    vetoed = member_vetoes(ledger, rules, year)
    number = members["member_no"]
    caps = of_each(number, vetoed["caps"], 0.0).gt(0)
    bonus = members["raw_bonus"].clip(upper=rules.number("bonus_cap_year"))
    exact = (_composed(members, rules) + bonus - members["deduction"]).clip(0.0, rules.number("total_cap_year"))
    exact = exact.where(members["unscored_reason"].eq(""))
    total = after_veto(round_half_up(exact, int(rules.number("decimals"))), caps, rules)
    return members.assign(
        bonus=bonus,
        total=total,
        veto_kind=of_each(number, vetoed["veto_kind"], ""),
        vetoed=caps,
        grade=grades_of(total, rules.grades(MEMBER, YEARLY), caps),
    )


def _composed(members: pd.DataFrame, rules: Ruleset) -> pd.Series:
    """Quarters and 评议 by their weights; a missing review drops out and the rest is rescaled (U41)."""
    weights = rules.components(MEMBER)
    share, review_share = weights.get(QUARTERS, 0.0), weights.get(REVIEW, 0.0)
    both = share * members["quarter_mean"] + review_share * members["review"]
    alone = (share + review_share) * members["quarter_mean"]
    return both.where(members["review"].notna(), alone)


def _with_places(members: pd.DataFrame) -> pd.DataFrame:
    """Places in the branch of 31 December and in the company, for those with a score on the roll that day (U39, U40)."""
    ranked = members["total"].notna() & members["present"]
    place = shared_ranks(members[ranked], _ORDER, within="branch_code").reindex(members.index).astype("Int64")
    company = shared_ranks(members[ranked], _ORDER).reindex(members.index).astype("Int64")
    return members.assign(
        ranked=ranked,
        rank=place,
        company_rank=company,
        tied=shares_place(place, members["branch_code"]),
        company_tied=shares_place(company),
    )


def _contradictions(members: pd.DataFrame) -> pd.Series:
    """Where the annual grade and the 民主评议 grade speak against each other; both stand, people decide."""
    low, high = members["grade"].eq("不合格"), members["grade"].eq("优秀")
    praised = members["review_grade"].isin(["优秀", "合格"])
    blamed = members["review_grade"].isin(["基本合格", "不合格"])
    against = (low & praised) | (high & blamed)
    said = "年度" + members["grade"] + ",民主评议" + members["review_grade"]
    return said.where(against, "").astype("str")
