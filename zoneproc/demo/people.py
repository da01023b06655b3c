"""Employees (C-4), and the party members among them (B-2, B-3, B-4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from zoneproc.demo.names import chance, person_name
from zoneproc.demo.places import Team
from zoneproc.demo.plan import LINES, Plan, Trade, chinese

_MEMBER_NUMBERS = 60
_EMPLOYEE_NUMBERS = 400
_POSTS = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
_POST_TYPES = {
    "线路班组": ("驾驶员",) * 12 + ("乘务员",),
    "调度班组": ("车下管理人员",) * 6 + ("调度员", "调度员", "安全员"),
    "修理班组": ("修理工",) * 8 + ("后勤",),
    "站务班组": ("站务员",) * 5 + ("安全员",),
    "机关科室": ("机关管理人员",),
}


@dataclass(frozen=True, slots=True)
class Employee:
    """One row of C-4; the fields are its columns."""

    employee_no: str
    name: str
    team_code: str
    post_type: str
    on_roll: bool
    start_date: date
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One row of B-3; the fields are its columns, but for `diligence`: how often the member does a duty."""

    member_no: str
    name: str
    employee_no: str
    branch_code: str
    group_code: str | None
    member_type: str
    join_date: date
    full_date: date | None
    party_post: str
    post_type: str
    off_bus_manager: bool
    home_team_code: str | None
    shift: str | None
    branch_from: date
    branch_to: date | None = None
    transfer_to: str | None = None
    party_status: str = "正常"
    assess_mode: str = "参加考核"
    exempt_basis: str | None = None
    note: str | None = None
    diligence: float = 1.0

    def formal_on(self, day: date) -> bool:
        """正式党员 from 转正日期 on (U03)."""
        return self.full_date is not None and self.full_date <= day

    def on_roll(self, day: date) -> bool:
        """On the branch's roll on a day."""
        return self.branch_from <= day and (self.branch_to is None or day <= self.branch_to)


@dataclass(frozen=True, slots=True)
class Group:
    """One row of B-2."""

    group_code: str
    group_name: str
    leader_member_no: str
    start_date: date
    end_date: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """One row of B-4."""

    member_no: str
    member_name: str
    work_status: str
    start_date: date
    end_date: date | None
    basis: str

    def covers(self, day: date) -> bool:
        """返岗日期 is the first day back (U01)."""
        return self.start_date <= day and (self.end_date is None or day < self.end_date)


def staff_of(plan: Plan, teams: Sequence[Team]) -> Sequence[Employee]:
    """Everybody employed in the branch's teams. Those of a team that is to close are listed where they go."""
    luck = chance(plan.seed, plan.code, "staff")
    base = 10_000 + (plan.index - 1) * _EMPLOYEE_NUMBERS
    staff: list[Employee] = []
    for team in {team.team_code: team for team in teams}.values():
        home = team.team_code if team.team_status == "运行" else f"{team.line_code}-01"
        for _ in range(team.headcount):
            began = max(date(2005 + luck.randrange(19), luck.randrange(1, 13), 1), date(2005, 1, 1))
            post = luck.choice(_POST_TYPES[team.team_type])
            staff.append(Employee(f"E{base + len(staff)}", person_name(luck), home, post, True, began))
    return tuple(_namesakes(staff))


def _namesakes(staff: list[Employee]) -> list[Employee]:
    """Two people of one name in every branch (4/38): the second and the fortieth."""
    return [*staff[:39], replace(staff[39], name=staff[1].name), *staff[40:]] if len(staff) > 40 else staff


class Enrolment:
    """Makes members of a branch's employees, one after the other, with running numbers."""

    def __init__(self, plan: Plan, groups: int) -> None:
        self.plan = plan
        self.luck = chance(plan.seed, plan.code, "members")
        self.groups = groups
        self.members: list[Member] = []

    def enrol(self, person: Employee, *, post: str = "无", off_bus: bool = False) -> Member:
        """The next member, formal for years."""
        luck, number = self.luck, len(self.members)
        joined = max(date(1998, 7, 1), person.start_date) + timedelta(days=365 + luck.randrange(2500))
        joined = min(joined, date(2023, 11, 30))
        group = f"{self.plan.code}{number % self.groups + 1:03d}" if self.groups else None
        full = joined + timedelta(days=366)
        member = Member(
            member_number(self.plan, number), person.name, person.employee_no, self.plan.code, group, "正式党员", joined,
            full, post, person.post_type, off_bus, person.team_code, None if off_bus else "早班",
            min(full, date(2024, 3, 1)), diligence=luck.choice(self.plan.temper.diligence),
        )  # fmt: skip
        self.members.append(member)
        return member


def member_number(plan: Plan, ordinal: int) -> str:
    """党员编号: company-wide, a range of sixty for each branch."""
    return f"D{(plan.index - 1) * _MEMBER_NUMBERS + ordinal + 101:05d}"


def groups_of(members: Iterable[Member]) -> Sequence[Group]:
    """One 党小组 for each group code in use, led by its first formal member without another post."""
    first: dict[str, Member] = {}
    for member in members:
        if member.group_code and member.party_post == "党小组组长":
            first.setdefault(member.group_code, member)
    return tuple(
        Group(code, f"第{chinese(int(code[-3:]))}党小组", leader.member_no, date(2024, 1, 1))
        for code, leader in sorted(first.items())
    )


def members_of(plan: Plan, staff: Sequence[Employee]) -> Sequence[Member]:
    """The members as the year begins, before its changes."""
    by_team: dict[str, list[Employee]] = {}
    for person in staff:
        by_team.setdefault(person.team_code, []).append(person)
    enrolment = Enrolment(plan, {Trade.LINES: 3, Trade.DEPOTS: 0}.get(plan.trade, 2))
    posts = _POSTS if plan.trade is not Trade.DEPOTS else ("书记", "组织委员", "纪检委员")
    managers = _managers(plan, by_team)
    for person, post in zip(managers, (*posts, "无"), strict=False):
        enrolment.enrol(replace(person, post_type=_manager_type(plan)), post=post, off_bus=True)
    for person in _workers(plan, by_team, {person.employee_no for person in managers}):
        enrolment.enrol(person)
    return _with_leaders(enrolment.members)


def _manager_type(plan: Plan) -> str:
    return "机关管理人员" if plan.trade is Trade.OFFICE else "车下管理人员"


def _managers(plan: Plan, by_team: Mapping[str, Sequence[Employee]]) -> Sequence[Employee]:
    teams = list(by_team.values())
    if plan.trade is Trade.LINES:
        return teams[-1][:6]
    return [team[0] for team in teams[: 3 if plan.trade is Trade.DEPOTS else 5]]


def _workers(plan: Plan, by_team: Mapping[str, Sequence[Employee]], taken: set[str]) -> Iterable[Employee]:
    """The other members: drivers for fifteen lines, four second teams and three deputies; elsewhere three a team."""
    if plan.trade is not Trade.LINES:
        share = {Trade.OFFICE: 3, Trade.WORKSHOP: 4, Trade.DEPOTS: 1}[plan.trade]
        for team in by_team.values():
            yield from [person for person in team if person.employee_no not in taken][1 : 1 + share]
        return
    codes = [code for code in by_team if not code.startswith("DD")]
    firsts = [code for code in codes if code.endswith("-01")]
    staffed = [code for place, code in enumerate(firsts) if (plan.role, place) != (3, 3)][: LINES - 3]
    seconds = [code for code in codes if code.endswith("-02")][3:7]
    for code in (*staffed, *seconds):
        yield by_team[code][1]
    for code in staffed[:3]:
        yield by_team[code][3]


def _with_leaders(members: Sequence[Member]) -> Sequence[Member]:
    """The members, the first of each group without another post made its leader."""
    led: set[str] = set()
    result = []
    for member in members:
        leads = bool(member.group_code) and member.party_post == "无" and member.group_code not in led
        if leads and member.group_code:
            led.add(member.group_code)
        result.append(replace(member, party_post="党小组组长") if leads else member)
    return result


def traveller(plan: Plan) -> tuple[Employee, Member]:
    """The member who moves from the first branch of an eight to the second in May, as the first branch knows him."""
    home = replace(plan, index=plan.cycle * 8 + 1)
    luck: Random = chance(plan.seed, home.code, "traveller")
    number = f"E{10_000 + plan.cycle * 8 * _EMPLOYEE_NUMBERS + _EMPLOYEE_NUMBERS - 1}"
    team = f"{home.line_base + 5:03d}-01"
    person = Employee(number, person_name(luck), team, "驾驶员", True, date(2012, 3, 1))
    member = Member(
        member_number(home, _MEMBER_NUMBERS - 1), person.name, number, home.code, f"{home.code}001", "正式党员",
        date(2015, 6, 30), date(2016, 6, 30), "无", "驾驶员", False, team, "早班", date(2019, 3, 1),
    )  # fmt: skip
    return person, member
