"""What the scored results share: items as columns with a heat map, and the rows that cost points with their cells."""

from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.excel.rows import Rows
from zoneproc.excel.sheets import Bars, Column, Sheet, Stack, TableBlock
from zoneproc.reports.comparing import AMBER, BLUE, GREEN, RED
from zoneproc.reports.live import TOTAL_KEY, tally
from zoneproc.results import Run
from zoneproc.rules import Grade, Indicator

__all__ = [
    "axis_start",
    "bar_sheet",
    "branch_heat",
    "cost_sheet",
    "costly_cases",
    "costs",
    "days_told",
    "grade_columns",
    "grade_stack",
    "item_columns",
    "item_note",
    "items_wide",
    "mean_columns",
]

_FAR = 1000  # above every total: the least total is this less the greatest distance from it
_GRADE_SHADES = (GREEN, BLUE, AMBER, "#B7A3CC", "#C9C9C9")
RATED = ("评定",)
"""Shapes whose case is a rating: any rating may cost points, whatever its count."""


def items_wide(points: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """One row per subject (index), one column per indicator code: exact points, missing = 不适用."""
    wide = points.pivot_table(index="subject", columns="indicator", values="points", aggfunc="first", dropna=False)
    return wide.reindex(columns=[row.code for row in indicators]).astype("float64")


def item_columns(indicators: Sequence[Indicator], bands: dict[str, str]) -> Sequence[Column]:
    """The columns of the items, banded by block, each a heat map up to its full points."""
    return [
        Column(
            f"{row.code}\n{row.label}",
            row.code,
            "points",
            7,
            band=bands.get(row.block, row.block),
            missing="不适用",
            full=row.full_points,
        )
        for row in indicators
    ]


def item_note(indicators: Sequence[Indicator]) -> str:
    """What the heat map says."""
    full = sum(row.full_points for row in indicators)
    return f"指标栏上方为满分(合计 {full:g}),颜色表示得分占满分的比例:红低绿高;“不适用”不计入满分。"


def axis_start(values: pd.Series) -> float:
    """Where the axis of a chart of scores begins: a multiple of ten, at least ten below the lowest."""
    lowest = values.min()
    return 0.0 if pd.isna(lowest) else max(0.0, 10.0 * ((float(lowest) - 10) // 10))


def bar_sheet(title: str, table: str, labels: str, values: pd.Series) -> Sheet:
    """A sheet with one chart of the scores on sheet `table`."""
    start = axis_start(values)
    note = f"与“{table}”同序,最多画 40 条;横轴自 {start:g} 分起。"
    return Sheet("排名图", title, note, [Bars(title, table, labels, str(values.name), start)])


def grade_stack(table: str, labels: str, grades: Sequence[Grade]) -> Stack:
    """A chart of the numbers by grade in columns grade0, grade1 …, the best first."""
    shades = [*_GRADE_SHADES[: max(len(grades) - 1, 0)], RED]
    return Stack(
        "各支部等次人数",
        table,
        labels,
        [(f"grade{at}", shade) for at, (shade, _) in enumerate(zip(shades, grades, strict=False))],
        16,
    )


def branch_heat(
    live_on: str, members: pd.DataFrame, branches: pd.Series, indicators: Sequence[Indicator], bands: Mapping[str, str]
) -> Sheet:
    """The heat map branch × indicator: the mean of the members' points as a share of the full points, live."""
    by = members.groupby("branch")[[row.code for row in indicators]].mean()
    shares = by / pd.Series({row.code: row.full_points for row in indicators}).replace(0.0, float("nan"))
    rows = shares.reindex(branches.tolist()).rename_axis("branch").reset_index()
    columns = [
        Column(f"{row.code}\n{row.label}", row.code, "percent", 9, band=bands.get(row.block, row.block), missing="不适用", full=1,
               formula=_mean_share(live_on, row.code))
        for row in indicators
    ]  # fmt: skip
    note = "各支部党员每项指标的平均得分率(得分÷满分),红低绿高;“不适用”的不计。低的一列,是全公司的短处;低的一行,是该支部的短处。"
    table = TableBlock((Column("支部", "branch", "name"), *columns), rows, frozen=1)
    return Sheet("指标热图", "支部指标得分率热图", note, [table])


def _mean_share(live_on: str, code: str) -> str:
    cells, branch = f"[{live_on}!{code}:]", f"[{live_on}!branch:],[branch]"
    known, full = f'COUNTIFS({branch},{cells},">=0")', f"[指标参数!{code}/value]"
    return f'IF({known}*{full}>0,SUMIFS({cells},{branch},{cells},">=0")/{known}/{full},"不适用")'


def grade_columns(grades: Sequence[Grade], live_on: str, *, limited: bool = False) -> Sequence[Column]:
    """One column per grade for the numbers of members on a live sheet, in columns grade0, grade1 …; the lowest is an alarm.

    With `limited`, 良好(限额) counts as 良好.
    """
    rest = '&"*"' if limited else ""
    return [
        Column(
            grade.label,
            f"grade{at}",
            "integer",
            band="等次人数",
            alarm=grade is grades[-1],
            formula=tally(f"[{live_on}!grade:],[等次参数!{grade.label}/code]{rest}"),
        )
        for at, grade in enumerate(grades)
    ]


def mean_columns(live_on: str) -> Sequence[Column]:
    """Mean, best and worst total of the ranked members of a branch on a live sheet."""
    keys, own = f"[{live_on}!{TOTAL_KEY}:]", f"([{live_on}!branch:]=[branch])"
    base = tally(f'{keys},">=0"')
    total = f'SUMIFS({keys},[{live_on}!branch:],[branch],{keys},">=0")'
    best = f"SUMPRODUCT(MAX({own}*{keys}))"
    worst = f"ROUND({_FAR}-SUMPRODUCT(MAX({own}*({keys}>=0)*({_FAR}-{keys}))),9)"

    def known(exact: str) -> str:
        return f'IF({base}=0,"—",{exact})'

    return [
        Column("平均得分", "mean", "total", 12, missing="—", formula=known(f"{total}/{base}")),
        Column("最高", "best", "points", missing="—", formula=known(best)),
        Column("最低", "worst", "points", missing="—", formula=known(worst)),
    ]


def costs(run: Run, cases: pd.DataFrame, points: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """The cases behind every item that is not full, by subject and indicator in sheet order.

    One row per case that costs points: subject, indicator, label, full, points (of the whole item), note, part, count (done
    of due, or how often), file, sheet, cell (empty where nothing was sent).
    """
    rows = costly_cases(cases, points, indicators)
    ledger = run.ledger
    places = [ledger.place(*where) for where in zip(rows["table"], rows["_source"], rows["_row"], strict=True)]
    return rows.assign(
        file=[place.file for place in places],
        sheet=[place.sheet for place in places],
        cell=[_row_words(place.cell) for place in places],
    )


def costly_cases(cases: pd.DataFrame, points: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """The cases behind every item that is not full, by subject and indicator in sheet order: as `costs`, without places."""
    known = pd.DataFrame(
        [(row.code, at, row.label, row.shape in RATED) for at, row in enumerate(indicators)],
        columns=["indicator", "order", "label", "rated"],
    ).astype({"indicator": "str", "rated": "bool"})
    short = points[points["points"] < points["full"]].merge(known, on="indicator")
    rows = cases.merge(short, on=["subject", "indicator"])
    missed = rows["denominator"].gt(0) & rows["numerator"].lt(rows["denominator"])
    counted = rows["denominator"].eq(0) & rows["numerator"].gt(0)
    rows = rows[missed | counted | rows["rated"]]
    rows = rows.assign(day=days_told(rows["note"]))
    rows = rows.sort_values(["subject", "order", "day", "_source", "_row"], kind="stable", ignore_index=True)
    return rows.assign(count=[_count(*pair) for pair in zip(rows["numerator"], rows["denominator"], strict=True)])


def days_told(notes: pd.Series) -> pd.Series:
    """The day or month each note begins with, as text; empty where it begins with none."""
    return notes.str.extract(r"^(\d[\dQ-]*) ", expand=False).fillna("")


def _row_words(cell: str) -> str:
    """A whole row in words: 48:48 → 第 48 行."""
    first, _, last = cell.partition(":")
    return f"第 {first} 行" if first and first == last else cell


def _count(numerator: float, denominator: float) -> str:
    return f"{numerator:g} / {denominator:g}" if denominator else f"{numerator:g}"


def cost_sheet(heading: str, rows: Rows, who: Sequence[Column]) -> Sheet:
    """The sheet 扣分说明; `who` are the columns that say whom a row is about."""
    columns = (
        *who,
        Column("代码", "indicator", "code"),
        Column("指标", "label", "name", 16),
        Column("满分", "full", "points"),
        Column("得分", "points", "points"),
        Column("情形", "note", "long", 36),
        Column("分类", "part", "name"),
        Column("计数", "count", "code", missing="—"),
        Column("文件", "file", "path", 46, missing="无记录"),
        Column("工作表", "sheet", "name"),
        Column("位置", "cell", "code", 10),
    )
    note = "未得满分的指标,逐条列出影响得分的事项和出处;“计数”为已完成 / 应完成,或次数(协责按折算计)。"
    return Sheet("扣分说明", heading, note, [TableBlock(columns, rows, frozen=len(who))])
