"""What goes wrong on the road: 三违 (M-4), major matters (M-5), and what the departments know of them (C-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.names import chance
from zoneproc.demo.people import Employee
from zoneproc.demo.plan import Plan, Trade
from zoneproc.period import Period

_ACTS = (
    ("违章作业", "行车中接听电话,已制止"),
    ("违章作业", "进站未按规定减速,已提醒"),
    ("违章作业", "未系安全带起步,已纠正"),
    ("违反劳动纪律", "迟到未请假,已批评"),
    ("违反劳动纪律", "离开岗位未报告,已教育"),
)
_GRADES = ("轻微",) * 8 + ("一般",) * 2
_MATTERS = (
    ("职工重大变故", "职工家属突发重病,家庭困难"),
    ("群体性苗头", "部分职工对排班调整议论较多"),
    ("突发事件", "暴雨积水临时改道,乘客滞留"),
    ("重大投诉舆情", "乘客在网上反映长时间候车"),
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One row of M-4; the fields are its columns."""

    violation_no: str
    event_date: date
    team_code: str
    violation_type: str
    violation_grade: str
    person_kind: str
    person_employee_no: str | None
    corrected_by: str | None
    handling: str
    source: str
    summary: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One row of M-5 as it stands in the end; the fields are its columns, but for `settled`."""

    event_no: str
    occurred_at: datetime
    reported_branch_at: datetime
    reported_company_at: datetime | None
    member_no: str
    team_code: str
    event_kind: str
    summary: str
    liability: str | None
    casualty: str | None
    progress: str
    closed: bool
    settled: date

    def known_on(self, day: date) -> "Matter":
        """The row as the branch could fill it on a day: liability is determined later (U07)."""
        return self if self.settled <= day else replace(self, liability=None, progress="正在处理", closed=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of C-7; the fields are its columns."""

    fact_no: str
    fact_date: date
    employee_no: str | None
    team_code: str
    fact_kind: str
    level: str | None
    self_found: bool
    doc_no: str | None
    source_dept: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Incidents:
    """The year's incidents of one branch."""

    violations: Sequence[Violation]
    matters: Sequence[Matter]
    facts: Sequence[Fact]


@lru_cache(maxsize=64)
def incidents_of(plan: Plan) -> Incidents:
    """Some ten incidents a year in a branch on the lines, a few elsewhere; some known to one side only."""
    branch = branch_of(plan)
    story = _Story(branch, chance(plan.seed, plan.code, "incidents"))
    for month in Period(plan.year).months:
        story.month(month)
    story.particulars()
    return Incidents(tuple(story.violations), tuple(story.matters), tuple(story.facts))


class _Story:
    """Collects the year's incidents month by month."""

    def __init__(self, branch: Branch, luck: Random) -> None:
        self.branch, self.luck, self.plan = branch, luck, branch.plan
        self.violations: list[Violation] = []
        self.matters: list[Matter] = []
        self.facts: list[Fact] = []
        self.rate = {Trade.LINES: 1.0, Trade.WORKSHOP: 0.5}.get(self.plan.trade, 0.08)
        self.ordinary = [person for person in branch.staff if person.on_roll and person.end_date is None]
        self.partisans = {member.employee_no for member in branch.members}

    def month(self, month: Period) -> None:
        """What one month brings."""
        if self.luck.random() < 0.75 * self.rate:
            self._violation(self._day(month))
        if self.luck.random() < 0.3 * self.rate:
            self._matter(self._day(month))
        if self.luck.random() < 0.22 * self.rate:
            self._accident(self._day(month))
        if self.luck.random() < 0.5 * self.rate:
            kind = self.luck.choice(("乘客表扬", "乘客表扬", "有责投诉"))
            self._fact(self._day(month), self._person(), kind)

    def particulars(self) -> None:
        """The single cases that every company of eight branches shows once."""
        plan, role = self.plan, self.plan.role
        if role == 3:
            self._fact(plan.day(5, 12), self._person(), "事故", "次要责任", doc="安〔2026〕21号")
            self._fact(plan.day(4, 20), self._person(), "三违", "一般")
        if role == 4:
            self._fact(plan.day(8, 8), self._person(), "违纪违法", "警示谈话", visibility="党办")
        if role == 5:
            self._fact(plan.day(9, 9), self._person(), "违纪违法", "警示谈话", doc="纪〔2026〕6号")

    def _day(self, month: Period) -> date:
        return date(month.year, month.first, self.luck.randint(2, 26))

    def _person(self) -> Employee:
        return self.luck.choice(self.ordinary)

    def _holder(self, team: str, day: date) -> str | None:
        """The member who answers for the team on a day and is on duty."""
        away = self.branch.away(day)
        holders = (
            zone.member_no
            for zone in sorted(self.branch.zones, key=lambda zone: zone.assignment_role == "协责")
            if zone.team_code == team and zone.start_date <= day and (zone.end_date is None or day <= zone.end_date)
        )
        return next((holder for holder in holders if holder not in away), None)

    def _violation(self, day: date) -> None:
        person = self._person()
        holder = self._holder(person.team_code, day)
        kind, summary = self.luck.choice(_ACTS)
        grade = self.luck.choice(_GRADES)
        own = person.employee_no in self.partisans
        found = holder is not None and self.luck.random() < 0.6
        number = f"W{self.plan.tail}-{self.plan.year}-{len(self.violations) + 1:03d}"
        self.violations.append(
            Violation(
                number,
                day,
                person.team_code,
                kind,
                grade,
                "党员本人" if own else "责任区职工",
                person.employee_no if own else None,
                holder if found else None,
                "当场制止" if found else "批评教育",
                "党员发现" if found else "安全部门通报",
                summary,
            )
        )
        if not found or self.luck.random() < 0.3:
            self._fact(day, person, "三违", grade, self_found=found)

    def _matter(self, day: date) -> None:
        kind, summary = self.luck.choice(_MATTERS)
        team = self._person().team_code
        holder = self._holder(team, day)
        if holder:
            self._report(day, (holder, team), (kind, summary))

    def _accident(self, day: date) -> None:
        person = self._person()
        holder = self._holder(person.team_code, day)
        if holder is None:
            return
        liability = self.luck.choice(("次要责任", "无责任", "无责任", "同等责任"))
        hurt = "轻伤" if self.luck.random() < 0.25 else "无"
        what = ("安全事故", "车辆与非机动车剐蹭,现场已处置")
        self._report(day, (holder, person.team_code), what, (liability, hurt))
        self._fact(day, person, "事故", liability, doc=f"安〔{self.plan.year}〕{30 + len(self.facts)}号")

    def _report(
        self, day: date, where: tuple[str, str], what: tuple[str, str], outcome: tuple[str, str] | None = None
    ) -> None:
        happened = datetime.combine(day, time(6 + self.luck.randrange(14), self.luck.choice((5, 20, 40, 55))))
        slow = self.luck.random() > self.plan.temper.closing
        told = happened + timedelta(hours=30 if slow else 1)
        liability, casualty = outcome or (None, None)
        number = f"S{self.plan.tail}-{self.plan.year}-{len(self.matters) + 1:03d}"
        self.matters.append(
            Matter(
                number,
                happened,
                told,
                told + timedelta(minutes=45),
                *where,
                *what,
                liability,
                casualty,
                "已处理完毕,当事人情绪平稳",
                closed=True,
                settled=day + timedelta(days=self.luck.randint(5, 40)),
            )
        )

    def _fact(  # noqa: PLR0913  # the columns of C-7
        self, day: date, person: Employee, kind: str, level: str | None = None, *,
        self_found: bool = False, doc: str | None = None, visibility: str = "支部",
    ) -> None:  # fmt: skip
        dept = {"违纪违法": "纪检监察室", "有责投诉": "营运科", "乘客表扬": "营运科"}.get(kind, "安全保卫科")
        number = f"X{self.plan.year}-{(self.plan.index - 1) * 50 + len(self.facts) + 1:04d}"
        self.facts.append(
            Fact(number, day, person.employee_no, person.team_code, kind, level, self_found, doc, dept, visibility)
        )


def violations_in(plan: Plan, month: Period) -> Iterable[Violation]:
    """The rows of M-4 for a month."""
    return (violation for violation in incidents_of(plan).violations if violation.event_date in month)


def matters_in(plan: Plan, month: Period) -> Iterable[Matter]:
    """The rows of M-5 for a month: its own, and earlier ones settled in it."""
    for matter in incidents_of(plan).matters:
        if matter.occurred_at.date() in month or (matter.settled in month and matter.occurred_at.date() < month.start):
            yield matter.known_on(month.end)
