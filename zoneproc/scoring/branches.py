"""The year of each branch: data and visit, bonus and deductions, veto, grade, place (3.4, U46–U59, U78)."""

import pandas as pd

from zoneproc.duties.branches import branches_in, line_of
from zoneproc.duties.coverage import uncovered_days
from zoneproc.duties.incidents import vetoes
from zoneproc.ledger import Ledger
from zoneproc.measures import Evidence
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.blocks import block_points, items_of
from zoneproc.scoring.grading import grades_of
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

BRANCH = "支部"
TIE_BREAK = ("total", "A3", "A1", "B4")
DATA, VISIT = "A", "B"
_SAME_EVENT = ["branch_code", "event_date", "reason", "bonus"]


def score_branches(evidence: Evidence, points: pd.DataFrame) -> pd.DataFrame:
    """The branches that existed in the year, in order of code.

    One row per branch: branch_code, short_name, subcompany_code, start_date, end_date, successor_code, months (of
    existence, by the rule day), present (on 31 December), one column of exact points per item (missing = 不适用),
    data_points and visit_points (each scaled to its full block, U50), bonus, deduction, own_total, total (both printed;
    they differ after a merger), merged_from, grade, rank, tied, ranked, veto_kind ("" if none), long_gap_days (U59),
    provisional (no visit figures yet), label (empty until the awards are known).
    """
    rules, year = evidence.rules, evidence.period
    branches = branches_in(evidence.ledger, year, int(rules.number("mid_month_day")))
    branches = pd.concat([branches, _points_columns(rules, points, branches["branch_code"])], axis=1)
    own = branches["branch_code"]
    adjustments = branch_adjustments(evidence.ledger, rules, year)
    branches["bonus"] = own.map(adjustments["bonus"]).fillna(0.0).astype("float64")
    branches["deduction"] = own.map(adjustments["deduction"]).fillna(0.0).astype("float64")
    branches["veto_kind"] = own.map(branch_vetoes(evidence.ledger, rules, year)).astype("str").fillna("")
    branches["own_total"] = _printed(branches["base"] + branches["bonus"] - branches["deduction"], branches, rules)
    weighted, heritage = _with_predecessors(branches)
    branches["total"] = _printed(weighted, branches, rules)
    branches["merged_from"] = heritage
    # The veto already capped the total, so that the cut-offs alone decide the grade (U58).
    nobody = pd.Series(data=False, index=branches.index)
    branches["grade"] = grades_of(branches["total"], rules.grades(BRANCH, "年度"), nobody)
    branches["long_gap_days"] = own.map(_longest_gaps(evidence)).fillna(0).astype("int64")
    branches["provisional"] = branches["visit_points"].isna()
    branches["label"] = pd.Series("", index=branches.index, dtype="str")
    return _ranked(branches, rules).drop(columns="base")


def _points_columns(rules: Ruleset, points: pd.DataFrame, subjects: pd.Series) -> pd.DataFrame:
    """Items, blocks and base: a block without any figure leaves the maximum, and the other is scaled up (U50)."""
    indicators = rules.indicators(BRANCH, "年度")
    blocks = {row.code: row.block for row in indicators}
    block = points["indicator"].map(blocks)
    columns = items_of(points, list(blocks), subjects)
    columns["data_points"] = block_points(points[block == DATA], subjects)
    columns["visit_points"] = block_points(points[block == VISIT], subjects)
    full = {name: sum(row.full_points for row in indicators if row.block == name) for name in (DATA, VISIT)}
    known = full[DATA] * columns["data_points"].notna() + full[VISIT] * columns["visit_points"].notna()
    earned = columns["data_points"].fillna(0.0) + columns["visit_points"].fillna(0.0)
    columns["base"] = sum(full.values()) * earned / known.where(known > 0)
    return columns


def _printed(totals: pd.Series, branches: pd.DataFrame, rules: Ruleset) -> pd.Series:
    """Totals as printed: not below 0, not above the veto cap where vetoed, rounded half up (U06, U57)."""
    floored = totals.clip(lower=0.0)
    capped = floored.mask(branches["veto_kind"] != "", floored.clip(upper=rules.number("branch_veto_cap")))
    return round_half_up(capped, int(rules.number("decimals")))


def branch_adjustments(ledger: Ledger, rules: Ruleset, year: Period) -> pd.DataFrame:
    """E-6 points by branch: index branch_code; bonus (at most branch_bonus_cap), deduction, both ≥ 0. U56.

    The same event (branch, day, reason) counts once, at its highest; bonuses and deductions apart.
    """
    rows = ledger["branch_adjustments"]
    rows = rows[(rows["event_date"] >= pd.Timestamp(year.start)) & (rows["event_date"] <= pd.Timestamp(year.end))]
    pairs = zip(rows["adj_kind"].fillna(""), rows["level"].fillna(""), strict=True)
    worth = [rules.adjustment_points(BRANCH, kind, level) for kind, level in pairs]
    rows = rows.assign(points=pd.Series(worth, index=rows.index, dtype="float64"))
    rows = rows.assign(bonus=rows["points"] > 0, size=rows["points"].abs())
    rows = rows.sort_values("size", ascending=False, kind="stable").drop_duplicates(_SAME_EVENT)
    gained = rows[rows["bonus"]].groupby("branch_code")["size"].sum().clip(upper=rules.number("branch_bonus_cap"))
    lost = rows[~rows["bonus"]].groupby("branch_code")["size"].sum()
    return pd.DataFrame({"bonus": gained, "deduction": lost}).fillna(0.0).astype("float64")


def branch_vetoes(ledger: Ledger, rules: Ruleset, year: Period) -> pd.Series:
    """The first confirmed veto of each vetoed branch: veto_kind by branch code. A member's veto is none. U57."""
    rows = vetoes(ledger, year, BRANCH)
    rows = rows[rows["veto_kind"].isin(rules.veto_kinds(BRANCH))].drop_duplicates("subject_no")
    return rows.set_index("subject_no")["veto_kind"]


def _with_predecessors(branches: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Month-weighted totals over a branch and those that merged into it, and their names (4/30, U78)."""
    names = branches.set_index("branch_code")["short_name"]
    successors = dict(zip(branches["branch_code"], branches["successor_code"], strict=True))
    lines = [(code, heir) for code in branches["branch_code"] for heir in line_of(successors, code)]
    shares = pd.DataFrame(lines, columns=["branch_code", "heir"]).astype("str")
    shares = shares.merge(branches[["branch_code", "own_total", "months"]], on="branch_code")
    shares = shares[shares["own_total"].notna() & (shares["months"] > 0)]
    weights = shares["months"].groupby(shares["heir"]).sum()
    sums = (shares["own_total"] * shares["months"]).groupby(shares["heir"]).sum()
    means = branches["branch_code"].map(sums / weights)
    heirs = pd.DataFrame(lines, columns=["branch_code", "heir"]).astype("str")
    heirs = heirs[heirs["branch_code"] != heirs["heir"]]
    merged = heirs["branch_code"].map(names).groupby(heirs["heir"]).agg("、".join)
    alone = ~branches["branch_code"].isin(merged.index)
    return means.mask(alone, branches["own_total"]), branches["branch_code"].map(merged).astype("str").fillna("")


def _longest_gaps(evidence: Evidence) -> pd.Series:
    """U59: the most days of the year any one line of the branch was due and uncovered, by branch code."""
    days = [day.date() for day in pd.date_range(evidence.period.start, evidence.period.end)]
    _, lines = uncovered_days(evidence.ledger, evidence.rules, days)
    return lines.groupby("branch_code")["days"].max()


def _ranked(branches: pd.DataFrame, rules: Ruleset) -> pd.DataFrame:
    """U58: ranked are branches that exist on 31 December and have existed six months; ties by exact A3, A1, B4."""
    enough = branches["months"] >= rules.number("min_branch_months")
    ranked = branches["present"] & enough & branches["total"].notna()
    keys = branches.reindex(columns=list(TIE_BREAK)).assign(total=branches["total"].where(ranked))
    rank = shared_ranks(keys, TIE_BREAK)
    return branches.assign(ranked=ranked, rank=rank, tied=shares_place(rank))
