"""How well a branch's members did each of the six tasks beside the whole company: a table, and a radar over it."""

import pandas as pd

from zoneproc.excel.sheets import Column, Radar, Sheet, TableBlock
from zoneproc.reports.member_quarter import BANDS
from zoneproc.reports.quarter_overview import MEMBER, QUARTERLY
from zoneproc.reports.score_sheets import axis_start
from zoneproc.results import QuarterResult

__all__ = ["TITLE", "radar", "task_shares", "task_sheet", "weakest"]

TITLE = "任务得分率"
NOT_DUE = "不适用"
_NOTE = "得分率 = 参加考核党员的得分之和 ÷ 适用指标满分之和;“不适用”的指标不计。全公司只给合计,不列其他支部。"


def task_shares(result: QuarterResult) -> pd.DataFrame:
    """One row per branch and task, in the order of the tasks: branch_code, task, own, company (0–1), gap (own less company).

    `own` and with it `gap` are missing where nothing of the task applies to the branch's scored members.
    """
    members = result.scores.members
    scored = members[members["total"].notna()].set_index("member_no")["branch_code"]
    blocks = {row.code: row.block for row in result.run.rules.indicators(MEMBER, QUARTERLY)}
    points = result.scores.points.dropna(subset=["points"])
    points = points[points["subject"].isin(scored.index)]
    points = points.assign(branch_code=points["subject"].map(scored), block=points["indicator"].map(blocks))
    whole = points.groupby("block")[["points", "full"]].sum()
    own = points.groupby(["branch_code", "block"])[["points", "full"]].sum()
    tasks = [block for block in dict.fromkeys(blocks.values()) if block in whole.index]
    codes = sorted(set(members["branch_code"]))
    index = pd.MultiIndex.from_product([codes, tasks], names=["branch_code", "block"])
    rows = pd.DataFrame({"own": own["points"] / own["full"]}).reindex(index).reset_index()
    rows["company"] = rows["block"].map(whole["points"] / whole["full"]).astype("float64")
    rows["own"] = rows["own"].astype("float64")
    return rows.assign(task=[BANDS.get(block, block) for block in rows["block"]], gap=rows["own"] - rows["company"])


def task_sheet(rows: pd.DataFrame) -> Sheet:
    """The sheet 任务得分率 of one branch."""
    columns = (
        Column("任务", "task", "name", 22),
        Column("本支部", "own", "percent", 14, missing=NOT_DUE, full=1),
        Column("全公司", "company", "percent", 14, full=1),
        Column("相差\n(个百分点)", "points_apart", "apart", 14, missing=NOT_DUE),
    )
    table = TableBlock(columns, rows.assign(points_apart=rows["gap"] * 100), frozen=1, fixed=True)
    return Sheet(TITLE, "本支部六项任务得分率", _NOTE, [table])


def radar(rows: pd.DataFrame) -> Radar:
    """The radar over the sheet; its centre is the same for every branch and is told."""
    start = axis_start(rows[["own", "company"]].min() * 100) / 100
    return Radar(f"六项任务得分率(圆心为 {start:.0%})", TITLE, "task", ("own", "company"), start)


def weakest(rows: pd.DataFrame) -> str:
    """The task furthest below the company, in words; that none is below."""
    known = rows.dropna(subset=["gap"])
    below = known[known["gap"].mul(100).round(1) < 0]
    if below.empty:
        return "各项任务均不低于全公司" if len(known) else NOT_DUE
    least = below.sort_values("gap", kind="stable").to_dict("records")[0]
    return f"{least['task']}(低 {-100 * least['gap']:.1f} 个百分点)"
