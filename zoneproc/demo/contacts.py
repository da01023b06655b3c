"""Whom each member keeps in touch with (B-6), taken from the teams of the member's zones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zoneproc.demo.names import chance
from zoneproc.demo.people import Employee, Member
from zoneproc.demo.plan import Plan
from zoneproc.demo.zones import Zone

_KINDS = ("一般群众",) * 12 + ("困难职工", "重点关注人员", "新进职工", "入党申请人")


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of B-6; the fields are its columns."""

    member_no: str
    member_name: str
    contact_employee_no: str
    contact_name: str
    contact_team_code: str
    contact_kind: str
    key_person: bool
    start_date: date
    end_date: date | None = None
    end_reason: str | None = None
    link_no: str | None = None
    note: str | None = None

    def holds(self, day: date) -> bool:
        """The end date is the last day (U01)."""
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)


class Matchmaker:
    """Finds contacts for members: nobody is given to two members."""

    def __init__(self, plan: Plan, outsiders: Iterable[Employee]) -> None:
        self.plan = plan
        self.luck = chance(plan.seed, plan.code, "contacts")
        self.free: dict[str, list[Employee]] = {}
        for person in outsiders:
            self.free.setdefault(person.team_code, []).append(person)

    def find(self, teams: Iterable[str]) -> Employee | None:
        """Somebody of one of the teams, or else of the largest."""
        near = next((self.free[code] for code in teams if self.free.get(code)), None)
        pool = near or max(self.free.values(), key=len, default=[])
        return pool.pop(0) if pool else None

    def link(self, member: Member, teams: Iterable[str], start: date) -> Contact | None:
        """A new link of the member, from `start` to the member's leaving."""
        person = self.find(teams)
        if person is None:
            return None
        kind = self.luck.choice(_KINDS)
        end = member.branch_to
        return Contact(
            member.member_no, member.name, person.employee_no, person.name, person.team_code, kind,
            kind == "重点关注人员", start, end, "党员变动" if end else None,
        )  # fmt: skip


def contacts_of(
    plan: Plan, outsiders: Iterable[Employee], members: Sequence[Member], zones: Iterable[Zone]
) -> Sequence[Contact]:
    """Two or three links for every member who has any duty, with what changes them in the year (4/22–24)."""
    matchmaker = Matchmaker(plan, outsiders)
    teams = _teams_of_members(zones)
    links: list[Contact] = []
    for member in members:
        if member.member_no not in teams:
            continue
        start = max(plan.day(1, 1), member.branch_from)
        for _ in range(3 if matchmaker.luck.random() < 0.7 else 2):
            link = matchmaker.link(member, teams[member.member_no], start)
            links.extend([link] if link else [])
    return _with_activists(_refilled(matchmaker, members, links, teams))


def _teams_of_members(zones: Iterable[Zone]) -> Mapping[str, Sequence[str]]:
    teams: dict[str, list[str]] = {}
    for zone in zones:
        teams.setdefault(zone.member_no, []).append(zone.team_code)
    return teams


def departures(plan: Plan) -> tuple[date, str] | None:
    """When and why one contact of the branch leaves, if one does."""
    return {
        1: (plan.day(4, 10), "联系人离职"),
        2: (plan.day(6, 30), "联系人入党"),
        4: (plan.day(9, 30), "联系人退休"),
    }.get(plan.role)


def _refilled(
    matchmaker: Matchmaker, members: Sequence[Member], links: list[Contact], teams: Mapping[str, Sequence[str]]
) -> list[Contact]:
    """The links with one ended by the contact's leaving and a new one twenty days later."""
    leaving = departures(matchmaker.plan)
    if leaving is None:
        return links
    day, reason = leaving
    place = departing(links)
    old = links[place]
    member = next(member for member in members if member.member_no == old.member_no)
    new = matchmaker.link(member, teams[member.member_no], day + timedelta(days=20))
    ended = replace(
        old, end_date=day, end_reason=reason, contact_kind="入党积极分子" if "入党" in reason else "一般群众"
    )
    return [*links[:place], ended, *links[place + 1 :], *([new] if new else [])]


def departing(links: Sequence[Contact]) -> int:
    """Which of the links is the one that ends: the last of the tenth member's."""
    chosen = list(dict.fromkeys(link.member_no for link in links))[9]
    return max(place for place, link in enumerate(links) if link.member_no == chosen)


def _with_activists(links: Sequence[Contact]) -> Sequence[Contact]:
    """The links, the first of every eighth member's being an activist (入党积极分子)."""
    holders = list(dict.fromkeys(link.member_no for link in links))[1::8]
    first = {holder: next(place for place, link in enumerate(links) if link.member_no == holder) for holder in holders}
    chosen = set(first.values())
    return tuple(
        replace(link, contact_kind="入党积极分子", key_person=False) if place in chosen else link
        for place, link in enumerate(links)
    )
