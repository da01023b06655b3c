"""The rules in force on one day, asked by name; a rule that is missing is named, never guessed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import ClassVar

from zoneproc.kinds import YES_WORDS, fold
from zoneproc.rules.arguments import read_number, read_numbers
from zoneproc.workspace import ZoneprocError


class MissingRuleError(ZoneprocError):
    """The rules workbook lacks a row that is needed, or holds something unreadable in its place."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of 指标: what is counted (`measure`) and how the count becomes points (`shape`). domain.md 3.1–3.4."""

    code: str
    label: str
    subject: str
    cadence: str
    block: str
    full_points: float
    measure: str
    shape: str
    arguments: Mapping[str, float] = field(default_factory=dict)
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: the lowest printed total it needs, and the share of a branch that may hold it (None = no limit)."""

    label: str
    at_least: float
    cap_share: float | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentPoints:
    """Points of one kind and level of 加扣分 (bonus > 0, deduction < 0), the limit of the kind in a quarter, and 依据. U33."""

    points: float
    kind_cap: float | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many places an award has: a share of those who could hold it, or the fixed number `arguments["名额"]`. U63."""

    award: str
    share: float
    rounding: str = "向下取整"
    arguments: Mapping[str, float] = field(default_factory=dict)

    def places(self, base: int) -> int:
        """Places for `base` candidates, by exact arithmetic (0.1 of 30 is 3, not 2.999…)."""
        if "名额" in self.arguments:
            return int(self.arguments["名额"])
        exact = Fraction(repr(self.share)) * base
        ways = {"向上取整": math.ceil, "四舍五入": lambda share: math.floor(share + Fraction(1, 2))}
        return int(ways.get(self.rounding, math.floor)(exact))


@dataclass(frozen=True, slots=True)
class FileCheckItem:
    """One line of the 看 checklist. domain.md 3.4.1."""

    item_no: str
    label: str
    max_points: float


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding code that does not count for one subject until a day (both included). Promise 14."""

    check: str
    subject: str
    reason: str
    approver: str
    valid_until: date | None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Ruleset:
    """The rules in force on `day`. Mappings are keyed as the workbook's rows are: subject first, then kind, then level."""

    day: date
    parameters: Mapping[str, str] = field(default_factory=dict)
    indicator_rows: tuple[Indicator, ...] = ()
    grade_rows: Mapping[tuple[str, ...], Grade] = field(default_factory=dict)
    adjustment_rows: Mapping[tuple[str, ...], AdjustmentPoints] = field(default_factory=dict)
    veto_rows: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    quota_rows: Mapping[str, Quota] = field(default_factory=dict)
    component_rows: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    file_check_items: tuple[FileCheckItem, ...] = ()
    dictionary_rows: tuple[tuple[str, str], ...] = ()
    wording_rows: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    goes_once: ClassVar[bool] = True
    """To another process (`parcels`): what is remembered with a ledger tells rules apart by identity."""

    def text(self, key: str) -> str:
        """The parameter as written; raises MissingRuleError if there is none."""
        if key not in self.parameters:
            raise _missing("参数", key, self.day)
        return self.parameters[key]

    def number(self, key: str) -> float:
        """The parameter as a number (不限 is infinite); raises MissingRuleError if missing or no number."""
        number = read_number(self.text(key))
        if number is None:
            raise _unreadable(key, self.text(key), "一个数")
        return number

    def numbers(self, key: str) -> tuple[float, ...]:
        """The parameter as a list of numbers; raises MissingRuleError if missing or unreadable."""
        numbers = read_numbers(self.text(key))
        if numbers is None:
            raise _unreadable(key, self.text(key), "用分号隔开的数")
        return numbers

    def flag(self, key: str) -> bool:
        """Whether the parameter says 是; raises MissingRuleError if missing."""
        return fold(self.text(key)).upper() in YES_WORDS

    def indicators(self, subject: str, cadence: str) -> tuple[Indicator, ...]:
        """The indicators of 党员, 党小组, 支部 or 书记 for 季度 or 年度, in sheet order; none if there are none."""
        return tuple(row for row in self.indicator_rows if (row.subject, row.cadence) == (subject, cadence))

    def grades(self, subject: str, cadence: str) -> tuple[Grade, ...]:
        """The grades, best first; none where the subject is not graded."""
        found = (grade for key, grade in self.grade_rows.items() if key[:2] == (subject, cadence))
        return tuple(sorted(found, key=lambda grade: -grade.at_least))

    def adjustment_points(self, subject: str, kind: str, level: str = "") -> float:
        """Points for one event: of its level, else of its kind at any level, else 0. Bonus > 0, deduction < 0. U32, U56."""
        for key in ((subject, kind, level), (subject, kind, "")):
            if key in self.adjustment_rows:
                return self.adjustment_rows[key].points
        return 0.0

    def kind_cap(self, subject: str, kind: str) -> float | None:
        """The most points a kind can bring in a quarter, None if unlimited. U33."""
        caps = (row.kind_cap for key, row in self.adjustment_rows.items() if key[:2] == (subject, kind))
        return next((cap for cap in caps if cap is not None), None)

    def veto_kinds(self, subject: str) -> tuple[str, ...]:
        """The veto kinds in use for 党员, 党小组 or 支部. U37, U45, U57."""
        return tuple(key[1] for key, effect in self.veto_rows.items() if key[0] == subject and effect != "停用")

    def veto_caps(self, subject: str, kind: str) -> bool:
        """Whether the veto caps the score too, and does not only bar awards. U37, U45."""
        return self.veto_rows.get((subject, kind)) == "封顶并取消评先"

    def quota(self, award: str) -> Quota:
        """The quota of an award; raises MissingRuleError if there is none."""
        if award not in self.quota_rows:
            raise _missing("名额", award, self.day)
        return self.quota_rows[award]

    def components(self, subject: str) -> Mapping[str, float]:
        """Component → weight of the year's result (党员: 季度, 评议; 书记: 支部, 述职); raises MissingRuleError if none."""
        found = {key[1]: weight for key, weight in self.component_rows.items() if key[0] == subject and weight}
        if not found:
            raise _missing("年度合成", subject, self.day)
        return found

    def dictionary(self, vocabulary: str) -> tuple[str, ...]:
        """The values the office added to a vocabulary (D27); none if it added none."""
        return tuple(value for name, value in self.dictionary_rows if name == vocabulary)

    def wording(self, key: str) -> str:
        """A title, preamble or name; raises MissingRuleError if there is none."""
        if key not in self.wording_rows:
            raise _missing("用语", key, self.day)
        return self.wording_rows[key]

    def check_level(self, code: str) -> str:
        """试行, 提醒, 错误 or 阻断 where the office set one for a check by the parameter check_<code>; else empty."""
        return self.parameters.get(f"check_{code}", "")


def _missing(sheet: str, key: str, day: date) -> MissingRuleError:
    return MissingRuleError(f"考核办法“{sheet}”表缺少 {day} 生效的“{key}”,请补上这一行后重新运行。")


def _unreadable(key: str, value: str, wanted: str) -> MissingRuleError:
    return MissingRuleError(f"考核办法“参数”表“{key}”的值“{value}”应是{wanted},请改正后重新运行。")
