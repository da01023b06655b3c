"""The X family: what one return says against another, another branch, or what the office knows."""

from collections.abc import Hashable, Mapping

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.duties.contacts import reported_months
from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, company_branches
from zoneproc.findings import Code, Finding, Severity, declare
from zoneproc.forms import table_of

X01 = declare(
    Code(
        "X01",
        Severity.ERROR,
        "党员增减不平",
        "期初 {opening} 名,增加 {came} 名,减少 {left} 名,应为 {due} 名,名册实有 {closing} 名。",
        "请核对党员名册:有无一人两行、党籍状态已变而没有填写转出日期的。",
        "domain.md 2.10(F35)",
    )
)
X02 = declare(
    Code(
        "X02",
        Severity.NOTE,
        "填报人数变化较大",
        "本月填报 {count} 名党员,上月 {before} 名,基础台账只登记了 {known} 人次变动。",
        "请核对是否漏填;确有变动的,请在基础台账中登记日期。",
        "domain.md 2.10",
    )
)
X03 = declare(
    Code(
        "X03",
        Severity.NOTE,
        "转出后对方未接收",
        "党员“{name}”({member})于 {day} 从支部 {old} 转往支部 {new},一个月内对方没有登记转入。",
        "请两个支部核对组织关系;接收支部请在党员名册中补登转入日期。",
        "domain.md 4/4",
    )
)
X04 = declare(
    Code(
        "X04",
        Severity.NOTE,
        "部门通报的事实支部未报",
        "{day} 班组“{team}”的{kind},支部 {branch} 当月报表的“{sheet}”中没有。",
        "请党办核实是否漏报。",
        "S3.2e–f, U15",
    )
)
X05 = declare(
    Code(
        "X05",
        Severity.ERROR,
        "原有的行被删除",
        "上一版“{sheet}”中的“{what}”在本版中没有了。",
        "请恢复该行,用终止日期和原因表示结束;确属误填的,请在封面“更正说明”中写明删除,或在“支部说明”中说明。",
        "domain.md 2.1 第10条, 2.3",
    )
)

_GREAT_CHANGE = 0.2
_BESIDE = (("三违", "violations", "三违纠正记录"), ("事故", "events", "重大事项报告"))
_DELETION = "删|误填|误登|误报|重复|多填|多登|错填|错登|撤"
"""Words that explain a row that is gone, on the cover."""
_LIVING_ROWS = {
    "groups": ["group_code"],
    "members": ["member_no", "branch_from"],
    "absences": ["member_no", "start_date"],
    "zones": ["zone_code", "member_no", "team_code", "start_date"],
    "contacts": ["member_no", "contact_employee_no", "start_date"],
}


@check("return", "members")
def the_roster_adds_up(view: View) -> list[Finding]:
    """X01: people on the roster before the periods, plus rows begun, less rows ended, are the people on it at the end.

    It fails for a person with two open rows and for a status that changed without a date. One finding per branch.
    """
    rows = view.ledger["members"].assign(
        begun=lambda frame: frame["branch_from"].fillna(LONG_AGO),
        ended=lambda frame: frame["branch_to"].fillna(FAR_AHEAD),
    )
    first, day = pd.Timestamp(view.start), pd.Timestamp(view.day)
    gone = rows["branch_to"].isna() & rows["party_status"].fillna("正常").ne("正常")
    eve = first - pd.Timedelta(days=1)
    before = rows["begun"].le(eve) & rows["ended"].ge(eve)
    now = rows["begun"].le(day) & rows["ended"].ge(day) & ~gone
    came = rows["begun"].between(first, day)
    # Whoever left on the last day is still there on it (U01).
    left = rows["ended"].between(eve, day, inclusive="left")
    counts = _people(rows, before, "opening").join(_people(rows, now, "closing"))
    counts = counts.assign(came=came.groupby(rows["_branch"]).sum(), left=left.groupby(rows["_branch"]).sum())
    counts["due"] = counts["opening"] + counts["came"] - counts["left"]
    wrong = counts[counts["due"] != counts["closing"]].reset_index()
    wrong = wrong.merge(rows.drop_duplicates("_branch")[["_branch", "_source", "_row"]], on="_branch")
    slots = {name: name for name in ("opening", "came", "left", "due", "closing")}
    return view.on_sheet(X01, "members", wrong, **slots)


def _people(rows: pd.DataFrame, chosen: pd.Series, name: str) -> pd.DataFrame:
    return rows["member_no"].where(chosen).groupby(rows["_branch"]).nunique().rename(name).to_frame()


@check("return", "monthly_reports")
def the_count_of_reports_changes_with_the_roster(view: View) -> list[Finding]:
    """X02: members listed in M-2 against the month before, beyond a fifth and beyond the dated rows of BASE."""
    reports = view.ledger["monthly_reports"]
    if reports["_period"].nunique() < 2:  # a month and the one before it
        return []
    listed = reports.groupby(["_branch", "_period"], as_index=False).agg(
        count=("member_no", "nunique"), _source=("_source", "first"), _row=("_row", "first")
    )
    following = (pd.PeriodIndex(listed["_period"], freq="M") + 1).astype(str)
    before = listed[["_branch"]].assign(before=listed["count"], _period=following)
    pairs = listed.merge(before, on=["_branch", "_period"])
    known = _dated_changes(view)
    keys = zip(pairs["_branch"], pairs["_period"], strict=True)
    pairs["known"] = pd.Series([known.get(key, 0) for key in keys], index=pairs.index, dtype="int64")
    change = (pairs["count"] - pairs["before"]).abs()
    great = (
        change.gt(pairs["before"] * _GREAT_CHANGE)
        & change.gt(pairs["known"])
        & pairs["_period"].isin([written for written in pairs["_period"].unique() if view.asks(written)])
    )
    return view.on_sheet(X02, "monthly_reports", pairs[great], count="count", before="before", known="known")


def _dated_changes(view: View) -> Mapping[Hashable, int]:
    """How many dated rows of BASE fall in a month or the one before it, by branch and month."""
    members, absences = view.ledger["members"], view.ledger["absences"]
    dates = [(members, "branch_from"), (members, "branch_to"), (absences, "start_date"), (absences, "end_date")]
    parts = [frame[["_branch"]].assign(day=frame[column]) for frame, column in dates]
    changes = pd.concat(parts).dropna()
    month = changes["day"].dt.to_period("M")
    both = pd.concat([changes.assign(month=month), changes.assign(month=month + 1)])
    return both.groupby(["_branch", both["month"].astype(str)]).size().to_dict()


@check("company", "members")
def who_leaves_a_branch_arrives(view: View) -> list[Finding]:
    """X03: transfers inside the company not taken up within a month (空挂); both branches are told."""
    members = view.ledger["members"]
    moved = members[members["transfer_to"].isin(company_branches(view.ledger)) & members["branch_to"].notna()]
    deadline = moved["branch_to"] + pd.DateOffset(months=1)
    moved = moved[deadline.between(pd.Timestamp(view.start), pd.Timestamp(view.day))]
    arrivals = members[["member_no", "_branch", "branch_from"]].rename(
        columns={"_branch": "transfer_to", "branch_from": "arrived"}
    )
    both = moved[["_source", "_row", "member_no", "transfer_to", "branch_to"]].merge(
        arrivals, on=["member_no", "transfer_to"]
    )
    in_time = both[both["arrived"] <= both["branch_to"] + pd.DateOffset(months=1)]
    taken = pd.MultiIndex.from_frame(moved[["_source", "_row"]]).isin(
        pd.MultiIndex.from_frame(in_time[["_source", "_row"]])
    )
    lost = moved[~taken].assign(old=lambda rows: rows["_branch"])
    slots = {"name": "name", "member": "member_no", "day": "branch_to", "old": "old", "new": "transfer_to"}
    files = members.drop_duplicates("_branch").set_index("_branch")["_source"]
    there = lost[lost["transfer_to"].isin(files.index)]
    there = there.assign(_branch=there["transfer_to"], _source=there["transfer_to"].map(files))
    return [
        *view.findings(X03, "members", lost, "transfer_to", **slots),
        *view.on_sheet(X03, "members", there, **slots),
    ]


@check("company", "facts")
def what_departments_know_was_reported(view: View) -> list[Finding]:
    """X04: a 三违 or accident of C-7 with no row of the same team and day in the branch's return at hand (U15).

    Told at the office's own row and to the office alone: the finding carries no branch (4/43).
    """
    facts = view.ledger["facts"]
    facts = facts[facts["fact_kind"].isin([kind for kind, *_ in _BESIDE])]
    month = facts["fact_date"].dt.strftime("%Y-%m")
    facts = facts.assign(month=month)[month.isin([str(month) for month in view.months])]
    if facts.empty:
        return []
    facts = facts.merge(_branch_of_team(view), on="team_code")
    facts = facts[pd.MultiIndex.from_frame(facts[["branch", "month"]]).isin(reported_months(view.ledger))]
    found = []
    for kind, table, sheet in _BESIDE:
        known = pd.MultiIndex.from_arrays(_team_and_day(view, table))
        asked = facts[facts["fact_kind"].eq(kind)].assign(_branch="")
        days = pd.MultiIndex.from_arrays([asked["team_code"], asked["fact_date"].dt.strftime("%Y-%m-%d")])
        found += view.findings(
            X04,
            "facts",
            asked[~days.isin(known)],
            "fact_no",
            day="fact_date",
            team="team_code",
            kind=kind,
            branch="branch",
            sheet=sheet,
        )
    return found


def _branch_of_team(view: View) -> pd.DataFrame:
    teams = view.ledger["teams"].sort_values("start_date", kind="stable").drop_duplicates("team_code", keep="last")
    return teams[["team_code", "branch_code"]].rename(columns={"branch_code": "branch"}).dropna()


def _team_and_day(view: View, table: str) -> list[pd.Series]:
    rows = view.ledger[table]
    if table == "events":
        rows = rows[rows["event_kind"].eq("安全事故")]
    day = rows["occurred_at" if table == "events" else "event_date"]
    return [rows["team_code"], day.dt.strftime("%Y-%m-%d")]


def no_living_row_is_deleted(view: View, earlier: View) -> list[Finding]:
    """X05: every row of the BASE accepted before is in the one now (rows are closed, never deleted).

    Needs the ledger of the version before, so it is called where both are at hand and not announced with the others.
    A branch whose 更正说明 speaks of a deletion is not told; every later version has some 更正说明.
    """
    covers = view.ledger["cover"]
    base = covers["template_id"].eq("BASE")
    explained = covers.loc[base & covers["correction_note"].str.contains(_DELETION, na=False), "_branch"]
    files = view.ledger["members"].drop_duplicates("_branch").set_index("_branch")["_source"]
    found = []
    for table, key in _LIVING_ROWS.items():
        before = earlier.ledger[table]
        on = ["_branch", *key]
        kept = pd.MultiIndex.from_frame(before[on].astype(str)).isin(
            pd.MultiIndex.from_frame(view.ledger[table][on].astype(str))
        )
        gone = before[~kept & before["_branch"].isin(files.index) & ~before["_branch"].isin(explained)]
        gone = gone.assign(_source=gone["_branch"].map(files), what=gone[key[0]])
        found += view.on_sheet(X05, table, gone, sheet=table_of(table)[1].label, what="what")
    return found
