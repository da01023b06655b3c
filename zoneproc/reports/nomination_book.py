"""R-15 推荐名单与名额核查: of each award the places, the eligible, the nominees and their faults; people decide. S5.1.5b."""

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from zoneproc.duties.returns import working_day_after
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.award_sheets import award_sheet, awards_overview
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import with_branch
from zoneproc.reports.problems import problems
from zoneproc.results import YearResult
from zoneproc.scoring.awards import BARRED, BRANCH, GROUP, MEMBER, OPEN, SECRETARY, SUBCOMPANY, TAKEN
from zoneproc.scoring.blocks import reasons

NUMBER, TITLE = "R-15", "推荐名单与名额核查"
AWARDS = (MEMBER, GROUP, BRANCH, SUBCOMPANY, SECRETARY)
NOTICE_DAYS = 5
"""A recommendation is published for at least so many working days (domain.md 2.6)."""
UNKNOWN, SOUND = "不在候选范围", "未发现问题"
_SAID = (
    "名额按考核办法“名额”表计算,只舍不入;优秀共产党员名额按各支部正式党员人数分配,余数大的支部先得。",
    "资格逐条核查:人员类别、民主评议等次、年度得分、一票否决、限期改正、考核季度数等,不符合的写明原因。",
    "“入围”是按名次排在名额以内,“候补”是名额以外;名额线上得分相同的为“并列待定”,由组织研究确定。",
    "推荐名单(Y-3)逐条核对:到会和同意是否过半、公示是否满 5 个工作日、公示有无异议、人选是否符合条件。",
    "本表只核查、不决定:推荐、表彰由组织按程序研究确定。",
)


def nomination_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: places of all awards, what the branches recommended with its faults, the candidates of each award."""
    run, rows = result.run, nominations(result)
    sheets = [
        awards_overview(result, AWARDS),
        _nomination_sheet(rows),
        _deed_sheet(rows),
        *(award_sheet(result, award) for award in AWARDS),
        problems(run, ["V"], "推荐和评议问题清单"),
        *explanation(run, _SAID),
    ]
    awards = result.scores.awards
    faulty = int(rows["fault"].ne(SOUND).sum())
    figures = [
        ("支部推荐", f"{len(rows)} 个"),
        ("其中需核实", f"{faulty} 个"),
        (OPEN, f"{int(awards['status'].eq(OPEN).sum())} 个"),
        ("入围但支部未推荐", f"{int((awards['status'].eq(TAKEN) & ~awards['nominated'].astype(bool)).sum())} 个"),
    ]
    return [workbook(run, (NUMBER, TITLE), sheets, figures)]


def nominations(result: YearResult) -> pd.DataFrame:
    """What the branches recommended (Y-3), by award, branch and their own order.

    One row per recommendation: columns of Y-3, and branch_code, branch, status (of the candidate; 不在候选范围 if unknown),
    fault (what has to be looked into; 未发现问题).
    """
    run = result.run
    rows = run.ledger["nominations"].assign(branch_code=lambda found: found["_branch"])
    known = result.scores.awards.rename(columns={"subject": "subject_no", "reasons": "why"})
    rows = rows.merge(
        known[["award", "subject_no", "status", "why", "score"]].drop_duplicates(["award", "subject_no"]),
        on=["award", "subject_no"],
        how="left",
    )
    barred = rows["status"].eq(BARRED)
    faults = reasons(
        {
            UNKNOWN: rows["status"].isna(),
            "到会有表决权的未过半": (rows["voting_attended"] * 2).le(rows["voting_expected"]),
            "同意票未过应到的一半": (rows["ayes"] * 2).le(rows["voting_expected"]),
            f"公示不满{NOTICE_DAYS}个工作日": _short_notice(result, rows),
            "公示有异议,请核实": rows["notice_result"].eq("有异议"),
        },
        rows.index,
    )
    why = rows["why"].fillna("").where(barred, "")
    faults = faults.where(why.eq("") | faults.eq(""), faults + ";") + why
    rows = rows.assign(status=rows["status"].fillna(UNKNOWN), fault=faults.mask(faults.eq(""), SOUND))
    order = {award: at for at, award in enumerate(AWARDS)}
    rows = rows.assign(order=rows["award"].map(order)).sort_values(
        ["order", "branch_code", "rank_in_branch", "subject_no"], kind="stable", na_position="last", ignore_index=True
    )
    return with_branch(rows, run.ledger)


def _short_notice(result: YearResult, rows: pd.DataFrame) -> pd.Series:
    """Whether the notice hung for fewer working days than it has to; unknown dates are another check's."""
    ledger = result.run.ledger
    short = [
        bool(begun == begun and ended == ended)  # noqa: PLR0124  # NaT is unlike itself
        and working_day_after(ledger, begun.date() - timedelta(days=1), NOTICE_DAYS) > ended.date()
        for begun, ended in zip(rows["notice_from"], rows["notice_to"], strict=True)
    ]
    return pd.Series(short, rows.index, dtype="bool")


def _nomination_sheet(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("奖项", "award", "name", 18),
        Column("支部", "branch", "name"),
        Column("支部内\n排序", "rank_in_branch", "integer", 8),
        Column("编码", "subject_no", "code"),
        Column("名称", "subject_name", "text", 20),
        Column("结论", "status", "state", 12),
        Column("得分", "score", "points", missing="—"),
        Column("支部大会", "meeting_date", "date"),
        Column("应到", "voting_expected", "integer", 7, band="表决"),
        Column("实到", "voting_attended", "integer", 7, band="表决"),
        Column("同意", "ayes", "integer", 7, band="表决"),
        Column("公示起", "notice_from", "date", band="公示"),
        Column("公示止", "notice_to", "date", band="公示"),
        Column("结果", "notice_result", "name", 9, band="公示"),
        Column("需核实事项", "fault", "long", 40),
    )
    note = "各支部推荐的对象和核查结果;“结论”是按名次和条件核查的结果,供研究参考。"
    return Sheet("推荐名单", "支部推荐名单", note, [TableBlock(columns, rows, frozen=5)])


def _deed_sheet(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("奖项", "award", "name", 18),
        Column("支部", "branch", "name"),
        Column("名称", "subject_name", "text", 20),
        Column("事迹摘要", "deeds", "long", 90),
    )
    return Sheet("推荐事迹", "推荐对象事迹摘要", "支部填报的事迹摘要,原文照录。", [TableBlock(columns, rows, frozen=3)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, nomination_book))
