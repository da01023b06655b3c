"""The D family, second part: the office visits and hears every branch, and what was found is put right (S2c, S5.1.1b)."""

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.establishment import asks_for_year
from zoneproc.duties.inspections import branch_visits, open_inspections
from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.period import Cadence

D08 = declare(
    Code(
        "D08",
        Severity.NOTE,
        "本季没有督导",
        "{quarter} 没有到支部“{name}”({branch})调研或检查。",
        "请党办安排调研、检查或指导,登记在公司台账“督导检查”。",
        "S2c, S5.1.1b",
    )
)
D09 = declare(
    Code(
        "D09",
        Severity.NOTE,
        "督导发现的问题逾期未销号",
        "{day} 检查发现的问题,整改时限 {due},至今没有销号。",
        "请支部整改后报党办销号。",
        "S2c, S5.1.4b",
    )
)
D10 = declare(
    Code(
        "D10",
        Severity.NOTE,
        "问题一季后仍未解决",
        "{since} 提出的问题“{title}”至今没有解决。",
        "请研究解决;需要公司协调的请注明。",
        "S5.2.1c, S5.1.4b",
    )
)
D11 = declare(
    Code(
        "D11",
        Severity.NOTE,
        "评委缺少评分",
        "评委 {judge} 没有给支部 {branch} 评分,也没有注明回避。",
        "请补填评分,或注明回避。",
        "S5.2.2b",
    )
)


@check("company")
def every_branch_is_visited_each_quarter(view: View) -> list[Finding]:
    """D08: each quarter asked, one visit of C-8 at least to every branch on its last day; told to the office alone."""
    quarters = [
        quarter for period in view.periods if period.cadence is not Cadence.MONTH for quarter in period.quarters
    ]
    found = []
    for quarter in quarters:
        visits = branch_visits(view.ledger, quarter)
        for row in visits[visits["visits"].eq(0)].to_dict("records"):
            words = {"quarter": str(quarter), "name": row["short_name"], "branch": row["branch_code"]}
            found.append(Finding(D08, Place("", "督导检查"), D08.message.format(**words), value=row["branch_code"]))
    return found


@check("company", "inspections")
def what_visits_found_is_settled(view: View) -> list[Finding]:
    """D09: a finding of C-8 not struck off on the last day, its deadline past."""
    rows = open_inspections(view.ledger, view.day)
    rows = rows[rows["overdue"]].assign(_branch=rows["branch_code"])
    return view.findings(D09, "inspections", rows, "due_date", day="inspect_date", due="due_date")


@check("company")
def problems_do_not_linger(view: View) -> list[Finding]:
    """D10: a 问题 of Q-7 from an earlier quarter of the year that its last row does not call 已解决."""
    if not any(period.cadence is not Cadence.MONTH for period in view.periods):
        return []
    rows = view.ledger["experiences"]
    rows = rows[rows["kind"].eq("问题") & rows["title"].notna()].sort_values("_period", kind="stable")
    first = rows.groupby(["_branch", "title"])["_period"].transform("min")
    latest = rows.assign(since=first).drop_duplicates(["_branch", "title"], keep="last")
    now = view.months[-1].quarter
    lingering = latest[latest["since"].lt(str(now)) & latest["resolved"].ne("已解决").fillna(True)]
    return view.findings(D10, "experiences", lingering, "resolved", since="since", title="title")


@check("company", "hearings")
def every_judge_marks_every_branch(view: View) -> list[Finding]:
    """D11: a judge of E-1 who marked some branches has a row for each branch heard."""
    if not asks_for_year(view):
        return []
    hearings = view.rows("hearings").dropna(subset=["branch_code", "judge_no"])
    branches = hearings[["branch_code", "_source", "_row"]].drop_duplicates("branch_code")
    pairs = branches.merge(hearings[["judge_no"]].drop_duplicates(), how="cross")
    given = pd.MultiIndex.from_frame(hearings[["branch_code", "judge_no"]])
    missing = pairs[~pd.MultiIndex.from_frame(pairs[["branch_code", "judge_no"]]).isin(given)]
    return view.on_sheet(D11, "hearings", missing, judge="judge_no", branch="branch_code")
