"""Who may be named, and how many: quotas, eligibility and places of the five awards (S5.1.5b, 3.5, U62–U66).

The software proposes and explains; it decides nothing. A tie across the line is 并列待定 and nobody in it is taken.
"""

from dataclasses import dataclass

import pandas as pd

from zoneproc.duties.rectifications import open_rectifications
from zoneproc.measures import Evidence
from zoneproc.measures.groups import members_at_end
from zoneproc.scoring.blocks import reasons
from zoneproc.scoring.ranking import shared_ranks

MEMBER, GROUP, BRANCH, SUBCOMPANY, SECRETARY = (
    "优秀共产党员",
    "先进党小组",
    "先进党支部",
    "优秀分公司",
    "优秀党支部书记",
)
TAKEN, OPEN, WAITING, BARRED = "入围", "并列待定", "候补", "不符合"
FORMAL, EXCELLENT = "正式党员", "优秀"
_CANDIDATE = ["subject", "name", "branch_code", "score", "place", "eligible", "reasons"]
AWARD_COLUMNS = ["award", "subject", "name", "branch_code", "score", "rank", "quota", "status", "reasons", "nominated"]


@dataclass(frozen=True, slots=True)
class YearFrames:
    """The scored subjects of a year: members, groups, branches, subcompanies, secretaries."""

    members: pd.DataFrame
    groups: pd.DataFrame
    branches: pd.DataFrame
    subcompanies: pd.DataFrame
    secretaries: pd.DataFrame


def awards_of(evidence: Evidence, year: YearFrames) -> pd.DataFrame:
    """All candidates of all awards, in order of award, branch (members only) and place.

    One row per award and subject: award, subject (code), name, branch_code, score (printed total), rank (among the
    eligible of its quota; missing if not eligible), quota (places of its quota), status (入围, 并列待定, 候补 or 不符合), reasons (why
    not, or what is open), nominated (named in Y-3).
    """
    found = pd.concat(
        [
            _member_award(evidence, year),
            _company_award(evidence, GROUP, _groups(year.groups)),
            _company_award(evidence, BRANCH, _branches(evidence, year.branches)),
            _company_award(evidence, SUBCOMPANY, _subcompanies(year.subcompanies)),
            _company_award(evidence, SECRETARY, _secretaries(year.secretaries)),
        ],
        ignore_index=True,
    )
    nominations = evidence.ledger["nominations"]
    named = pd.MultiIndex.from_frame(nominations[["award", "subject_no"]])
    found["nominated"] = pd.MultiIndex.from_frame(found[["award", "subject"]]).isin(named)
    return found[AWARD_COLUMNS].astype({"quota": "int64", "rank": "Int64", "score": "float64"})


def labelled(branches: pd.DataFrame, awards: pd.DataFrame, least: float) -> pd.DataFrame:
    """The branches with `label`: 先进 if 入围, 后进 if vetoed or below `least` points, else 中间; "" without a total. U58."""
    taken = awards.loc[(awards["award"] == BRANCH) & (awards["status"] == TAKEN), "subject"]
    behind = (branches["veto_kind"] != "") | (branches["total"] < least)
    label = pd.Series("中间", index=branches.index, dtype="str").mask(branches["branch_code"].isin(taken), "先进")
    return branches.assign(label=label.mask(behind, "后进").mask(branches["total"].isna(), ""))


def split_places(sizes: pd.Series, places: int, totals: pd.Series) -> pd.DataFrame:
    """Places split by size, by largest remainder, in whole numbers: index as `sizes`; places, open. U63.

    Equal remainders at the line go to the larger printed total; where that is equal too the place stays open for each.

    >>> split_places(pd.Series([22, 17, 35, 9]), 8, pd.Series([0.0] * 4))["places"].tolist()
    [2, 2, 3, 1]
    """
    shares = sizes.astype("int64") * places
    whole = int(sizes.sum()) or 1
    remainder = shares % whole
    given = shares // whole
    left = places - int(given.sum()) if sizes.sum() else 0
    order = shared_ranks(
        pd.DataFrame({"remainder": remainder, "total": totals.reindex(sizes.index)}), ["remainder", "total"]
    )
    last_of_tie = order + order.map(order.value_counts()) - 1
    return pd.DataFrame(
        {"places": given + (last_of_tie <= left).astype("int64"), "open": (order <= left) & (last_of_tie > left)}
    )


def filled(candidates: pd.DataFrame, places: int, *, extra: bool = False) -> pd.DataFrame:
    """The candidates of one quota with rank, quota and status: whole tie groups that fit are 入围. U65.

    `extra` says that one more place is still open between branches; whoever would get it is 并列待定.
    """
    ranks = shared_ranks(candidates.assign(place=candidates["place"].where(candidates["eligible"])), ["-place"])
    last_of_tie = ranks + ranks.map(ranks.value_counts()) - 1
    status = pd.Series(WAITING, index=candidates.index, dtype="str")
    status = status.mask((ranks <= places + extra).fillna(value=False).astype(bool), OPEN)
    status = status.mask((last_of_tie <= places).fillna(value=False).astype(bool), TAKEN)
    status = status.mask(ranks.isna(), BARRED)
    return candidates.assign(rank=ranks, quota=places, status=status).sort_values(["rank", "subject"], kind="stable")


def _company_award(evidence: Evidence, award: str, candidates: pd.DataFrame) -> pd.DataFrame:
    """One quota for the whole company. `candidates.base` marks those the share is taken of."""
    places = evidence.rules.quota(award).places(int(candidates["base"].sum()))
    return filled(candidates[_CANDIDATE], places).assign(award=award)


def _groups(groups: pd.DataFrame) -> pd.DataFrame:
    return groups.rename(
        columns={"group_code": "subject", "group_name": "name", "total": "score", "rank": "place"}
    ).assign(base=groups["eligible"])


def _branches(evidence: Evidence, branches: pd.DataFrame) -> pd.DataFrame:
    """U66: base is every branch on 31 December; no veto, no long gap, ranked; no minimum score."""
    longest = int(evidence.rules.number("long_gap_days"))
    faults = {
        "被一票否决": branches["veto_kind"] != "",
        f"有线路全年累计超过{longest}天未覆盖": branches["long_gap_days"] > longest,
        "不参加排名": ~branches["ranked"],
    }
    why = reasons(faults, branches.index)
    rows = branches.assign(subject=branches["branch_code"], reasons=why, eligible=why == "", base=branches["present"])
    return rows.rename(columns={"short_name": "name", "total": "score", "rank": "place"})


def _subcompanies(units: pd.DataFrame) -> pd.DataFrame:
    names = {"subcompany_code": "subject", "subcompany_name": "name", "total": "score", "rank": "place"}
    return units.rename(columns=names).assign(branch_code="", base=units["eligible"])


def _secretaries(people: pd.DataFrame) -> pd.DataFrame:
    """U62: base is the secretaries in post on 31 December."""
    names = {"member_no": "subject", "secretary_name": "name", "total": "score", "rank": "place"}
    return people.rename(columns=names).assign(base=people["in_post"])


def _member_award(evidence: Evidence, year: YearFrames) -> pd.DataFrame:
    """优秀共产党员: places of the company split to branches, then filled branch by branch. U63–U65."""
    roster = members_at_end(evidence)
    sizes = roster[roster["member_type"] == FORMAL].groupby("branch_code").size()
    places = evidence.rules.quota(MEMBER).places(int(sizes.sum()))
    quotas = split_places(sizes, places, year.branches.set_index("branch_code")["total"])
    candidates = _members(evidence, year.members)
    none = {"places": 0, "open": False}
    rows = [
        filled(found, int(quota["places"]), extra=bool(quota["open"]))
        for code, found in candidates.groupby("branch_code")
        for quota in [quotas.loc[code].to_dict() if code in quotas.index else none]
    ]
    found = pd.concat(rows) if rows else filled(candidates, 0)
    return found.assign(award=MEMBER)


def _members(evidence: Evidence, members: pd.DataFrame) -> pd.DataFrame:
    """The candidates with their faults (U64); `place` is the place in the branch, so that ties are broken by U39."""
    rules, number = evidence.rules, members["member_no"]
    least, quarters = rules.number("member_award_min_total"), int(rules.number("member_award_min_quarters"))
    faults = {
        "年末不是正式党员": members["member_type"] != FORMAL,
        "推荐会议时尚未转正": number.isin(_formal_too_late(evidence)),
        "民主评议等次不是优秀": members["review_grade"].fillna("") != EXCELLENT,
        f"年度得分不足{least:g}分": ~(members["total"] >= least),
        "被一票否决": members["veto_kind"].fillna("") != "",
        "有限期改正未销号": number.isin(open_rectifications(evidence.ledger, evidence.period)["member_no"]),
        f"考核季度不足{quarters}个": members["quarters_scored"] < quarters,
        "不参加排名": ~members["ranked"].astype(bool),
    }
    why = reasons(faults, members.index)
    rows = members.assign(subject=number, reasons=why, eligible=why == "")
    return rows.rename(columns={"total": "score", "rank": "place"})[_CANDIDATE]


def _formal_too_late(evidence: Evidence) -> pd.Series:
    """Members whose 转正日期 is after the first meeting at which their branch recommended 优秀共产党员. U64."""
    nominations = evidence.ledger["nominations"]
    meetings = nominations[nominations["award"] == MEMBER].groupby("_branch")["meeting_date"].min()
    members = evidence.ledger["members"]
    return members.loc[members["full_date"] > meetings.reindex(members["_branch"]).to_numpy(), "member_no"]
