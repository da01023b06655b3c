"""The office's own mistakes in the rules workbook, found before anything is scored (codes K01–K10, K16, K17)."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from zoneproc.findings import Code, Severity, declare
from zoneproc.forms import FORMS
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.kinds import NO_WORDS, YES_WORDS, fold
from zoneproc.rules.arguments import read_arguments, read_number, read_numbers
from zoneproc.rules.defaults import NEWER_PARAMETERS, default_rule_rows
from zoneproc.rules.rows import Dated, Fault, Row, in_force
from zoneproc.rules.ruleset import Grade, Indicator
from zoneproc.rules.words import PARAMETER_WORDS, canonical

T = TypeVar("T")

BAD_VALUE = declare(
    Code(
        "K02",
        Severity.BLOCK,
        "参数值写法不对",
        "“{key}”的值“{value}”应是{wanted}",
        "请按提示改正该值;数可写成 0.5、30%、1/3 或 不限。",
        "domain 3.6",
    )
)
BAD_ARGUMENTS = declare(
    Code(
        "K03",
        Severity.BLOCK,
        "计分参数写法不对",
        "“{key}”的参数中“{part}”无法识别",
        "请写成 名称=数,用分号隔开,例:轻微=1;一般=3;同一名称只写一次。",
        "domain 2.7a",
    )
)
GRADES_OUT_OF_ORDER = declare(
    Code(
        "K04",
        Severity.BLOCK,
        "等次分数线不成序",
        "“{key}”的最低得分 {value} 不合次序",
        "请由高到低逐行填写等次,最低得分逐行降低,最末一等为 0。",
        "domain 3.1",
    )
)
WEIGHTS_NOT_ONE = declare(
    Code(
        "K05",
        Severity.BLOCK,
        "权重之和不为 1",
        "“{key}”自 {day} 起各部分权重之和是 {value}",
        "请调整各部分权重,使其和为 1。",
        "domain 3.2",
    )
)
PARAMETER_MISSING = declare(
    Code(
        "K06",
        Severity.BLOCK,
        "缺少必需的参数",
        "缺少参数“{key}”({label})",
        "请在“参数”表补上这一行,默认值是 {value}。",
        "domain 3.6",
    )
)
PARAMETER_UNKNOWN = declare(
    Code(
        "K07",
        Severity.NOTE,
        "参数名称不认识",
        "参数“{key}”不在参数清单内,不起作用",
        "请核对参数名称的写法。",
        "domain 3.6",
    )
)
WORD_UNKNOWN = declare(
    Code(
        "K08",
        Severity.ERROR,
        "用词不在字典内",
        "“{value}”不在“{vocabulary}”的选项内",
        "请改用字典中的写法,或先在“字典”表增加这一项。",
        "domain 2.8",
    )
)
FULL_POINTS_NOT_100 = declare(
    Code(
        "K09",
        Severity.NOTE,
        "满分合计不是 100",
        "“{key}”自 {day} 起各指标满分合计 {value}",
        "如有意如此可不改;得分按满分合计折算。",
        "domain 3.1–3.4",
    )
)
NO_BASIS = declare(
    Code(
        "K16",
        Severity.ERROR,
        "规则没有写依据",
        "“{rule}”没有写依据",
        "请写明文件名称和文号,或作出决定的会议;每一分都要说得出依据。",
        "domain 2.7a",
    )
)
RULE_MISSING = declare(
    Code(
        "K17",
        Severity.BLOCK,
        "缺少必需的规则",
        "没有“{key}”的任何一行,不能计算",
        "请补上这一行;停用的奖项把名额比例写成 0。",
        "domain 2.7a",
    )
)

_ONLY: Mapping[str, Sequence[str]] = {"talk_per_month": ("1",), "report_per_month": ("1",)}
"""Parameters for which nothing else is defined."""
_LIMITS: Mapping[str, tuple[float, float]] = {
    "mid_month_day": (1, 28),
    "monthly_due_day": (1, 28),
    "quarterly_due_day": (1, 28),
    "annual_due_day": (1, 28),
    "due_hour": (0, 23),
    "decimals": (0, 6),
    "late_factor": (0, 1),
    "late_task_factor": (0, 1),
    "assist_role_factor": (0, 1),
    "review_mix_member": (0, 1),
    "review_mix_masses": (0, 1),
    "sample_forum_share": (0, 1),
    "sample_visit_share": (0, 1),
    **dict.fromkeys(("bonus_cap_quarter", "bonus_cap_year", "total_cap_quarter", "total_cap_year"), (0, math.inf)),
    **dict.fromkeys(("branch_bonus_cap", "review_excellent_cap"), (0, math.inf)),
    **dict.fromkeys(("contact_note_above", "main_zones_note_above"), (0, math.inf)),
}
"""Lowest and highest value of a number; 不限 is allowed where there is no highest. Others: 0 to 1000."""
_REVIEW_MIX = ("review_mix_member", "review_mix_masses")
CHECK_LEVELS = ("试行", "提醒", "错误", "阻断")
_CHECK_KEY = re.compile(r"check_[A-Z]\d{2}")
_WORD_COLUMNS = {
    "adjustment_points": {"kind": "D32", "level": "D33"},
    "veto_kinds": {"kind": "D34"},
    "quotas": {"award": "D39"},
}


def shipped_parameters() -> Mapping[str, Mapping[str, object]]:
    """Key → the shipped row of every parameter the program asks for."""
    return {str(row["key"]): row for row in default_rule_rows()["parameters"]}


def wanted_value(key: str) -> tuple[str, Callable[[str], bool]]:
    """What a parameter's value has to be, in words and as a test; judged by the kind of its shipped value."""
    if key in PARAMETER_WORDS:
        known = PARAMETER_WORDS[key]
        return f"{'、'.join(known.values())}之一", lambda value: value in known or value in known.values()
    if _CHECK_KEY.fullmatch(key) or key in _ONLY:
        words = _ONLY.get(key, CHECK_LEVELS)
        return f"{'、'.join(words)}之一", lambda value: value in words
    shipped = str(shipped_parameters().get(key, {}).get("value", ""))
    if shipped in ("是", "否"):
        return "是 或 否", lambda value: fold(value).upper() in YES_WORDS | NO_WORDS
    if ";" in shipped:
        count = shipped.count(";") + 1
        return f"{count} 个用分号隔开的数", lambda value: len(read_numbers(value) or ()) == count
    if read_number(shipped) is not None:
        return _wanted_number(*_LIMITS.get(key, (0, 1000)))
    return "文字", lambda _: True


def _wanted_number(low: float, high: float) -> tuple[str, Callable[[str], bool]]:
    words = f"不小于 {low:g} 的数或 不限" if math.isinf(high) else f"{low:g} 到 {high:g} 之间的数"
    return words, lambda value: low <= (math.nan if (number := read_number(value)) is None else number) <= high


def read_parameter(row: Row) -> str | Fault:
    """The value of a parameter as written, words as the program asks for them, if it is what the key asks for."""
    key, value = row.text("key"), row.text("value")
    wanted, fits = wanted_value(key)
    if fits(value):
        return canonical(key, value)
    return Fault(BAD_VALUE, row, "value", {"key": key, "value": value, "wanted": wanted})


def arguments_of(row: Row, key: str) -> Mapping[str, float] | Fault:
    """The arguments of a row, empty if it has none."""
    arguments = read_arguments(row.text("arguments"))
    if isinstance(arguments, str):
        return Fault(BAD_ARGUMENTS, row, "arguments", {"key": key, "part": arguments})
    return arguments


def canonical_words(rows: Iterable[Row], added: Iterable[tuple[str, str]]) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows with kinds, levels and awards spelled as the dictionary has them, and the words it does not have.

    `added` are the office's own values: vocabulary id and value. A strange word stays as typed.
    """
    own = list(added)
    kept: list[Row] = []
    faults: list[Fault] = []
    for row in rows:
        cells = dict(row.cells)
        for column, vocabulary_id in _WORD_COLUMNS.get(row.table, {}).items():
            vocabulary = VOCABULARIES[vocabulary_id].extended([value for name, value in own if name == vocabulary_id])
            written = row.text(column)
            cells |= {column: vocabulary.find(written) or written} if written else {}
            if written and vocabulary.find(written) is None:
                faults.append(Fault(WORD_UNKNOWN, row, column, {"value": written, "vocabulary": vocabulary.label}))
        kept.append(replace(row, cells=cells))
    return tuple(kept), tuple(faults)


def known_spelling(rows: Iterable[Row], column: str, known: Iterable[str]) -> tuple[Row, ...]:
    """The rows with the names of `column` spelled as the program has them; capital and small letters do not matter."""
    spelling = {name.lower(): name for name in known}
    named = ((row, row.text(column)) for row in rows)
    return tuple(
        replace(row, cells={**row.cells, column: _spelled(name, spelling)}) if name else row for row, name in named
    )


def _spelled(name: str, spelling: Mapping[str, str]) -> str:
    check = name[:6].lower() + name[6:].upper()
    return check if _CHECK_KEY.fullmatch(check) else spelling.get(name.lower(), name)


def unknown_parameters(parameters: Sequence[Dated[str]]) -> Iterator[Fault]:
    """Parameters nobody asks for, most likely misspelled."""
    for rule in parameters:
        key = rule.key[0]
        if key not in shipped_parameters() and not _CHECK_KEY.fullmatch(key):
            yield Fault(PARAMETER_UNKNOWN, rule.row, "key", {"key": key})


def missing_parameters(rows: Sequence[Row]) -> Iterator[Fault]:
    """Parameters the program asks for that no row gives, newer ones apart; the place is the sheet."""
    given = {*NEWER_PARAMETERS, *(row.text("key") for row in rows)}
    for key, shipped in shipped_parameters().items():
        if key not in given:
            words = {"key": key, "label": str(shipped["label"]), "value": str(shipped["value"])}
            yield Fault(PARAMETER_MISSING, Row("parameters", {}, rows[0].source if rows else "", 0), "", words)


def rows_without_basis(rows: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    """Dated rows that do not say by what decision they hold; they hold nevertheless."""
    for table, found in rows.items():
        form = FORMS["RULES"][table]
        name = form.fields[0].name
        for row in found if any(field.name == "basis" for field in form.fields) else ():
            if not row.text("basis").strip():
                yield Fault(NO_BASIS, row, "basis", {"rule": row.text(name)})


def missing_rules(rows: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    """What the year cannot do without: cut-offs and weights of every subject of the shipped scheme, and every award."""
    for table, key in _NEEDED.items():
        given = {tuple(row.text(name) for name in key) for row in rows[table]}
        needed = dict.fromkeys(tuple(str(row[name]) for name in key) for row in default_rule_rows()[table])
        for missing in (found for found in needed if found not in given):
            yield Fault(RULE_MISSING, Row(table, {}, _source(rows), 0), "", {"key": " ".join(missing)})


_NEEDED: Mapping[str, Sequence[str]] = {
    "grades": ("subject", "cadence"),
    "components": ("subject",),
    "quotas": ("award",),
}


def _source(rows: Mapping[str, Sequence[Row]]) -> str:
    return next((found[0].source for found in rows.values() if found), "")


def grades_out_of_order(grades: Sequence[Dated[Grade]]) -> Iterator[Fault]:
    """Cut-offs that do not fall from row to row, or do not end at 0, on any day."""
    for group in _groups_by_day(grades, 2):
        for above, below in pairwise(group):
            if below.value.at_least >= above.value.at_least:
                yield _grade_fault(below)
        if group[-1].value.at_least > 0:
            yield _grade_fault(group[-1])


def weights_not_one(components: Sequence[Dated[float]], field: str = "weight") -> Iterator[Fault]:
    """Subjects whose weights do not sum to 1 on some day."""
    for group in _groups_by_day(components, 1):
        total = sum(rule.value for rule in group)
        if abs(total - 1) > 1e-9:
            yield _total_fault(WEIGHTS_NOT_ONE, field, group, total)


def review_mix_not_one(parameters: Sequence[Dated[str]]) -> Iterator[Fault]:
    """Days on which the weights of members' and masses' ballots do not sum to 1 (3.2)."""
    mixes = [
        Dated(("评议得分", rule.key[0]), rule.since, read_number(rule.value) or 0.0, rule.row)
        for rule in parameters
        if rule.key[0] in _REVIEW_MIX
    ]
    yield from weights_not_one(mixes, "value")


def full_points_not_100(indicators: Sequence[Dated[Indicator]]) -> Iterator[Fault]:
    """Subjects whose indicators do not sum to 100 full points on some day."""
    named = [replace(rule, key=(rule.value.subject, rule.value.cadence, *rule.key)) for rule in indicators]
    for group in _groups_by_day(named, 2):
        total = sum(rule.value.full_points for rule in group)
        if abs(total - 100) > 1e-9:
            yield _total_fault(FULL_POINTS_NOT_100, "full_points", group, total)


def _groups_by_day(rules: Sequence[Dated[T]], width: int) -> Iterator[Sequence[Dated[T]]]:
    """The rules sharing the first `width` parts of their key, for every day on which one of them changes."""
    for day in sorted({rule.since for rule in rules}):
        groups: dict[tuple[str, ...], list[Dated[T]]] = {}
        for rule in in_force(rules, day).values():
            groups.setdefault(rule.key[:width], []).append(rule)
        yield from (group for group in groups.values() if any(rule.since == day for rule in group))


def _grade_fault(rule: Dated[Grade]) -> Fault:
    words = {"key": " ".join(rule.key), "value": f"{rule.value.at_least:g}"}
    return Fault(GRADES_OUT_OF_ORDER, rule.row, "at_least", words)


def _total_fault(code: Code, field: str, group: Sequence[Dated[T]], total: float) -> Fault:
    """A fault of a sum, shown at the row that changed last."""
    last = max(group, key=lambda rule: (rule.since, rule.row.position))
    words = {"key": last.key[0], "day": last.since.isoformat(), "value": f"{total:g}"}
    return Fault(code, last.row, field, words)
