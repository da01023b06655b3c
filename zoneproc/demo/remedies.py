"""Members who are given a date to put their zone in order (Q-4), and the office's inspections (C-8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from zoneproc.demo.branches import branch_of
from zoneproc.demo.names import Row, chance
from zoneproc.demo.plan import Plan
from zoneproc.period import Period


@dataclass(frozen=True, slots=True)
class Remedy:
    """One row of Q-4 as it stands in the end; the fields are its columns."""

    rect_no: str
    member_no: str
    source: str
    problem: str
    demand: str
    measure: str
    supervisor: str
    issued_date: date
    due_date: date
    extended_to: date | None
    done_date: date | None
    result: str | None
    accepted_by: str | None
    closed_date: date | None
    rect_status: str

    def known_on(self, day: date) -> "Remedy":
        """The row as the branch could fill it on a day."""
        if self.closed_date and self.closed_date <= day:
            return self
        unclosed = replace(self, accepted_by=None, closed_date=None, rect_status="已完成待验收")
        if self.done_date and self.done_date <= day:
            return unclosed
        deadline = self.extended_to or self.due_date
        state = "逾期未改" if deadline < day else "延期" if self.extended_to else "整改中"
        return replace(unclosed, done_date=None, result=None, rect_status=state)


@lru_cache(maxsize=64)
def remedies_of(plan: Plan) -> Sequence[Remedy]:
    """The year's rows: in the second month of each quarter for the least diligent, some for the quarter's result."""
    branch = branch_of(plan)
    luck = chance(plan.seed, plan.code, "remedies")
    remedies: list[Remedy] = []
    for quarter in Period(plan.year).quarters:
        issued = date(plan.year, quarter.first + 1, 18)
        weak = sorted((member.diligence, member.member_no) for member in branch.owing(issued) if member.diligence < 0.9)
        for _, member_no in luck.sample(weak, min(2, len(weak))):
            number = f"G{plan.tail}-{plan.year}-{len(remedies) + 1:03d}"
            remedies.append(_remedy(number, member_no, issued, in_time=luck.random() < plan.temper.closing))
    return tuple(remedies)


def _remedy(number: str, member_no: str, issued: date, *, in_time: bool) -> Remedy:
    due = issued + timedelta(days=30)
    done = due - timedelta(days=6) if in_time else due + timedelta(days=25)
    return Remedy(
        number, member_no, "月度核查" if issued.month % 2 else "季度考核", "连续两个月谈心或月汇报不到位",
        "按月落实谈心和月汇报,补齐记录", "制定谈心计划,组长每周提醒", "组织委员", issued, due, None, done,
        "谈心、汇报已按月落实", "支部纪检委员", done + timedelta(days=3), "已销号",
    )  # fmt: skip


def open_remedies(plan: Plan, quarter: Period) -> Sequence[Remedy]:
    """The rows a quarter's return lists: issued by its end and not closed before it."""
    return [
        remedy.known_on(quarter.end)
        for remedy in remedies_of(plan)
        if remedy.issued_date <= quarter.end and (remedy.closed_date is None or remedy.closed_date >= quarter.start)
    ]


def inspections_of(plan: Plan) -> Iterable[Row]:
    """C-8: the office visits each branch once a quarter; the sloppy one has a finding left open."""
    luck = chance(plan.seed, plan.code, "inspections")
    for place, quarter in enumerate(Period(plan.year).quarters, start=1):
        day = date(plan.year, quarter.first + 1, luck.randint(5, 20))
        row: Row = {
            "inspect_no": f"K{plan.year}-{(plan.index - 1) * 4 + place:03d}",
            "inspect_date": day,
            "branch_code": plan.code,
            "inspector": "党办督导组",
            "method": luck.choice(("调研", "检查", "指导", "抽查")),
        }
        if luck.random() > plan.temper.closing - 0.2:
            row |= {"finding": "公开图板未及时更新", "demand": "一周内更新", "due_date": day + timedelta(days=7)}
            if plan.role != 3 or place < 4:
                row |= {"result": "已更新", "closed_date": day + timedelta(days=5)}
        yield row
