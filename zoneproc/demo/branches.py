"""One branch of the fictional company, whole: who is there, who answers for what, and what changes in the year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from zoneproc.demo.contacts import Contact, contacts_of, departures
from zoneproc.demo.names import Row
from zoneproc.demo.people import (
    Absence,
    Employee,
    Group,
    Member,
    groups_of,
    member_number,
    members_of,
    staff_of,
    traveller,
)
from zoneproc.demo.places import Team, teams_of
from zoneproc.demo.plan import CYCLE, Plan, Trade
from zoneproc.demo.zones import Zone, zones_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch over the whole year; every row carries its dates."""

    plan: Plan
    teams: Sequence[Team]
    staff: Sequence[Employee]
    members: Sequence[Member]
    groups: Sequence[Group]
    absences: Sequence[Absence]
    zones: Sequence[Zone]
    contacts: Sequence[Contact]
    secretaries: Sequence[tuple[Member, date]]

    def secretary_on(self, day: date) -> Member:
        """Who leads the branch on a day."""
        return next(member for member, start in reversed(self.secretaries) if start <= day)

    @property
    def clerk(self) -> Member:
        """The 组织委员, who fills the forms."""
        return next(member for member in self.members if member.party_post == "组织委员")

    def present(self, day: date) -> Sequence[Member]:
        """The members on the roll on a day."""
        return [member for member in self.members if member.on_roll(day)]

    def away(self, day: date) -> frozenset[str]:
        """The numbers of those whom B-4 shows as off duty on a day."""
        return frozenset(absence.member_no for absence in self.absences if absence.covers(day))

    def owing(self, day: date) -> Sequence[Member]:
        """The members in service who owe duties on a day (U04): on duty and not 免考."""
        away = self.away(day)
        return [member for member in self.present(day) if member.member_no not in away and member.assess_mode != "免考"]

    @property
    def change_days(self) -> Sequence[date]:
        """The days of the year on which something in the base workbook changes."""
        first = self.plan.day(1, 15)
        days: set[date | None] = {member.full_date for member in self.members}
        days |= {day for member in self.members for day in (member.branch_from, member.branch_to)}
        for zone in self.zones:
            days |= {zone.start_date, zone.end_date}
        for link in self.contacts:
            days |= {link.start_date, link.end_date}
        for absence in self.absences:
            days |= {absence.start_date, absence.end_date}
        days |= {start for _, start in self.secretaries}
        return sorted(day for day in days if day and first < day <= self.plan.day(12, 31))


@lru_cache(maxsize=64)
def branch_of(plan: Plan) -> Branch:
    """The branch of a plan; the same plan always gives the same branch."""
    teams = teams_of(plan)
    staff = staff_of(plan, teams)
    members, staff = _through_the_year(plan, members_of(plan, staff), staff)
    absences = _absences(plan, members)
    idle = {absence.member_no for absence in absences if absence.work_status in {"流动党员", "离退休"}}
    idle |= {member.member_no for member in members if member.assess_mode == "免考"}
    active = [member for member in members if member.member_no not in idle]
    zones = zones_of(plan, teams, active)
    outsiders = _outsiders(staff, members)
    contacts = contacts_of(plan, outsiders, active, zones)
    members, staff, contacts = _joined(plan, members, staff, contacts)
    zones = (*zones, *_new_zones(zones, members))
    contacts = (*contacts, *_new_contacts(plan, contacts, members, staff))
    groups = groups_of(members)
    return Branch(plan, teams, staff, members, groups, absences, zones, contacts, _secretaries(plan, members))


def _outsiders(staff: Sequence[Employee], members: Iterable[Member]) -> Sequence[Employee]:
    """Those of the staff who are no members: whom a member may be given as a contact (S4.3c)."""
    taken = {member.employee_no for member in members}
    return [person for person in staff if person.employee_no not in taken and person.on_roll]


def _secretaries(plan: Plan, members: Sequence[Member]) -> Sequence[tuple[Member, date]]:
    """Who is secretary from when; the fifth branch changes in July (4/32)."""
    first = (members[0], date(2024, 5, 10))
    return (first, (members[1], plan.day(7, 1))) if plan.role == 5 else (first,)


def _absences(plan: Plan, members: Sequence[Member]) -> Sequence[Absence]:
    """Long leaves (B-4): one maternity leave, one long illness, one flown out, one retired."""

    def absence(place: int, status: str, dates: tuple[date, date | None], basis: str) -> Sequence[Absence]:
        return (Absence(members[place].member_no, members[place].name, status, *dates, basis),)

    match plan.role:
        case 1:
            return absence(6, "产假", (plan.day(3, 1), plan.day(8, 6)), "产假审批表")
        case 4:
            return absence(6, "长期病休", (plan.day(2, 10), plan.day(5, 6)), "病假审批表")
        case 5:
            return absence(27, "流动党员", (plan.day(1, 5), None), "流动党员活动证登记")
        case 6:
            return absence(-1, "离退休", (date(plan.year - 1, 7, 1), None), "退休审批表")
    return ()


def _through_the_year(
    plan: Plan, members: Sequence[Member], staff: Sequence[Employee]
) -> tuple[Sequence[Member], Sequence[Employee]]:
    """The members and employees with the year's comings and goings written into their rows."""
    changed = list(members)
    if plan.trade is Trade.LINES:
        for place in (24, 25):
            changed[place] = _probationer(
                plan, changed[place], plan.day(6, 30) if (plan.role, place) == (4, 24) else None
            )
    for place, change in _fates(plan).items():
        changed[place] = change(changed[place])
    if plan.role == 6:
        retired = changed[-1].employee_no
        left = date(plan.year - 1, 6, 30)
        staff = [_left(person, left) if person.employee_no == retired else person for person in staff]
    return _with_traveller(plan, changed, staff)


def _left(person: Employee, day: date) -> Employee:
    return replace(person, on_roll=False, end_date=day)


def _probationer(plan: Plan, member: Member, full: date | None) -> Member:
    """A 预备党员: taken in the year before if made full in this one, else in January."""
    joined = date(plan.year - 1, 6, 30) if full else plan.day(1, 6)
    kind = "正式党员" if full else "预备党员"
    return replace(member, member_type=kind, join_date=joined, full_date=full, branch_from=joined)


def _fates(plan: Plan) -> dict[int, "_Fate"]:
    """What happens to members, by their place in the list."""
    elsewhere = _Fate({"branch_to": plan.day(8, 31), "transfer_to": "公司外", "party_status": "已转出"})
    deceased = _Fate({"branch_to": plan.day(7, 10), "party_status": "已去世"})
    unjudged = _Fate({"assess_mode": "不定等次", "note": "借至工会筹备职工运动会,支部大会同意"})
    exempt = _Fate({"assess_mode": "免考", "exempt_basis": f"{plan.year}-01-10支部大会"})
    return {2: {27: elsewhere}, 3: {26: deceased}, 5: {26: unjudged}, 7: {-1: exempt}}.get(plan.role, {})


@dataclass(frozen=True, slots=True)
class _Fate:
    cells: Row

    def __call__(self, member: Member) -> Member:
        return replace(member, **self.cells)  # type: ignore[arg-type]  # the cells are columns of B-3


def _with_traveller(
    plan: Plan, members: list[Member], staff: Sequence[Employee]
) -> tuple[Sequence[Member], Sequence[Employee]]:
    """The one who moves on 20 May from the first branch of an eight to the second (4/1)."""
    person, member = traveller(plan)
    moved = plan.day(5, 20)
    if plan.role == 1 and plan.index < plan.branches:
        there = replace(plan, index=plan.index + 1).code
        gone = replace(member, branch_to=moved, transfer_to=there, party_status="已转出")
        return (*members, gone), (*staff, person)
    if plan.role == 2:
        here = f"{plan.line_base + 5:03d}-01"
        come = replace(
            member, branch_code=plan.code, group_code=f"{plan.code}001", home_team_code=here,
            branch_from=moved + timedelta(days=1), note="由兄弟支部转入",
        )  # fmt: skip
        return (*members, come), staff
    return members, staff


def _joined(
    plan: Plan, members: Sequence[Member], staff: Sequence[Employee], contacts: Sequence[Contact]
) -> tuple[Sequence[Member], Sequence[Employee], Sequence[Contact]]:
    """The consequences of a contact's leaving: out of the company (C-4), or into the party (4/23, 4/24)."""
    leaving = departures(plan)
    if leaving is None:
        return members, staff, contacts
    day, reason = leaving
    link = next(link for link in contacts if link.end_reason == reason)
    person = next(person for person in staff if person.employee_no == link.contact_employee_no)
    if reason != "联系人入党":
        staff = [_left(person, day) if person.employee_no == link.contact_employee_no else person for person in staff]
        return members, staff, contacts
    new = Member(
        member_number(plan, 50), person.name, person.employee_no, plan.code, f"{plan.code}002", "预备党员", day, None,
        "无", person.post_type, False, person.team_code, "早班", day + timedelta(days=1),
    )  # fmt: skip
    return (*members, new), staff, contacts


def _new_zones(zones: Sequence[Zone], members: Iterable[Member]) -> Iterable[Zone]:
    """A helping zone for the member who joined in the year."""
    held = {zone.member_no for zone in zones}
    for member in members:
        if member.full_date is None and member.branch_from.month == 7 and member.member_no not in held:
            own = next(zone for zone in zones if zone.team_code == member.home_team_code)
            code = f"{own.zone_code[:-3]}{len(zones) + 1:03d}"
            yield replace(
                own, zone_code=code, member_no=member.member_no, member_name=member.name, assignment_role="协责",
                zone_kind="本班组", start_date=member.branch_from,
            )  # fmt: skip


def _new_contacts(
    plan: Plan, contacts: Sequence[Contact], members: Sequence[Member], staff: Sequence[Employee]
) -> Iterable[Contact]:
    """Two contacts, ten days after joining, for a member who joined in the year."""
    linked = {link.contact_employee_no for link in contacts} | {member.employee_no for member in members}
    free = [person for person in staff if person.employee_no not in linked and person.on_roll]
    for member in members:
        if plan.role == 2 and member.full_date is None and member.branch_from.month == 7:
            start = member.branch_from + timedelta(days=10)
            for person in free[:2]:
                yield Contact(
                    member.member_no, member.name, person.employee_no, person.name, person.team_code, "一般群众",
                    False, start,
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """The whole company. Branches are made when asked for, one at a time, and forgotten again."""

    seed: int = 2026
    size: int = CYCLE
    year: int = 2026

    @property
    def plans(self) -> Sequence[Plan]:
        """One plan for each branch, in order of code."""
        return [Plan(self.seed, self.year, self.size, index) for index in range(1, self.size + 1)]

    @property
    def branches(self) -> Iterable[Branch]:
        """The branches, in order of code."""
        return map(branch_of, self.plans)
