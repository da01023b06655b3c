"""The scheme of the rules workbook against what the program can count: faults only this layer can see (codes K11–K15)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from zoneproc.findings import Code, Finding, Severity, declare, in_order
from zoneproc.measures import MEASURES
from zoneproc.rules import Indicator, RuleBook, default_rule_rows
from zoneproc.rules.book import Locate, finding_of
from zoneproc.rules.rows import Dated, Fault
from zoneproc.shapes import SHAPES

MEASURE_UNKNOWN = declare(
    Code(
        "K11",
        Severity.BLOCK,
        "计算内容不认识",
        "指标“{key}”的计算内容“{value}”不在可用的计算内容之内{near}",
        "请改用已有的计算内容;名称须与默认办法一字不差。",
        "domain 2.7a",
    )
)
SHAPE_UNKNOWN = declare(
    Code(
        "K12",
        Severity.BLOCK,
        "计分方式不认识",
        "指标“{key}”的计分方式“{value}”不在可用的计分方式之内{near}",
        "请从 比例、扣分、评定、分项、阶梯 等计分方式中选用。",
        "domain 2.7a",
    )
)
ARGUMENTS_UNSUITED = declare(
    Code(
        "K13",
        Severity.BLOCK,
        "计分参数不合计分方式",
        "指标“{key}”按“{shape}”计分:{fault}",
        "请按该计分方式的写法改正计分参数。",
        "domain 2.7a",
    )
)
MEASURE_OF_ANOTHER = declare(
    Code(
        "K14",
        Severity.BLOCK,
        "计算内容不合对象",
        "指标“{key}”的计算内容“{value}”是按{wanted}统计的",
        "请改正对象和周期,或换用适合该对象的计算内容。",
        "domain 3.1–3.4",
    )
)
BLOCK_OF_ANOTHER = declare(
    Code(
        "K15",
        Severity.BLOCK,
        "任务或板块不合对象",
        "指标“{key}”({subject})的板块“{value}”应是 {wanted} 之一",
        "党员用 T1–T6,党小组用 G,支部用 A(数据)或 B(听看谈访)。",
        "domain 3.1–3.4",
    )
)

BLOCKS: Mapping[tuple[str, str], Sequence[str]] = {
    ("党员", "季度"): ("T1", "T2", "T3", "T4", "T5", "T6"),
    ("党小组", "年度"): ("G",),
    ("支部", "年度"): ("A", "B"),
}
"""Who is scored by indicators, and the blocks of each."""


def checked(rule_book: RuleBook, locate: Locate | None = None) -> RuleBook:
    """The book with the faults of `scheme_faults` among its findings, and without the rows that cannot be counted.

    An earlier sound row of the same indicator goes on holding: half a rule is no rule.
    """
    faults = list(_faults(rule_book))
    faulty = {(fault.row.source, fault.row.position) for fault in faults}
    sound = tuple(rule for rule in rule_book.indicators if (rule.row.source, rule.row.position) not in faulty)
    findings = in_order({*rule_book.findings, *(finding_of(fault, locate) for fault in faults)})
    return replace(rule_book, indicators=sound, findings=tuple(findings))


def scheme_faults(rule_book: RuleBook, locate: Locate | None = None) -> Sequence[Finding]:
    """What is wrong with 指标 in the light of the measures and shapes there are, at the cells of the office's file."""
    return in_order(finding_of(fault, locate) for fault in _faults(rule_book))


def _faults(rule_book: RuleBook) -> Iterator[Fault]:
    for rule in rule_book.indicators:
        yield from _of_measure(rule)
        yield from _of_shape(rule)
        yield from _of_block(rule)


def _of_measure(rule: Dated[Indicator]) -> Iterator[Fault]:
    row, words = rule.value, {"key": rule.value.code, "value": rule.value.measure}
    if row.measure not in MEASURES:
        yield Fault(MEASURE_UNKNOWN, rule.row, "measure", words | {"near": _near(row.measure, list(MEASURES))})
        return
    wanted = _counted_for().get(row.measure)
    if wanted and wanted != (row.subject, row.cadence):
        yield Fault(MEASURE_OF_ANOTHER, rule.row, "measure", words | {"wanted": "".join(wanted)})


def _of_shape(rule: Dated[Indicator]) -> Iterator[Fault]:
    row = rule.value
    if row.shape not in SHAPES:
        words = {"key": row.code, "value": row.shape, "near": _near(row.shape, list(SHAPES))}
        yield Fault(SHAPE_UNKNOWN, rule.row, "shape", words)
    elif fault := SHAPES[row.shape].fault(row.arguments):
        yield Fault(ARGUMENTS_UNSUITED, rule.row, "arguments", {"key": row.code, "shape": row.shape, "fault": fault})


def _of_block(rule: Dated[Indicator]) -> Iterator[Fault]:
    row = rule.value
    wanted = BLOCKS.get((row.subject, row.cadence), ())
    if row.block not in wanted:
        subject, choices = row.subject + row.cadence, "、".join(wanted) or "(该对象不设指标)"
        words = {"key": row.code, "subject": subject, "value": row.block, "wanted": choices}
        yield Fault(BLOCK_OF_ANOTHER, rule.row, "block", words)


def _near(written: str, known: Sequence[str]) -> str:
    """Which known name may be meant, as a clause; empty if none is like it."""
    alike = get_close_matches(written, known, n=1, cutoff=0.4)
    return f",是否指“{alike[0]}”" if alike else ""


def _counted_for() -> Mapping[str, tuple[str, str]]:
    """The subject and cadence each measure of the shipped scheme counts for; the others are free."""
    rows = default_rule_rows()["indicators"]
    return {str(row["measure"]): (str(row["subject"]), str(row["cadence"])) for row in rows}
