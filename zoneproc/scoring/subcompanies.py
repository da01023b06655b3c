"""The year of each 分公司: its branches' scores weighted by members, less uncovered lines (3.5, U60)."""

import pandas as pd

from zoneproc.duties.coverage import coverage
from zoneproc.ledger import in_force
from zoneproc.measures import Evidence
from zoneproc.measures.groups import members_at_end
from zoneproc.scoring.blocks import reasons
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

ELIGIBLE_TYPES = ("营运分公司", "修理分公司")


def score_subcompanies(evidence: Evidence, branches: pd.DataFrame) -> pd.DataFrame:
    """The units of C-2 in force on 31 December, in order of code.

    One row per unit: subcompany_code, subcompany_name, unit_type, branches, members (on the roll that day), weighted (mean
    of the branches' printed totals), uncovered_lines, total (printed), rank, tied (all units, no tie-break), eligible,
    reasons.
    """
    rules = evidence.rules
    mapping = _mapping(evidence)
    units = mapping.drop_duplicates("subcompany_code", keep="last")[["subcompany_code", "subcompany_name", "unit_type"]]
    units = units.sort_values("subcompany_code", ignore_index=True)
    rows = unit_branches(evidence, branches)
    code = units["subcompany_code"]
    units["branches"] = code.map(rows.groupby("subcompany_code").size()).fillna(0).astype("int64")
    units["members"] = code.map(rows.groupby("subcompany_code")["members"].sum()).fillna(0).astype("int64")
    units["weighted"] = code.map(_weighted(rows)).astype("float64")
    units["uncovered_lines"] = code.map(_uncovered_lines(evidence, mapping)).fillna(0).astype("int64")
    penalty = rules.number("subcompany_line_penalty") * units["uncovered_lines"]
    units["total"] = round_half_up((units["weighted"] - penalty).clip(lower=0.0), int(rules.number("decimals")))
    units["rank"] = shared_ranks(units, ["total"])
    units["tied"] = shares_place(units["rank"])
    least = rules.number("subcompany_min_total")
    vetoed = rows.loc[rows["veto_kind"] != "", "subcompany_code"]
    faults = {
        "不是营运或修理分公司": ~units["unit_type"].isin(ELIGIBLE_TYPES),
        f"得分不足{least:g}分": units["total"] < least,
        "所属支部有一票否决": code.isin(vetoed),
        "没有得分": units["total"].isna(),
    }
    units["reasons"] = reasons(faults, units.index)
    return units.assign(eligible=units["reasons"] == "")


def _mapping(evidence: Evidence) -> pd.DataFrame:
    rows = in_force(evidence.ledger["subcompanies"], evidence.period.end)
    return rows.drop_duplicates(["subcompany_code", "branch_code"], keep="last")


def unit_branches(evidence: Evidence, branches: pd.DataFrame) -> pd.DataFrame:
    """The branches of each unit that exist on 31 December, with their total, veto and number of members."""
    mapping = _mapping(evidence)
    present = branches.loc[branches["present"], ["branch_code", "total", "veto_kind"]]
    rows = mapping[["subcompany_code", "branch_code"]].merge(present, on="branch_code")
    roster = members_at_end(evidence)
    sizes = roster.groupby("branch_code").size()
    return rows.assign(members=rows["branch_code"].map(sizes).fillna(0).astype("int64"))


def _weighted(rows: pd.DataFrame) -> pd.Series:
    """The member-weighted mean of the totals by unit; units without any member weigh their branches alike."""
    scored = rows[rows["total"].notna()]
    people = scored.groupby("subcompany_code")["members"].transform("sum")
    weight = scored["members"].where(people > 0, 1)
    sums = (scored["total"] * weight).groupby(scored["subcompany_code"]).sum()
    return sums / weight.groupby(scored["subcompany_code"]).sum()


def _uncovered_lines(evidence: Evidence, mapping: pd.DataFrame) -> pd.Series:
    """Lines due and uncovered on 31 December, by unit; a line cut between branches of one unit counts once."""
    _, lines = coverage(evidence.ledger, evidence.rules, [evidence.period.end])
    rows = lines[~lines["covered"].astype(bool)].merge(mapping[["subcompany_code", "branch_code"]], on="branch_code")
    return rows.groupby("subcompany_code")["line_code"].nunique()
