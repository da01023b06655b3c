"""Bonus, deductions and veto of members (Q-2, Q-3). U32–U37."""

import pandas as pd

from zoneproc.duties.incidents import vetoes
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

MEMBER = "党员"
REFUSED = "不同意"
_SAME_EVENT = ["member_no", "event_date", "reason"]


def adjustments_of(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """The Q-2 rows of the period with their points, by 发生日期: columns of Q-2, points, counted.

    Points come from the rules alone, whatever is typed (U32); a row the branch does not agree to gives none (U34). Of
    rows about the same event only the highest is `counted`, bonuses and deductions apart (U33).
    """
    rows = ledger["adjustments"]
    rows = rows[(rows["event_date"] >= pd.Timestamp(period.start)) & (rows["event_date"] <= pd.Timestamp(period.end))]
    rows = rows.dropna(subset=["member_no", "adj_kind"])
    rows = rows.assign(level=rows["level"].fillna(""), reason=rows["reason"].fillna("").str.strip())
    pairs = rows[["adj_kind", "level"]].drop_duplicates().itertuples(index=False)
    worth = {(kind, level): rules.adjustment_points(MEMBER, kind, level) for kind, level in pairs}
    points = [worth[pair] for pair in zip(rows["adj_kind"], rows["level"], strict=True)]
    rows = rows.assign(points=pd.Series(points, rows.index, dtype="float64"))
    refused = rows["branch_opinion"].fillna("").str.contains(REFUSED, regex=False)
    rows["points"] = rows["points"].mask(refused, 0.0)
    return rows.assign(counted=_highest(rows))


def _highest(rows: pd.DataFrame) -> pd.Series:
    """U33: the highest bonus and the highest deduction of each event; rows worth nothing count for nothing."""
    ordered = rows.assign(size=rows["points"].abs(), bonus=rows["points"] > 0)
    ordered = ordered.sort_values("size", ascending=False, kind="stable")
    repeated = ordered.duplicated([*_SAME_EVENT, "bonus"])
    return (rows["points"] != 0) & ~repeated.reindex(rows.index)


def bonus_and_deduction(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """Per member with any Q-2 points in the quarter: index member_no; bonus, deduction (both ≥ 0).

    The bonus is after the limit of each kind (U33) and before the quarter's cap, as the year needs it (U36); deductions
    have no cap (U35).
    """
    rows = adjustments_of(ledger, rules, period)
    rows = rows[rows["counted"]]
    by_kind = rows[rows["points"] > 0].groupby(["member_no", "adj_kind"], as_index=False)["points"].sum()
    caps = by_kind["adj_kind"].map(lambda kind: rules.kind_cap(MEMBER, kind)).astype("float64")
    bonus = by_kind["points"].clip(upper=caps.fillna(float("inf"))).groupby(by_kind["member_no"]).sum()
    deduction = (-rows.loc[rows["points"] < 0, "points"]).groupby(rows["member_no"]).sum()
    return pd.DataFrame({"bonus": bonus, "deduction": deduction}).fillna(0.0).astype("float64")


def member_vetoes(ledger: Ledger, rules: Ruleset, period: Period) -> pd.DataFrame:
    """The first confirmed veto of each member in the period: index member_no; veto_kind, caps (whether it caps the score).

    By 发生日期; kinds the rules do not use are left out. A veto that caps goes before one that only bars awards. U37.
    """
    rows = vetoes(ledger, period, MEMBER)
    rows = rows[rows["veto_kind"].isin(rules.veto_kinds(MEMBER))]
    effects = {kind: rules.veto_caps(MEMBER, kind) for kind in rows["veto_kind"].unique()}
    rows = rows.assign(caps=rows["veto_kind"].map(effects).astype(bool), member_no=rows["subject_no"])
    rows = rows.sort_values(["caps", "event_date"], ascending=[False, True], kind="stable")
    return rows.drop_duplicates("member_no").set_index("member_no")[["veto_kind", "caps"]]


def after_veto(totals: pd.Series, vetoed: pd.Series, rules: Ruleset) -> pd.Series:
    """The totals, where `vetoed` at most the veto cap, or 0 with veto_effect zero; missing stays missing. U37."""
    limit = 0.0 if rules.text("veto_effect") == "zero" else rules.number("veto_cap")
    return totals.mask(vetoed & totals.notna(), totals.clip(upper=limit))
