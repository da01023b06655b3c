"""得分来源: the cases behind every point with the sender's own cells, and the links that lead from a point to them."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.ledger import Ledger
from zoneproc.reports.score_sheets import days_told
from zoneproc.rules import Indicator
from zoneproc.trace import located

__all__ = ["leads", "led_items", "source_rows", "source_sheet", "with_first_rows"]

TITLE = "得分来源"
_MOST_CASES = 60  # of one subject and item; beyond, what is done is only counted
_MOST_LINKS = 50_000  # Excel takes 65,530 on a sheet


def source_rows(
    ledger: Ledger, cases: pd.DataFrame, indicators: Sequence[Indicator], order: pd.DataFrame
) -> pd.DataFrame:
    """The cases in the order of the subjects (first column of `order`: code, second: name) and of the indicators.

    One row per case: subject, name, indicator, label, note, part, numerator, denominator, file, sheet, cell, value. Of more
    than sixty of one item those that cost nothing are counted in one row.
    """
    code, name = order.columns[:2]
    places = pd.Series(range(len(order)), index=order[code])
    items = pd.Series(range(len(indicators)), index=[row.code for row in indicators])
    rows = cases[cases["subject"].isin(order[code]) & cases["indicator"].isin(items.index)]
    rows = rows.assign(
        place=rows["subject"].map(places), item=rows["indicator"].map(items), day=days_told(rows["note"])
    )
    by = ["place", "item", "day", "_source", "_row"]
    rows = _shortened(rows.sort_values(by, kind="stable", ignore_index=True))
    rows = located(ledger, rows, {row.code: row.measure for row in indicators})
    labels = {row.code: row.label for row in indicators}
    names = order[name].to_numpy()[rows["place"]]
    return rows.assign(name=names, label=rows["indicator"].map(labels)).reset_index(drop=True)


def _shortened(rows: pd.DataFrame) -> pd.DataFrame:
    sizes = rows.groupby(["place", "item"])["subject"].transform("size")
    done = rows["denominator"].gt(0) & rows["numerator"].ge(rows["denominator"])
    kept = rows.groupby(["place", "item"]).cumcount() < _MOST_CASES // 2
    hidden = done & ~kept & (sizes > _MOST_CASES)
    if not hidden.any():
        return rows
    left = rows[hidden].groupby(["place", "item", "subject", "indicator"], as_index=False)
    told = left.agg(numerator=("numerator", "sum"), denominator=("denominator", "sum"), count=("subject", "size"))
    note = "其余" + told["count"].astype("str") + "项均已完成,不逐条列出"
    told = told.assign(note=note, part="", table="", _source="", _row=0).drop(columns="count")
    together = pd.concat([rows[~hidden], told], ignore_index=True)
    return together.sort_values(["place", "item"], kind="stable", ignore_index=True)


def source_sheet(rows: pd.DataFrame, who: Column, called: str = "名称") -> Sheet:
    """The sheet 得分来源; `who` is the column with the code of the subject, `called` the heading over its name."""
    columns = (
        who,
        Column(called, "name", "name"),
        Column("代码", "indicator", "code"),
        Column("指标", "label", "name", 16),
        Column("情形", "note", "long", 30),
        Column("分类", "part", "name"),
        Column("完成", "numerator", "count", 8),
        Column("应完成", "denominator", "count", 8),
        Column("文件", "file", "path", 46, missing="无记录"),
        Column("工作表", "sheet", "name"),
        Column("单元格", "cell", "code", 10),
        Column("该格内容", "value", "long", 18),
    )
    note = "每项得分背后的逐条记录和出处,按得分表的次序;一项超过 60 条的,已完成的只列一部分,其余合计。"
    return Sheet(TITLE, TITLE, note, [TableBlock(columns, rows, frozen=2, fixed=True)])


def with_first_rows(subjects: pd.DataFrame, code: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The subjects with the row of 得分来源 where each begins (`at`) and each of their items (`at_I11` …); -1 if none."""
    first = rows.reset_index().pivot_table(index="subject", columns="indicator", values="index", aggfunc="min")
    places = first.reindex(pd.Index(subjects[code])).fillna(-1).astype("int64").reset_index(drop=True)
    start = rows.reset_index().drop_duplicates("subject").set_index("subject")["index"]
    at = start.reindex(pd.Index(subjects[code])).fillna(-1).astype("int64").to_numpy()
    return subjects.assign(at=at, **{f"at_{name}": places[name].to_numpy() for name in places})


def leads(subjects: pd.DataFrame, name: str) -> tuple[str, str]:
    """Where the cells of a column lead: nowhere if the sheet has no rows for it."""
    return (TITLE, name) if name in subjects else ("", "")


def led_items(columns: Sequence[Column], subjects: pd.DataFrame) -> Sequence[Column]:
    """The item columns, each point leading to its first case; with too many for Excel's links only names lead there."""
    if len(columns) * len(subjects) > _MOST_LINKS:
        return columns
    return [replace(column, leads=leads(subjects, f"at_{column.name}")) for column in columns]
