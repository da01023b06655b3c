"""What is fixed about a branch before anybody is invented: its codes, its kind, and how well it works.

Branches come in eights: five on the lines (the first two share a 分公司), the offices, the workshop, and a small joint
branch of the depots. The eighth part of a company of a thousand branches is therefore as mixed as the smallest one.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

CYCLE = 8
ROOT = "001"
LINES = 18
MOST_BRANCHES = 1_600
"""党员编号 have five digits, and every branch a range of sixty of them."""


class Trade(Enum):
    """What a branch's people do; the value is the 单位类型 of its 分公司 (D05)."""

    LINES = "营运分公司"
    OFFICE = "机关部门"
    WORKSHOP = "修理分公司"
    DEPOTS = "场站"


@dataclass(frozen=True, slots=True)
class Temper:
    """How well a branch works: how often its members do a duty, on which day of the month it sends, share closed in time."""

    diligence: tuple[float, ...]
    send_days: tuple[int, int]
    closing: float


GOOD = Temper((1.0, 1.0, 1.0, 0.97, 0.92, 0.85), (1, 4), 0.96)
SOLID = Temper((1.0, 1.0, 0.95, 0.9, 0.84, 0.76), (1, 4), 0.9)
AVERAGE = Temper((1.0, 0.95, 0.88, 0.8, 0.72, 0.64), (2, 4), 0.82)
SLOPPY = Temper((0.97, 0.88, 0.78, 0.66, 0.52, 0.38), (3, 5), 0.62)
_TRADES = (Trade.LINES,) * 5 + (Trade.OFFICE, Trade.WORKSHOP, Trade.DEPOTS)
_TEMPERS = (GOOD, AVERAGE, SLOPPY, GOOD, SOLID, AVERAGE, SOLID, AVERAGE)
_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """一 … 九十九 as people say it, 第… with digits above."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "") if number else "零"


@dataclass(frozen=True, slots=True)
class Plan:
    """One branch: the `index`-th (from 1) of `branches`. `role` 1–8 is its place in its eight."""

    seed: int
    year: int
    branches: int
    index: int

    @property
    def role(self) -> int:
        """1–8: 1 and 2 share a 分公司, 3 is sloppy, 6 the offices, 7 the workshop, 8 the joint branch."""
        return (self.index - 1) % CYCLE + 1

    @property
    def cycle(self) -> int:
        """Which eight, from 0."""
        return (self.index - 1) // CYCLE

    @property
    def trade(self) -> Trade:
        """What its people do."""
        return _TRADES[self.role - 1]

    @property
    def temper(self) -> Temper:
        """How well it works."""
        return _TEMPERS[(self.role - 1 + self.cycle) % CYCLE]

    @property
    def parent(self) -> str:
        """001, or the 党总支 when one 党委 cannot number all branches with three digits."""
        return ROOT if self.branches < 999 else f"{ROOT}{(self.index - 1) // 40 + 1:03d}"

    @property
    def code(self) -> str:
        """党支部编码, three digits a level."""
        return self.parent + f"{self.index if self.parent == ROOT else (self.index - 1) % 40 + 1:03d}"

    @property
    def tail(self) -> str:
        """The code without 001: the middle of record numbers."""
        return self.code[len(ROOT) :]

    @property
    def company_ordinal(self) -> int:
        """Ordinal of the 营运分公司 it belongs to (four in each eight); for the others the ordinal of its eight."""
        return self.cycle * 4 + max(1, self.role - 1) if self.trade is Trade.LINES else self.cycle + 1

    @property
    def subcompany_code(self) -> str:
        """分公司编码."""
        head = {Trade.LINES: "FGS", Trade.OFFICE: "JG", Trade.WORKSHOP: "XL", Trade.DEPOTS: "CZ"}[self.trade]
        return f"{head}{1 if self.trade is Trade.OFFICE else self.company_ordinal:02d}"

    @property
    def subcompany_name(self) -> str:
        """分公司名称."""
        number = "" if self.cycle == 0 else f"第{chinese(self.company_ordinal)}"
        return {
            Trade.LINES: f"{chinese(self.company_ordinal)}分公司",
            Trade.OFFICE: "公司机关",
            Trade.WORKSHOP: f"{number}修理分公司",
            Trade.DEPOTS: f"{number}场站管理中心",
        }[self.trade]

    @property
    def short_name(self) -> str:
        """简称, used in file names."""
        number = "" if self.cycle == 0 else f"第{chinese(self.cycle + 1)}"
        return {
            Trade.LINES: f"{self.subcompany_name}{'二' if self.role == 2 else '一'}队支部",
            Trade.OFFICE: f"机关{number}支部",
            Trade.WORKSHOP: f"{self.subcompany_name}支部",
            Trade.DEPOTS: f"{number}场站联合支部",
        }[self.trade]

    @property
    def full_name(self) -> str:
        """Full name as on the seal."""
        return f"中共云江公交公司{self.short_name}委员会"

    @property
    def line_base(self) -> int:
        """How many lines the branches before it run."""
        return (self.cycle * 5 + min(self.role - 1, 5)) * LINES

    def day(self, month: int, day: int) -> date:
        """A day of the year of the story."""
        return date(self.year, month, day)
