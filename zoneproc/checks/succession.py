"""The D family, third part: next year's zones and contacts follow the 民主评议 of this year (S5.1.3c)."""

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.checks.establishment import asks_for_year, branch_files, told_on_sheet
from zoneproc.findings import Code, Finding, Severity, declare

D12 = declare(
    Code(
        "D12",
        Severity.ERROR,
        "下年度安排的起始日期不对",
        "“{seen}”不在 {year} 年内。",
        "下年度责任区和联系人从下一年起算,请改正起始日期。",
        "S5.1.3c, domain.md 2.6",
    )
)
D13 = declare(
    Code(
        "D13",
        Severity.NOTE,
        "下年度安排早于民主评议",
        "下年度责任区自 {start} 起,民主评议会议在 {review}。",
        "下一年度责任区应在民主评议党员的基础上确定,请核对两个日期。",
        "S5.1.3c",
    )
)
D14 = declare(
    Code(
        "D14",
        Severity.NOTE,
        "下年度没有责任区",
        "党员“{name}”({member})没有下年度责任区。",
        "请在“下年度责任区划分”中为其确定范围和任务;免考的除外。",
        "S5.1.3c, S4.1e",
    )
)

_NEXT = ("next_zones", "next_contacts")


@check("return", "next_zones", "next_contacts")
def next_year_begins_next_year(view: View) -> list[Finding]:
    """D12: every row of Y-4 and Y-5 starts in the year after the return's."""
    found = []
    for table in _NEXT:
        rows = view.rows(table).dropna(subset=["start_date"])
        rows = rows.assign(year=pd.to_numeric(rows["_period"].str[:4]) + 1)
        wrong = rows[rows["start_date"].dt.year.ne(rows["year"])]
        found += view.findings(D12, table, wrong, "start_date", seen="start_date", year="year")
    return found


@check("return", "next_zones")
def next_year_follows_the_review(view: View) -> list[Finding]:
    """D13: next year's zones of a branch do not start before its last review meeting."""
    reviewed = view.rows("reviews").groupby("_branch")["review_date"].max().rename("review").reset_index()
    rows = view.rows("next_zones").merge(reviewed, on="_branch")
    early = rows[rows["start_date"] < rows["review"]]
    return view.findings(D13, "next_zones", early, "start_date", start="start_date", review="review")


@check("company")
def nobody_is_forgotten_next_year(view: View) -> list[Finding]:
    """D14: members owed on 31 December with no row in Y-4, where the branch has sent one."""
    if not asks_for_year(view):
        return []
    planned = view.rows("next_zones")
    files = branch_files(view, "ANN").set_index("_branch")["_source"]
    people = view.roster(view.day)
    people = people[people["owed"] & people["branch_code"].isin(planned["_branch"])]
    idle = people[~people["member_no"].isin(planned["member_no"])]
    idle = idle.assign(_branch=idle["branch_code"], _source=idle["branch_code"].map(files))
    return told_on_sheet(view, D14, "next_zones", idle, name="name", member="member_no")
