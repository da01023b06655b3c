"""The scheme in force on a day as tables and plain lines that a committee can read aloud and check (domain.md 2.7a).

Every row ends with the day from which it holds and its basis: no rule without its clause.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zoneproc.forms import FORMS
from zoneproc.rules import Grade, Indicator, Quota, RuleBook, Waiver, said
from zoneproc.rules.rows import Dated, in_force
from zoneproc.rules.ruleset import AdjustmentPoints, FileCheckItem
from zoneproc.scoring.scheme import BLOCKS
from zoneproc.shapes import SHAPES

__all__ = ["BLOCK_NAMES", "SINCE", "Section", "scheme_lines", "scheme_sections"]

BLOCK_NAMES = {
    "T1": "宣传教育",
    "T2": "营运生产",
    "T3": "文明建设",
    "T4": "廉政建设",
    "T5": "培养联系",
    "T6": "其他交办",
    "G": "党小组工作",
    "A": "数据考核",
    "B": "听看谈访",
}
SINCE, BASIS = "生效日期", "依据"
_UNLIMITED = "不限"
T = TypeVar("T")
Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the scheme: its heading, the headings of its columns (last 生效日期 and 依据), its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


def scheme_sections(book: RuleBook, day: date) -> Sequence[Section]:
    """The whole scheme as it stands on the day, in the order of the rules workbook; sections without rows are left out.

    Indicators of 0 points are off and not listed. Rows that hold only later come last, as 已定、尚未生效.
    """
    sections = [
        *(_indicators(book, day, *subject) for subject in BLOCKS),
        _section("等次", ("对象", "周期", "等次", "最低得分", "名额比例"), _held(book.grades, day), _grade),
        _section("年度合成", ("对象", "组成部分", "权重"), _held(book.components, day), _component),
        _section("加扣分标准", ("对象", "类别", "级别", "分值", "每季上限"), _held(book.adjustments, day), _adjustment),
        _section("一票否决", ("对象", "情形", "效果"), _held(book.vetoes, day), lambda rule: (*rule.key, rule.value)),
        _section("评先名额", ("奖项", "名额", "取整方式"), _held(book.quotas, day), _quota),
        _section("“看”的检查项", ("检查项", "检查内容", "满分"), _items(book, day), _item),
        _section("自行增加的下拉选项", ("字典编号", "选项"), _held(book.dictionary, day), lambda rule: rule.key),
        _section("用语", ("用途", "文字"), _held(book.wording, day), lambda rule: (*rule.key, rule.value)),
        _waivers(book.waivers, day),
        _section("参数", ("含义", "值", "参数代号"), _held(book.parameters, day), _parameter),
        _coming(book, day),
    ]
    return [section for section in sections if section.rows]


def scheme_lines(book: RuleBook, day: date) -> list[str]:
    """The sections as lines for the terminal: heading, column headings, and one line per row."""
    lines = [f"考核办法:{day.isoformat()} 执行的各项规定"]
    for section in scheme_sections(book, day):
        lines += ["", section.title, f"  {' | '.join(section.columns)}"]
        lines += [f"  {' | '.join(_said(cell) for cell in row)}" for row in section.rows]
    return lines


def _said(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _held(rules: Sequence[Dated[T]], day: date) -> Sequence[Dated[T]]:
    return list(in_force(rules, day).values())


def _section(
    title: str, columns: tuple[str, ...], rules: Sequence[Dated[T]], cells: Callable[[Dated[T]], Cells]
) -> Section:
    rows = tuple((*cells(rule), _since(rule), rule.row.text("basis")) for rule in rules)
    return Section(title, (*columns, SINCE, BASIS), rows)


def _since(rule: Dated[T]) -> str:
    return rule.since.isoformat()


def _indicators(book: RuleBook, day: date, subject: str, cadence: str) -> Section:
    held = [
        rule for rule in _held(book.indicators, day) if (rule.value.subject, rule.value.cadence) == (subject, cadence)
    ]
    counted = [rule for rule in held if rule.value.full_points]
    total = sum(rule.value.full_points for rule in counted)
    blocks: dict[str, float] = {}
    for rule in counted:
        blocks[rule.value.block] = blocks.get(rule.value.block, 0.0) + rule.value.full_points
    parts = "、".join(f"{BLOCK_NAMES.get(block, block)} {points:g}" for block, points in blocks.items())
    title = f"{subject}{cadence}考核指标(满分 {total:g}:{parts})"
    return _section(title, ("板块", "代码", "指标", "满分", "计算内容", "计分方式"), counted, _indicator)


def _indicator(rule: Dated[Indicator]) -> Cells:
    row = rule.value
    return (BLOCK_NAMES.get(row.block, row.block), row.code, row.label, row.full_points, row.measure, _how(row))


def _how(row: Indicator) -> str:
    doc = SHAPES[row.shape].doc if row.shape in SHAPES else "计分方式不认识。"
    arguments = ";".join(f"{name}={_number(value)}" for name, value in row.arguments.items())
    return f"{row.shape}:{doc}本项:{arguments}。" if arguments else f"{row.shape}:{doc}"


def _number(value: float) -> str:
    return "清零" if math.isinf(value) else f"{value:g}"


def _grade(rule: Dated[Grade]) -> Cells:
    share = rule.value.cap_share
    limited = share is not None and math.isfinite(share)
    return (*rule.key, rule.value.at_least, f"{share:.0%}" if limited else _UNLIMITED)


def _component(rule: Dated[float]) -> Cells:
    return (*rule.key, f"{rule.value:.0%}")


def _adjustment(rule: Dated[AdjustmentPoints]) -> Cells:
    subject, kind, level = rule.key
    cap = rule.value.kind_cap
    points = f"{rule.value.points:+g}" if rule.value.points else "0"
    return subject, kind, level or "不分级别", points, _UNLIMITED if cap is None else f"{cap:g}"


def _quota(rule: Dated[Quota]) -> Cells:
    quota = rule.value
    if "名额" in quota.arguments:
        return quota.award, f"{quota.arguments['名额']:g} 个", "固定"
    return quota.award, f"{quota.share:.0%}", quota.rounding


def _items(book: RuleBook, day: date) -> Sequence[Dated[FileCheckItem]]:
    return [rule for rule in _held(book.file_check_items, day) if rule.value.max_points]


def _item(rule: Dated[FileCheckItem]) -> Cells:
    return rule.value.item_no, rule.value.label, rule.value.max_points


def _parameter(rule: Dated[str]) -> Cells:
    return rule.row.text("label"), said(rule.key[0], rule.value), rule.key[0]


def _waivers(waivers: Sequence[Waiver], day: date) -> Section:
    rows = tuple(
        (row.check, row.subject, row.approver, f"至 {row.valid_until}" if row.valid_until else "", row.reason)
        for row in waivers
        if row.valid_until is None or row.valid_until >= day
    )
    return Section("豁免", ("检查代码", "对象编号", "批准人", "有效期", "事由"), rows)


def _coming(book: RuleBook, day: date) -> Section:
    """Rows decided on but not yet in force, so that no change comes as a surprise."""
    rows = tuple(
        (label, " ".join(part for part in rule.key if part), _words(rule), _since(rule), rule.row.text("basis"))
        for label, rules in _dated(book)
        for rule in sorted(rules, key=lambda rule: (rule.since, rule.row.position))
        if rule.since > day
    )
    return Section("已定、尚未生效的规定", ("工作表", "规定", "内容", SINCE, BASIS), rows)


def _dated(book: RuleBook) -> Iterator[tuple[str, Sequence[Dated[object]]]]:
    kept: Mapping[str, Sequence[Dated[object]]] = {
        "parameters": book.parameters,
        "indicators": book.indicators,
        "grades": book.grades,
        "adjustment_points": book.adjustments,
        "veto_kinds": book.vetoes,
        "quotas": book.quotas,
        "components": book.components,
        "file_check_items": book.file_check_items,
        "dictionary": book.dictionary,
        "wording": book.wording,
    }
    return ((FORMS["RULES"][name].label, rules) for name, rules in kept.items())


def _words(rule: Dated[object]) -> str:
    """What the row says beyond its name, cell by cell with the headings of its sheet."""
    fields = (field for field in FORMS["RULES"][rule.row.table].fields if field.name not in ("effective_from", "basis"))
    told = ((field.label, rule.row.cells.get(field.name)) for field in fields)
    return ";".join(f"{label} {_said(value)}" for label, value in told if value is not None and value not in rule.key)
