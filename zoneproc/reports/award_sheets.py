"""评优核查: of each award the places, who is within them, who waits, who is barred and why; people decide. U62–U66."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.reports.names import with_branch
from zoneproc.results import YearResult
from zoneproc.scoring.awards import BARRED, MEMBER, OPEN, TAKEN, WAITING

__all__ = ["award_sheet", "awards_overview"]

_STATES = (TAKEN, OPEN, WAITING, BARRED)
_NOTE = "名额和条件的核查结果,供研究;不符合的列明原因。"


def award_sheet(result: YearResult, award: str) -> Sheet:
    """The candidates of one award by branch (members only) and place, the barred last."""
    rows = result.scores.awards
    rows = with_branch(rows[rows["award"] == award], result.run.ledger)
    rows = rows.assign(
        order=rows["status"].map({state: at for at, state in enumerate(_STATES)}),
        named=rows["nominated"].astype(bool).map({True: "已推荐", False: ""}),
    )
    by = ["branch_code", "order", "rank", "subject"] if award == MEMBER else ["order", "rank", "subject"]
    rows = rows.sort_values(by, kind="stable", na_position="last")
    columns = (
        Column("结论", "status", "state", 12),
        Column("名次", "rank", "rank", 9, missing="—"),
        Column("名额", "quota", "integer", 8),
        Column("支部", "branch", "name", missing="—"),
        Column("编码", "subject", "code"),
        Column("名称", "name", "text", 22),
        Column("得分", "score", "total", 12, missing="—"),
        Column("支部推荐", "named", "name"),
        Column("说明", "reasons", "long", 48),
    )
    return Sheet(award, f"{_title(result, award)}名额核查", _NOTE, [TableBlock(columns, rows, frozen=2)])


def awards_overview(result: YearResult, awards: Sequence[str]) -> Sheet:
    """How many places each award has and how the candidates stand."""
    rows = pd.DataFrame([_summed(result, award) for award in awards])
    labels = dict(zip(("taken", "open", "waiting", "barred"), _STATES, strict=True))
    columns = (
        Column("奖项", "award", "text", 34),
        Column("名额", "places", "integer"),
        *(Column(label, name, "integer") for name, label in labels.items()),
        Column("支部已推荐", "named", "integer"),
    )
    return Sheet("评优总览", "评优名额核查总览", _NOTE, [TableBlock(columns, rows)])


def _summed(result: YearResult, award: str) -> dict[str, object]:
    rows = result.scores.awards
    rows = rows[rows["award"] == award]
    by_quota = rows.drop_duplicates("branch_code") if award == MEMBER else rows.head(1)
    counts = {
        name: int(rows["status"].eq(state).sum())
        for name, state in zip(("taken", "open", "waiting", "barred"), _STATES, strict=True)
    }
    return {
        "award": _title(result, award),
        "places": int(by_quota["quota"].sum()),
        **counts,
        "named": int(rows["nominated"].astype(bool).sum()),
    }


def _title(result: YearResult, award: str) -> str:
    """The award as the office calls it (用语)."""
    return result.run.rules.wording_rows.get(award, "") or award
