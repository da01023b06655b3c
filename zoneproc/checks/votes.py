"""The V family: ballots that add up, meetings that could resolve, nominations that may stand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import floor

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.sheets import contradictions
from zoneproc.duties.rectifications import open_rectifications
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.forms import table_of

V01 = declare(
    Code(
        "V01",
        Severity.ERROR,
        "票数不平",
        "“{label}”为 {seen},{relation}“{other}”({against})。",
        "请核对发出、收回、有效票和各选项票数。",
        "domain.md 2.6, 2.10",
    )
)
V02 = declare(
    Code(
        "V02",
        Severity.ERROR,
        "预备党员不评等次、不作推荐对象",
        "{fault}。",
        "请清空评定等次,或从推荐名单中撤下。",
        "domain.md 4/5",
    )
)
V03 = declare(
    Code(
        "V03",
        Severity.ERROR,
        "评议优秀超过比例",
        "评议“优秀” {count} 名,按参加评议的正式党员 {base} 名计算最多 {most} 名。",
        "请支部重新研究评定等次。",
        "domain.md 3.2, U76",
    )
)
V04 = declare(
    Code(
        "V04",
        Severity.ERROR,
        "表决人数不足半数",
        "“{label}”为 {seen},没有超过有表决权应到人数 {due} 的一半。",
        "请核对人数;确实不足半数的,决议无效,请重新召开会议。",
        "domain.md 2.5, 4/8",
    )
)
V05 = declare(
    Code(
        "V05",
        Severity.ERROR,
        "推荐对象不合条件",
        "推荐对象“{name}”({seen}){fault}。",
        "请支部改荐他人,或空缺名额。",
        "domain.md 3.5, U64",
    )
)
V06 = declare(
    Code(
        "V06",
        Severity.ERROR,
        "推荐人数超过名额",
        "推荐“{award}” {count} 名,本支部名额最多 {most} 名。",
        "请按支部内排序减少推荐。",
        "domain.md 3.5, U63",
    )
)

_EXCELLENT_MEMBER = "优秀共产党员"


@check("return", "reviews")
def members_ballots_add_up(view: View) -> list[Finding]:
    """V01 for Y-1: options make up the valid votes, valid ≤ returned ≤ issued ≤ members on the roll that day."""
    return [*contradictions(view, "reviews", V01), *_uneven(view, "reviews"), *_too_many_issued(view)]


@check("company", "secretary_ballots")
def secretaries_ballots_add_up(view: View) -> list[Finding]:
    """V01 for E-5."""
    return [*contradictions(view, "secretary_ballots", V01), *_uneven(view, "secretary_ballots")]


def _uneven(view: View, name: str) -> list[Finding]:
    table = table_of(name)[1]
    rows = view.rows(name)
    found = []
    for valid, options in table.sums.items():
        given = rows[rows[[valid, *options]].notna().any(axis=1)]
        given = given.assign(total=given[list(options)].fillna(0).sum(axis=1).astype("Int64"))
        uneven = given[given[valid].fillna(0).ne(given["total"])]
        found += view.findings(
            V01,
            name,
            uneven,
            valid,
            label=table[valid].label,
            seen=valid,
            relation="不等于",
            other="各选项票数之和",
            against="total",
        )
    return found


def _too_many_issued(view: View) -> list[Finding]:
    rows = view.rows("reviews").dropna(subset=["review_date", "pv_issued"])
    days = {day: _eligible(view, day.date()) for day in rows["review_date"].unique()}
    keys = zip(rows["_branch"], rows["review_date"], strict=True)
    eligible = pd.Series([days[day].get(branch, 0) for branch, day in keys], index=rows.index, dtype="Int64")
    rows = rows.assign(eligible=eligible)
    over = rows[rows["_branch"].isin(view.on_file) & rows["pv_issued"].gt(rows["eligible"])]
    return view.findings(
        V01,
        "reviews",
        over,
        "pv_issued",
        label=table_of("reviews")[1]["pv_issued"].label,
        seen="pv_issued",
        relation="超过",
        other="当天在册党员人数",
        against="eligible",
    )


def _eligible(view: View, day: date) -> Mapping[str, int]:
    """Who may fill in a ballot, by branch: everybody on the roll, or the formal members alone (probationary_may_ballot)."""
    people = view.roster(day)
    if not view.rules.flag("probationary_may_ballot"):
        people = people[people["member_type"].ne("预备党员")]
    return _tally(people["branch_code"])


def _tally(branches: pd.Series) -> Mapping[str, int]:
    return {str(branch): int(count) for branch, count in branches.value_counts().items()}


@check("return", "reviews", "nominations")
def probationary_members_are_neither_graded_nor_nominated(view: View) -> list[Finding]:
    """V02: by the kind of member on the last day of the period (U03, 4/6)."""
    people = view.roster(view.day)
    young = people.loc[people["member_type"].eq("预备党员"), "member_no"]
    reviews = view.rows("reviews")
    graded = reviews[reviews["review_grade"].notna() & reviews["member_no"].isin(young)]
    nominations = view.rows("nominations")
    named = nominations[nominations["subject_no"].isin(young)]
    return [
        *view.findings(V02, "reviews", graded, "review_grade", fault="预备党员参加评议但不评定等次"),
        *view.findings(V02, "nominations", named, "subject_no", fault="预备党员不能作为推荐对象"),
    ]


@check("return", "reviews")
def excellence_stays_within_its_share(view: View) -> list[Finding]:
    """V03: per branch at most max(1, ⌊formal members taking part × cap⌋); told on the sheet (U76). An empty cap is none."""
    if not view.rules.parameters.get("review_excellent_cap"):
        return []
    cap = view.rules.number("review_excellent_cap")
    reviews = view.rows("reviews").drop_duplicates(["_branch", "_period", "member_no"], keep="last")
    people = view.roster(view.day)
    formal = people.loc[people["member_type"].eq("正式党员"), "member_no"]
    present = reviews["attended"].eq(True).fillna(False)
    rows = reviews.assign(
        base=present & reviews["member_no"].isin(formal),
        count=reviews["review_grade"].eq("优秀").fillna(False),
    )
    branches = rows.groupby(["_branch", "_source"], as_index=False).agg(
        base=("base", "sum"), count=("count", "sum"), _row=("_row", "first")
    )
    # A third is kept as a decimal: the grain of dust keeps a third of 24 at 8.
    branches["most"] = [max(1, floor(base * cap + 1e-9)) for base in branches["base"]]
    over = branches[branches["count"] > branches["most"]]
    return view.on_sheet(V03, "reviews", over, count="count", base="base", most="most")


@check("return", "meetings", "nominations")
def resolutions_have_a_quorum(view: View) -> list[Finding]:
    """V04: more than half of the voting members due attended, and voted for a nominee (4/8, 3.5)."""
    found = []
    for name, column in (("meetings", "voting_attended"), ("nominations", "voting_attended"), ("nominations", "ayes")):
        rows = view.rows(name)
        short = rows[(rows[column] * 2).le(rows["voting_expected"]).fillna(False).astype(bool)]
        found += view.findings(
            V04, name, short, column, label=table_of(name)[1][column].label, seen=column, due="voting_expected"
        )
    return found


@check("return", "nominations")
def nominees_are_free_of_faults(view: View) -> list[Finding]:
    """V05: no confirmed veto in the year (U37), no rectification left open (U64). The score is judged at the awards."""
    nominations = view.rows("nominations")
    year = view.months[-1].whole_year
    vetoes = view.ledger["vetoes"]
    confirmed = vetoes["confirmed"].eq(True).fillna(False) & vetoes["basis_doc"].notna()
    this_year = vetoes["event_date"].dt.year.eq(year.year)
    barred = nominations[nominations["subject_no"].isin(vetoes.loc[confirmed & this_year, "subject_no"])]
    unfinished = nominations[nominations["subject_no"].isin(open_rectifications(view.ledger, year)["member_no"])]
    faults = ((barred, "本年有已确认的一票否决"), (unfinished, "还有未销号的限期改正"))
    return [
        finding
        for rows, fault in faults
        for finding in view.findings(
            V05, "nominations", rows, "subject_no", name="subject_name", seen="subject_no", fault=fault
        )
    ]


@check("company", "nominations")
def nominations_fit_the_places(view: View) -> list[Finding]:
    """V06: 优秀共产党员, whose places are split among the branches (U63); a tie at the line is read generously."""
    nominations = view.rows("nominations")
    named = nominations[nominations["award"].eq(_EXCELLENT_MEMBER)]
    if named.empty:
        return []
    people = view.roster(view.day)
    formal = _tally(people.loc[people["member_type"].eq("正式党员"), "branch_code"])
    quota = view.rules.quota(_EXCELLENT_MEMBER)
    most = _most_places(formal, Fraction(repr(quota.share)), quota.places(sum(formal.values())))
    counted = named.groupby(["_branch", "_source"], as_index=False).agg(count=("award", "size"), _row=("_row", "first"))
    counted["most"] = counted["_branch"].map(most).fillna(0).astype("int64")
    over = counted[counted["count"] > counted["most"]]
    return view.on_sheet(V06, "nominations", over, award=_EXCELLENT_MEMBER, count="count", most="most")


def _most_places(members: Mapping[str, int], share: Fraction, places: int) -> Mapping[str, int]:
    """The places each branch can get by largest remainder; all of a tie at the line are given the benefit."""
    exact = {branch: share * count for branch, count in members.items()}
    rest = places - sum(floor(part) for part in exact.values())
    remainders = sorted((part - floor(part) for part in exact.values()), reverse=True)
    line = remainders[rest - 1] if 0 < rest <= len(remainders) else Fraction(1)
    return {branch: floor(part) + (part - floor(part) >= line) for branch, part in exact.items()}
