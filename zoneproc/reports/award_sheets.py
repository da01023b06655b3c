"""评优核查: for one award the places, who is within them, who waits, who is barred and why. The software decides nothing."""

from collections.abc import Sequence

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.reports.names import with_branch
from zoneproc.results import YearResult

__all__ = ["award_sheet", "awards_sheet"]

_NOTE = "按考核办法核查名额和条件,供研究推荐;“并列待定”须由组织研究,“不符合”列明原因。"
_COLUMNS: Sequence[Column] = (
    Column("结论", "status", "state", 12),
    Column("名次", "rank", "rank", 9, missing="—"),
    Column("名额", "quota", "integer", 8),
    Column("支部", "branch", "name", missing="—"),
    Column("编码", "subject", "code"),
    Column("名称", "name", "text"),
    Column("得分", "score", "points", missing="—"),
    Column("支部已推荐", "named", "name", 12),
    Column("说明", "reasons", "long", 44),
)


def award_sheet(result: YearResult, award: str) -> Sheet:
    """The candidates of one award in the order of the awards frame."""
    rows = _rows(result, award)
    return Sheet(f"{award}核查"[:31], f"{award}名额核查", _NOTE, [TableBlock(_COLUMNS, rows, frozen=2)])


def awards_sheet(result: YearResult) -> Sheet:
    """All awards of the year on one sheet."""
    rows = with_branch(result.scores.awards, result.run.ledger).assign(named=_named(result))
    columns = (Column("奖项", "award", "name", 18), *_COLUMNS)
    return Sheet("评优核查", "评优名额核查", _NOTE, [TableBlock(columns, rows, frozen=3)])


def _rows(result: YearResult, award: str) -> object:
    raise NotImplementedError
