"""The scheme in force on a day as plain lines that a committee can read aloud and check (issue of the rules workbook)."""

import math
from collections.abc import Iterator, Mapping, Sequence

from zoneproc.rules import Grade, Indicator, Ruleset
from zoneproc.scoring.scheme import BLOCKS
from zoneproc.shapes import SHAPES

BLOCK_NAMES = {
    "T1": "宣传教育任务",
    "T2": "营运生产任务",
    "T3": "文明建设任务",
    "T4": "廉政建设任务",
    "T5": "培养联系任务",
    "T6": "其他交办任务",
    "G": "党小组工作",
    "A": "数据考核",
    "B": "听看谈访",
}
_AWARDS_OF = ("党员", "党小组", "支部", "书记")


def scheme_lines(rules: Ruleset) -> list[str]:
    """The whole scheme: indicators with points, way of counting and basis; grades; 加扣分; 一票否决; the year; quotas; parameters."""
    lines = [f"考核办法:{rules.day.isoformat()} 执行的各项规定"]
    for subject, cadence in BLOCKS:
        lines += ["", *_indicator_lines(rules, subject, cadence), *_grade_lines(rules.grades(subject, cadence))]
    for title, rows in (
        ("年度合成", _component_lines(rules)),
        ("加分扣分", _adjustment_lines(rules)),
        ("一票否决", _veto_lines(rules)),
        ("评先名额", _quota_lines(rules)),
        ("“看”的检查项", [f"  {item.item_no} {item.label} {item.max_points:g} 分" for item in rules.file_check_items]),
        ("自行增加的下拉选项", [f"  {name} {value}" for name, value in rules.dictionary_rows]),
        ("豁免", [f"  {row.check} {row.subject} {row.reason}(批准人 {row.approver})" for row in rules.waivers]),
        ("参数", [f"  {key} = {value}" for key, value in rules.parameters.items()]),
    ):
        lines += ["", f"{title}:", *rows] if rows else []
    return lines


def _indicator_lines(rules: Ruleset, subject: str, cadence: str) -> Iterator[str]:
    indicators = rules.indicators(subject, cadence)
    yield f"{subject}{cadence}考核,满分 {_sum(indicators):g} 分:"
    for block in dict.fromkeys(row.block for row in indicators):
        rows = [row for row in indicators if row.block == block]
        yield f"  {block} {BLOCK_NAMES.get(block, '')} {_sum(rows):g} 分"
        for row in rows:
            yield f"    {row.code} {row.label} {row.full_points:g} 分 依据:{row.basis}"
            yield f"      计算“{row.measure}”,{row.shape}:{_how(row)}"


def _sum(indicators: Sequence[Indicator]) -> float:
    return sum(row.full_points for row in indicators)


def _how(row: Indicator) -> str:
    doc = SHAPES[row.shape].doc if row.shape in SHAPES else "计分方式不认识。"
    arguments = ";".join(f"{name}={_number(value)}" for name, value in row.arguments.items())
    return f"{doc}本项:{arguments}。" if arguments else doc


def _number(value: float) -> str:
    return "清零" if math.isinf(value) else f"{value:g}"


def _grade_lines(grades: Sequence[Grade]) -> Iterator[str]:
    if grades:
        words = [f"{grade.label} {grade.at_least:g} 分以上{_cap(grade)}" for grade in grades[:-1]]
        yield f"  等次:{'、'.join([*words, f'{grades[-1].label} 其余'])}"


def _cap(grade: Grade) -> str:
    limited = grade.cap_share is not None and math.isfinite(grade.cap_share)
    return f"(不超过 {grade.cap_share:.0%})" if limited else ""


def _component_lines(rules: Ruleset) -> list[str]:
    by_subject: dict[str, list[str]] = {}
    for (subject, component), weight in rules.component_rows.items():
        by_subject.setdefault(subject, []).append(f"{component} {weight:.0%}")
    return [f"  {subject}:{'、'.join(parts)}" for subject, parts in by_subject.items()]


def _adjustment_lines(rules: Ruleset) -> list[str]:
    by_kind: dict[tuple[str, str], list[str]] = {}
    for (subject, kind, level), row in rules.adjustment_rows.items():
        limit = "" if row.kind_cap is None else f"(每季不超过 {row.kind_cap:g})"
        by_kind.setdefault((subject, kind), []).append(f"{level} {row.points:+g}{limit}".strip())
    return [f"  {subject} {kind}:{'、'.join(parts)}" for (subject, kind), parts in by_kind.items()]


def _veto_lines(rules: Ruleset) -> list[str]:
    effects: Mapping[tuple[str, ...], str] = rules.veto_rows
    return [
        f"  {subject} {kind}:{effects[subject, kind]}" for subject in _AWARDS_OF for kind in rules.veto_kinds(subject)
    ]


def _quota_lines(rules: Ruleset) -> list[str]:
    return [
        f"  {quota.award}:{quota.arguments['名额']:g} 个"
        if "名额" in quota.arguments
        else f"  {quota.award}:{quota.share:.0%}({quota.rounding})"
        for quota in rules.quota_rows.values()
    ]
