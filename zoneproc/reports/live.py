"""Live score sheets: what was counted and the rules as sheets of their own, and the formulas over them (architecture 6).

Formulas are written with names of columns and tables (zoneproc.excel.named_cells): `[base]` is the cell of column `base`
in the same row, `[计数!vetoed]` that of the subject on the sheet 计数, `[其他参数!decimals/value]` a parameter.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.excel.wording import quoted
from zoneproc.rules import Grade, Indicator, Ruleset, default_rule_rows, said
from zoneproc.scoring.grading import LIMITED, UNSETTLED
from zoneproc.shapes import SHAPES

__all__ = [
    "ABSENT",
    "COUNTS",
    "KEY_BAND",
    "LIVE_LINES",
    "PARAMETERS",
    "TOTAL_KEY",
    "UNLIMITED",
    "Items",
    "after_veto",
    "bearable",
    "counts_sheet",
    "earned",
    "full",
    "grade_column",
    "graded",
    "items_of",
    "key",
    "key_columns",
    "live_items",
    "live_lines",
    "maximum",
    "parameter",
    "parameter_sheet",
    "placed",
    "rank_column",
    "rounded",
    "shared",
    "spans",
    "tally",
    "without_noise",
    "yes_no",
]

COUNTS, PARAMETERS, ABSENT = "计数", "参数", "—"
TOTAL_KEY, KEY_BAND = "total_key", "名次依据(不打印)"
_NOISE = 9  # as in scoring.ranking: differences beyond are float noise
_CLEARS, UNLIMITED = "清零", "不限"
_MOST_RANKED = 10_000
_COUNTED_OVER_ALL = ("rank", "sharing", "company_rank", "company_sharing", "grade")
_MANY = f"人数超过 {_MOST_RANKED} 人,名次和等次为数值,不随试改变动。"
_NO_LIMIT = 10**9
LIVE_LINES = (
    "得分、合计、等次、名次为 Excel 公式,由“计数”“参数”两表算出;在“参数”表黄色格试改权重、满分、分数线,名次随之变动。",
    "仍是数值、不随试改变动的:备注、扣分说明、问题清单、评优核查,以及“计数”表所列各数;行的先后次序需自行重新排序。",
)
_LIVE_NOTE = "“{sheet}”的得分、合计、等次、名次是公式,由本表的计数和“参数”表算出。本表请勿排序、插行。"
_PARAMETER_NOTE = "黄色格可以试改:改后得分、合计、等次、名次随之重算。只供测算;正式调整请改考核办法。"


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """The items of a score sheet: counts by subject (index), their columns on 计数, and the formula of each item by code."""

    counts: pd.DataFrame
    columns: Sequence[Column]
    formulas: Mapping[str, str]

    def of(self, subjects: pd.Series) -> pd.DataFrame:
        """The counts in the order of the subjects, 0 where nothing was counted."""
        return self.counts.reindex(pd.Index(subjects)).fillna(0.0).reset_index(drop=True)


def items_of(measured: pd.DataFrame, indicators: Sequence[Indicator], sheet: str = COUNTS) -> Items:
    """The counts some formula reads, part by part, numerators (完成数) and denominators (应完成数) side by side.

    `sheet` is the sheet of counts on which they will stand.
    """
    by_item = dict(list(measured.groupby("indicator")))
    columns: list[Column] = []
    counts: dict[str, pd.Series] = {}
    formulas: dict[str, str] = {}
    for at, indicator in enumerate(indicators):
        rows = by_item.get(indicator.code, measured.head(0))
        parts = list(
            dict.fromkeys([*(p for p in indicator.arguments if p in set(rows["part"])), *sorted(rows["part"])])
        )
        refs = {part: (f"[{sheet}!c{at}_{n}n]", f"[{sheet}!c{at}_{n}d]") for n, part in enumerate(parts)}
        formula = _points_formula(indicator, refs)
        formulas[indicator.code] = formula
        band = f"{indicator.code} {indicator.label}"
        for part, pair in refs.items():
            for ref, side, word in zip(pair, ("numerator", "denominator"), ("完成", "应完成"), strict=True):
                if ref in formula:
                    name = ref.removeprefix(f"[{sheet}!").removesuffix("]")
                    counts[name] = rows[rows["part"] == part].set_index("subject")[side]
                    columns.append(Column(_count_label(part, side, word), name, "count", 8, band=band))
    return Items(pd.DataFrame(counts), columns, formulas)


def _count_label(part: str, side: str, word: str) -> str:
    if not part:
        return word
    return part if side == "numerator" else f"{part}\n应完成"


def _points_formula(indicator: Indicator, refs: Mapping[str, tuple[str, str]]) -> str:
    arguments = {name: f"[计分参数!{indicator.code}·{n}/value]" for n, name in enumerate(indicator.arguments)}
    return SHAPES[indicator.shape].formula(refs, f"[{indicator.code}^]", arguments)


def live_items(columns: Sequence[Column], items: Items) -> Sequence[Column]:
    """The columns of the items with their formulas; their full points stand above the headings."""
    return [
        replace(column, formula=items.formulas[column.name], above=f"=[指标参数!{column.name}/value]")
        for column in columns
    ]


def counts_sheet(
    live_on: str, table: TableBlock, *more: TableBlock, title: str = COUNTS, heading: str = "得分所依据的数"
) -> Sheet:
    """The sheet 计数: one row per subject, in the order of the live sheet; `more` are further tables below."""
    return Sheet(title, f"计数:{heading}", _LIVE_NOTE.format(sheet=live_on), [replace(table, fixed=True), *more])


def parameter_sheet(
    rules: Ruleset, subject: tuple[str, str], keys: Sequence[str], extra: Sequence[tuple[str, str, float]] = ()
) -> Sheet:
    """The sheet 参数: full points, arguments and cut-offs of a subject and cadence, and single parameters by key.

    `extra` are further figures: key, meaning, value.
    """
    indicators, grades = rules.indicators(*subject), rules.grades(*subject)
    full_points = [
        {"code": i.code, "label": i.label, "what": i.shape, "value": i.full_points, "doc": SHAPES[i.shape].doc}
        for i in indicators
    ]
    arguments = [
        {"code": i.code, "label": i.label, "what": name, "value": _number(value), "key": f"{i.code}·{n}"}
        for i in indicators
        for n, (name, value) in enumerate(i.arguments.items())
    ]
    limited = any(_limits(grade) for grade in grades)
    cut_offs = [
        {"code": g.label, "label": _CUT_OFF, "what": _share(g) if limited else "", "value": g.at_least} for g in grades
    ]
    meaning = {str(row["key"]): str(row["label"]) for row in default_rule_rows()["parameters"]}
    single = [(name, meaning.get(name, name), _value(rules, name)) for name in keys]
    others = [{"key": name, "label": said, "value": value} for name, said, value in [*single, *extra]]
    blocks = [
        _block("指标参数", _FULL, full_points, "code"),
        _block("计分参数", _ARGUMENTS, arguments, "key"),
        _block("等次参数", _LIMITED if limited else _GRADES, cut_offs, "code"),
        _block("其他参数", _SINGLE, others, "key"),
    ]
    return Sheet(PARAMETERS, "参数:得分所依据的规定", _PARAMETER_NOTE, [block for block in blocks if len(block.rows)])


def _share(grade: Grade) -> object:
    return grade.cap_share if _limits(grade) else UNLIMITED


def _number(value: float) -> object:
    return _CLEARS if math.isinf(value) else value


def _value(rules: Ruleset, name: str) -> object:
    text = rules.text(name)
    if name in _WORDS:
        return said(name, text)
    number = rules.number(name)
    return UNLIMITED if math.isinf(number) else number


_WORDS = ("veto_effect",)


def _columns(code: str, label: str, value: str, *what: Column) -> Sequence[Column]:
    first = Column(code, "code" if code in ("代码", "等次") else "number", "code")
    return (first, Column(label, "label", "text", 40), *what, Column(value, "value", "input", 14))


_FULL = (*_columns("代码", "指标", "满分", Column("计分方式", "what", "name", 14)), Column("说明", "doc", "long", 60))
_ARGUMENTS = _columns("代码", "指标", "取值", Column("计分参数", "what", "name", 14))
_GRADES = _columns("等次", "含义", "最低得分")
_LIMITED = _columns("等次", "含义", "最低得分", Column("名额比例", "what", "input", 14))
_CUT_OFF = "得分不低于最低得分的为该等次,先高后低"
_SINGLE = _columns("序号", "含义", "取值")


def _block(name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, object]], row_key: str) -> TableBlock:
    names = dict.fromkeys([*(column.name for column in columns), row_key])
    frame = pd.DataFrame(list(rows), columns=list(names), dtype="object")
    frame = frame.assign(number=[str(at) for at in range(1, len(frame) + 1)])
    return TableBlock(columns, frame, name, name=name, key=row_key, fixed=True)


def parameter(name: str) -> str:
    """The cell of a single parameter."""
    return f"[其他参数!{name}/value]"


def bearable(columns: Sequence[Column], count: int) -> Sequence[Column]:
    """The columns of a live sheet; with very many rows places and limited grades are values, or Excel would count for minutes."""
    if count <= _MOST_RANKED:
        return columns
    return [replace(c, formula="", tied_if="", states=()) if c.name in _COUNTED_OVER_ALL else c for c in columns]


def live_lines(count: int) -> Sequence[str]:
    """What the sheet 计算说明 says of formulas and of what stays a value."""
    return (*LIVE_LINES, _MANY) if count > _MOST_RANKED else LIVE_LINES


def spans(codes: Sequence[str], order: Sequence[str]) -> Sequence[tuple[str, str]]:
    """The runs of neighbouring columns that hold these items: first and last of each."""
    found: list[tuple[str, str]] = []
    for at, code in enumerate(order):
        if code in codes:
            joins = at > 0 and order[at - 1] in codes
            found[-1:] = [(found[-1][0], code)] if joins else [*found[-1:], (code, code)]
    return found


def _cells(run: tuple[str, str], mark: str = "") -> str:
    return f"[{run[0]}{mark}]" if run[0] == run[1] else f"[{run[0]}..{run[1]}{mark}]"


def earned(runs: Sequence[tuple[str, str]]) -> str:
    """The points of the items that apply; 不适用 is text and not summed."""
    return f"SUM({','.join(_cells(run) for run in runs)})" if runs else "0"


def maximum(runs: Sequence[tuple[str, str]]) -> str:
    """The full points of the items that apply."""
    return "+".join(f"SUMPRODUCT(ISNUMBER({_cells(run)})*{_cells(run, '^')})" for run in runs) or "0"


def full(runs: Sequence[tuple[str, str]]) -> str:
    """The full points of all items."""
    return f"SUM({','.join(_cells(run, '^') for run in runs)})" if runs else "0"


def rounded(exact: str) -> str:
    """Rounded half up to the rule's decimals, float noise removed first: as scoring.ranking.round_half_up. U06."""
    return f"ROUND(ROUND({exact},{_NOISE}),{parameter('decimals')})"


def without_noise(values: pd.Series) -> pd.Series:
    """A key of the ranking as the formulas give it: without float noise, -1 where it does not apply."""
    return values.astype("float64").round(_NOISE).fillna(-1.0) + 0.0


def yes_no(values: pd.Series) -> pd.Series:
    """Truth values as words."""
    return values.astype(bool).map({True: "是", False: "否"}).astype("str")


def key(exact: str, applies: str) -> str:
    """A key of the ranking without float noise, -1 where it does not apply."""
    return f"IF({applies},ROUND({exact},{_NOISE}),-1)"


def after_veto(exact: str, known: str, cap: str) -> str:
    """A member's total, kept within 0 and its cap, rounded, then cut by a veto; — where `known` is no number. U37."""
    kept = rounded(f"MAX(0,MIN({parameter(cap)},{exact}))")
    limit = f"IF({parameter('veto_effect')}={quoted(said('veto_effect', 'zero'))},0,{parameter('veto_cap')})"
    return f'IF(ISNUMBER({known}),MIN({kept},IF([计数!vetoed_given]="是",{limit},{_NO_LIMIT})),"{ABSENT}")'


def tally(condition: str) -> str:
    """How many rows of a live sheet are of this row's branch and fulfil a condition (range and criterion)."""
    table = condition.removeprefix("[").partition("!")[0]
    return f"COUNTIFS([{table}!branch:],[branch],{condition})"


def graded(total: str, grades: Sequence[Grade], vetoed: str = "", within: str = "") -> str:
    """The grade by cut-offs; the lowest where vetoed; with `within`, limited grades by place in that group. U37, U38, U42."""
    if not grades:
        return quoted(UNSETTLED)
    nested = quoted(UNSETTLED)
    for at in reversed(range(len(grades))):
        label = _grade_cell(grades[at], "code")
        if within and at + 1 < len(grades):
            label = _limited(grades[at], grades[at + 1], within)
        nested = f"IF({total}>={_grade_cell(grades[at], 'value')},{label},{nested})"
    judged = f"IF(ISNUMBER({total}),{nested},{quoted(UNSETTLED)})"
    return f'IF({vetoed}="是",{_grade_cell(grades[-1], "code")},{judged})' if vetoed else judged


def _limits(grade: Grade) -> bool:
    return grade.cap_share is not None and math.isfinite(grade.cap_share)


def _grade_cell(grade: Grade, name: str) -> str:
    return f"[等次参数!{grade.label}/{name}]"


def _limited(grade: Grade, lower: Grade, within: str) -> str:
    """U38: beyond the share of those ranked the next grade is printed with (限额); a tie across the line is wholly beyond."""
    label, share = _grade_cell(grade, "code"), _grade_cell(grade, "what")
    base = f'COUNTIFS([{within}:],[{within}],[{TOTAL_KEY}:],">=0")'
    beyond = f"[rank]+[sharing]-1>MAX(1,INT({base}*{share}+1E-9))"
    limited = f"IF({beyond},{_grade_cell(lower, 'code')}&{quoted(LIMITED)},{label})"
    return f"IF([{TOTAL_KEY}]<0,{label},IF(ISNUMBER({share}),{limited},{label}))"


def placed(keys: Sequence[str], within: str = "") -> str:
    """The place by the keys in turn: 1 + those better by the first key, + those equal in it and better by the next …

    Larger is better, a leading `-` means smaller is; equals share a place (1, 2, 2, 4). The first key is -1 without a place.
    """
    equal = [f"[{within}:],[{within}]"] if within else []
    terms = []
    for name in keys:
        plain = name.removeprefix("-")
        better = "<" if name.startswith("-") else ">"
        terms.append(f'COUNTIFS({",".join([*equal, f"[{plain}:]"])},"{better}"&[{plain}])')
        equal.append(f"[{plain}:],[{plain}]")
    return f'IF([{keys[0]}]<0,"{ABSENT}",1+{"+".join(terms)})'


def shared(first_key: str = TOTAL_KEY, rank: str = "rank", within: str = "") -> str:
    """How many hold the same place; 0 without a place."""
    same = ",".join([*([f"[{within}:],[{within}]"] if within else []), f"[{rank}:],[{rank}]"])
    return f"IF([{first_key}]<0,0,COUNTIFS({same}))"


def rank_column(label: str, width: float, formula: str) -> Column:
    """The column of places; one that several hold (column `sharing`) prints as 并列."""
    return Column(label, "rank", "rank", width, tied_by="tied", missing=ABSENT, formula=formula, tied_if="[sharing]>1")


def grade_column(label: str, width: float, grades: Sequence[Grade], formula: str) -> Column:
    """A column of grades whose colours follow the words."""
    states = [*(grade.label for grade in grades), UNSETTLED]
    return Column(label, "grade", "state", width, formula=formula, states=states)


def key_columns(*columns: tuple[str, str, str]) -> Sequence[Column]:
    """The columns the places are worked out from, beside the printed page: label, name, formula."""
    return [
        Column(label, name, "key", 11, band=KEY_BAND, missing=ABSENT, formula=formula, aside=True)
        for label, name, formula in columns
    ]
