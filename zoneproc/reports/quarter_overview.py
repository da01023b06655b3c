"""The sheet 总览 of R-7: one row per branch, beside the quarter before, live over the score sheet."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.reports.live import ABSENT, tally
from zoneproc.reports.names import with_branch
from zoneproc.reports.score_sheets import grade_columns, mean_columns
from zoneproc.results import Run
from zoneproc.rules import Grade
from zoneproc.scoring.grading import LIMITED

__all__ = ["MEMBER", "QUARTERLY", "SCORES", "by_branch", "overview_sheet"]

MEMBER, QUARTERLY = "党员", "季度"
SCORES = "得分表"


def by_branch(run: Run, members: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """One row per branch, the best mean first: members, scored, mean, best, worst, numbers by grade, places for 优秀.

    prev_mean is the mean of those ranked in the quarter before, gained what the mean gained since; missing if unknown.
    """
    old = earlier[earlier["prev_rank"].notna()]
    by = members.groupby("branch_code")
    ranked = members[members["ranked"].astype(bool)]
    grades = {
        f"grade{at}": members["grade"].str.startswith(grade.label).groupby(members["branch_code"]).sum()
        for at, grade in enumerate(run.rules.grades(MEMBER, QUARTERLY))
    }
    rows = pd.DataFrame(
        {
            "members": by.size(),
            "scored": by["total"].count(),
            "unsettled": by["total"].size() - by["total"].count(),
            "mean": ranked.groupby("branch_code")["total"].mean(),
            "best": ranked.groupby("branch_code")["total"].max(),
            "worst": ranked.groupby("branch_code")["total"].min(),
            **grades,
            "limited": members["capped"].astype(bool).groupby(members["branch_code"]).sum(),
            "places": ranked.groupby("branch_code").size().map(lambda base: _places(run, int(base))),
        }
    )
    rows["prev_mean"] = old.groupby("branch_code")["prev_total"].mean().reindex(rows.index).astype("float64")
    rows["gained"] = rows["mean"] - rows["prev_mean"]
    rows = rows.rename_axis("branch_code").reset_index()
    rows = rows.sort_values(["mean", "branch_code"], ascending=[False, True], kind="stable", na_position="last")
    return with_branch(rows, run.ledger).reset_index(drop=True)


def _places(run: Run, base: int) -> int:
    """How many of the ranked may be 优秀 (U38)."""
    best = next(iter(run.rules.grades(MEMBER, QUARTERLY)), None)
    share = best.cap_share if best is not None else None
    return base if share is None else min(base, max(1, int(share * base + 1e-9)))


def overview_sheet(run: Run, rows: pd.DataFrame) -> Sheet:
    """The sheet itself; `rows` as from `by_branch`."""
    grades = run.rules.grades(MEMBER, QUARTERLY)
    columns = (
        Column("支部", "branch", "name"),
        Column("党员", "members", "integer"),
        Column("已考核", "scored", "integer", formula=tally('[得分表!total:],">=0"')),
        Column("不定等次", "unsettled", "integer", formula="[members]-[scored]"),
        *mean_columns(SCORES),
        *_gains(rows),
        *grade_columns(grades, SCORES, limited=True),
        Column("其中限额", "limited", "integer", band="等次人数", formula=tally(f'[得分表!grade:],"*{LIMITED}"')),
        Column("优秀名额", "places", "integer", missing="—", formula=_places_formula(grades)),
    )
    total: dict[str, object] = {
        column.name: int(rows[column.name].sum()) for column in columns if column.look == "integer"
    }
    note = "按平均得分排列;平均分只计参加排名的党员。“其中限额”为达到优秀分数线但超出名额的人数。"
    return Sheet(
        "总览", "党员季度考核总览", note, [TableBlock(columns, rows, total={"branch": "合计", **total}, frozen=1)]
    )


def _gains(rows: pd.DataFrame) -> Sequence[Column]:
    """The mean of the quarter before and what was gained, where anything is known of it."""
    if rows["prev_mean"].isna().all():
        return ()
    gained = f'IF(AND(ISNUMBER([mean]),ISNUMBER([prev_mean])),[mean]-[prev_mean],"{ABSENT}")'
    return (
        Column("上季平均", "prev_mean", "points", band="与上季比", missing=ABSENT),
        Column("增减", "gained", "gain", band="与上季比", missing=ABSENT, formula=gained),
    )


def _places_formula(grades: Sequence[Grade]) -> str:
    base = tally('[得分表!total_key:],">=0"')
    share = f"[等次参数!{grades[0].label}/what]" if grades else '""'
    limit = f"IF(ISNUMBER({share}),MIN({base},MAX(1,INT({base}*{share}+1E-9))),{base})"
    return f'IF({base}=0,"—",{limit})'
