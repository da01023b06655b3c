"""What 党委 orders (C-6) and what the members make of it, with the branch's own tasks (M-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from zoneproc.demo.branches import branch_of
from zoneproc.demo.names import chance
from zoneproc.demo.people import Member
from zoneproc.demo.plan import Plan
from zoneproc.period import Period

_CAMPAIGNS = (
    ("春运保障志愿服务", (1, 20), (2, 15), 2),
    ("清明加班线路秩序维护", (3, 20), (4, 6), 2),
    ("五一假期客流疏导", (4, 20), (5, 6), 2),
    ("高考爱心送考", (5, 28), (6, 9), 1),
    ("汛期安全隐患排查", (6, 5), (6, 30), 3),
    ("暑期校园线路宣讲", (7, 5), (7, 31), 1),
    ("文明城市站点清洁", (8, 10), (8, 31), 1),
    ("国庆线路客流保障", (9, 20), (10, 8), 3),
    ("冬季行车安全大检查", (11, 10), (12, 10), 2),
)
_CANCELLED = "暑期校园线路宣讲"
_OWN = ("整理责任区图板", "走访困难职工", "带教新进职工", "收集线路运行问题", "组织班组安全学习", "协助慰问一线")


@dataclass(frozen=True, slots=True)
class Order:
    """One row of C-6; the fields are its columns."""

    task_no: str
    task_name: str
    target_kind: str
    target_no: str
    weight: int
    issued_date: date
    due_date: date
    task_status: str


@dataclass(frozen=True, slots=True)
class Task:
    """One row of M-7 as it stands in the end; the fields are its columns."""

    task_no: str
    task_name: str
    issuer: str
    member_no: str
    weight: int
    issued_date: date
    due_date: date
    done_date: date | None
    task_result: str
    evidence: str | None
    note: str | None = None

    def known_on(self, day: date) -> "Task":
        """The row as the branch could fill it on a day."""
        if self.task_result == "已撤销":
            return self
        if self.done_date is None or self.done_date > day:
            state = "进行中" if day <= self.due_date else "未完成"
            return replace(self, done_date=None, evidence=None, task_result=state)
        return self


def orders_of(plan: Plan) -> Sequence[Order]:
    """What 党委 asks of the branch; the school talks of July are called off."""
    first = (plan.index - 1) * len(_CAMPAIGNS) + 1
    return tuple(
        Order(
            f"R{plan.year}-{first + place:03d}", name, "支部", plan.code, weight, plan.day(*issued), plan.day(*due),
            "已撤销" if name == _CANCELLED else "有效",
        )
        for place, (name, issued, due, weight) in enumerate(_CAMPAIGNS)
    )  # fmt: skip


@lru_cache(maxsize=64)
def tasks_of(plan: Plan) -> Sequence[Task]:
    """Every task of the year: one row per member of an order (number plus -01, U72), and two a month of the branch's own."""
    luck = chance(plan.seed, plan.code, "tasks")
    return (*_ordered(plan, luck), *_own(plan, luck))


def _ordered(plan: Plan, luck: Random) -> Iterable[Task]:
    branch = branch_of(plan)
    for order in orders_of(plan):
        able = branch.owing(order.issued_date)
        for place, member in enumerate(luck.sample(able, max(2, len(able) // 4)), start=1):
            task = Task(
                f"{order.task_no}-{place:02d}", order.task_name, "党委", member.member_no, order.weight,
                order.issued_date, order.due_date, None, "未完成", None,
            )  # fmt: skip
            if order.task_status == "已撤销":
                yield replace(task, task_result="已撤销", note="党委通知撤销")
            else:
                yield _carried_out(luck, member, task)


def _own(plan: Plan, luck: Random) -> Iterable[Task]:
    branch = branch_of(plan)
    number = 0
    for month in Period(plan.year).months:
        able = branch.owing(month.rule_day())
        for member in luck.sample(able, min(len(able), 3)):
            number += 1
            issued = plan.day(month.first, luck.randint(1, 10))
            task = Task(
                f"R{plan.tail}-{plan.year}-{number:03d}", luck.choice(_OWN), "支部", member.member_no, 1, issued,
                issued + timedelta(days=luck.randint(10, 18)), None, "未完成", None,
            )  # fmt: skip
            yield _carried_out(luck, member, task)


def _carried_out(luck: Random, member: Member, task: Task) -> Task:
    """The task done in time, late, or never, as the member's habits have it."""
    if luck.random() < member.diligence:
        done = max(task.issued_date, task.due_date - timedelta(days=luck.randint(0, 5)))
        return replace(task, done_date=done, task_result="按期完成", evidence="现场照片及签到表")
    if luck.random() < 0.6:
        done = task.due_date + timedelta(days=luck.randint(1, 8))
        return replace(task, done_date=done, task_result="逾期完成", evidence="现场照片")
    return task


def open_tasks(plan: Plan, month: Period) -> Sequence[Task]:
    """The tasks a month's return lists: issued by its end and not finished before it."""
    long_past = month.start - timedelta(days=31)
    return [
        task.known_on(month.end)
        for task in tasks_of(plan)
        if task.issued_date <= month.end
        and (task.done_date or task.due_date) >= (month.start if task.done_date else long_past)
    ]
