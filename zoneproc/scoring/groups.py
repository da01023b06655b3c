"""The year of each Party group: four items, total, place, and whether it may be 先进党小组 (3.3, U43–U45, U66)."""

import pandas as pd

from zoneproc.duties.incidents import vetoes
from zoneproc.measures import Evidence
from zoneproc.measures.groups import group_members, groups_at_end, members_at_end
from zoneproc.scoring.blocks import block_points, items_of, reasons
from zoneproc.scoring.ranking import round_half_up, shared_ranks, shares_place

GROUP = "党小组"
FORMAL = "正式党员"


def score_groups(evidence: Evidence, points: pd.DataFrame) -> pd.DataFrame:
    """The groups that exist on 31 December, in order of code.

    One row per group: group_code, group_name, branch_code, members, formal_members, leader_formal, one column of exact
    points per item (missing = 不适用), total (printed), rank and tied (company-wide, no tie-break, U39), vetoed, eligible,
    reasons (why not, `;`-separated).
    """
    rules = evidence.rules
    groups = groups_at_end(evidence).sort_values("group_code", ignore_index=True)
    codes = [row.code for row in rules.indicators(GROUP, "年度")]
    people = group_members(evidence)
    formal = people[people["member_type"] == FORMAL]
    groups = groups.assign(
        members=_size(people, groups),
        formal_members=_size(formal, groups),
        leader_formal=groups["leader_member_no"].isin(_formal_members(evidence)),
        vetoed=groups["group_code"].isin(_vetoed(evidence, people)),
    )
    groups = pd.concat([groups, items_of(points, codes, groups["group_code"])], axis=1)
    groups["total"] = round_half_up(block_points(points, groups["group_code"]), int(rules.number("decimals")))
    groups["rank"] = shared_ranks(groups, ["total"])
    groups["tied"] = shares_place(groups["rank"])
    least = int(rules.number("group_min_members"))
    faults = {
        f"党员不足{least}人": groups["members"] < least,
        "没有正式党员": groups["formal_members"] < 1,
        "组长不是正式党员": ~groups["leader_formal"],
        "有一票否决": groups["vetoed"],
        "没有得分": groups["total"].isna(),
    }
    groups["reasons"] = reasons(faults, groups.index)
    groups["eligible"] = groups["reasons"] == ""
    return groups.drop(columns=["leader_member_no", "_source", "_row"])


def _size(people: pd.DataFrame, groups: pd.DataFrame) -> pd.Series:
    counted: pd.Series = people.groupby("group_code").size()
    return pd.Series(groups["group_code"].map(counted), dtype="float64").fillna(0).astype("int64")


def _formal_members(evidence: Evidence) -> pd.Series:
    """Formal members of the whole company: the leader is judged by type, not by where he is registered."""
    roster = members_at_end(evidence)
    return roster.loc[roster["member_type"] == FORMAL, "member_no"]


def _vetoed(evidence: Evidence, people: pd.DataFrame) -> pd.Series:
    """Groups with a veto of their own or of a member. U45."""
    own = vetoes(evidence.ledger, evidence.period, GROUP)
    own = own[own["veto_kind"].isin(evidence.rules.veto_kinds(GROUP))]
    members = evidence.earlier["members"]
    barred = members.loc[members["veto_kind"].fillna("") != "", "member_no"]
    through_members = people.loc[people["member_no"].isin(barred), "group_code"]
    vetoed: pd.Series = pd.concat([own["subject_no"], through_members])
    return vetoed
