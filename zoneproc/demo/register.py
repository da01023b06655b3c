"""The rows of the base workbook (BASE) as a branch would fill it on a day: nothing that is still to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from zoneproc.demo.branches import Branch
from zoneproc.demo.contacts import Contact
from zoneproc.demo.names import Row, as_row
from zoneproc.demo.people import Member
from zoneproc.demo.zones import Zone

Rows = dict[str, Sequence[Row]]


def base_rows(branch: Branch, day: date) -> Rows:
    """B-1 … B-7 as known on a day, by table."""
    members = [_as_known(branch, member, day) for member in branch.members if member.branch_from <= day]
    return {
        "branch_profile": [_profile(branch, members)],
        "groups": [as_row(group) for group in branch.groups],
        "members": [as_row(member, "diligence") for member in members],
        "absences": [_dated(as_row(absence), day) for absence in branch.absences if absence.start_date <= day],
        "zones": [as_row(zone) for zone in zones_known(branch.zones, day)],
        "contacts": [as_row(link) for link in contacts_known(branch.contacts, day)],
        "documents": list(_documents(branch)),
        "line_teams": list(_line_teams(branch)),
    }


def _line_teams(branch: Branch) -> Iterable[Row]:
    """The reference sheet: the branch's teams as the office knows them, each once."""
    for team in {team.team_code: team for team in branch.teams}.values():
        yield {
            "line_code": team.line_code,
            "line_name": team.line_name,
            "team_code": team.team_code,
            "team_name": team.team_name,
            "team_type": team.team_type,
            "status": team.team_status,
        }


def _profile(branch: Branch, members: Sequence[Member]) -> Row:
    size = 5 if len(members) > 10 else 3
    return {"term_start": date(2024, 5, 10), "committee_size": size, "staff_count": len(branch.staff)}


def _as_known(branch: Branch, member: Member, day: date) -> Member:
    """The member's row without what lies ahead: leaving, full membership, a change of secretary (U03)."""
    if not member.formal_on(day):
        member = replace(member, member_type="预备党员", full_date=None)
    if member.branch_to is not None and member.branch_to > day:
        member = replace(member, branch_to=None, transfer_to=None, party_status="正常")
    return replace(member, party_post=post_on(branch, member, day))


def post_on(branch: Branch, member: Member, day: date) -> str:
    """党内职务 on a day: a new secretary takes over, the former keeps none."""
    secretary = branch.secretary_on(day)
    if member.member_no == secretary.member_no:
        return "书记"
    return "其他委员" if member.party_post == "书记" else member.party_post


def _dated(row: Row, day: date, *companions: str) -> Row:
    end = row["end_date"]
    if isinstance(end, date) and end > day:
        row |= dict.fromkeys(("end_date", *companions))
    return row


def zones_known(zones: Iterable[Zone], day: date) -> Iterable[Zone]:
    """The zone rows written by a day, ends that lie ahead left open."""
    for zone in zones:
        if zone.start_date <= day:
            ahead = zone.end_date is not None and zone.end_date > day
            yield replace(zone, end_date=None, change_reason=None) if ahead else zone


def contacts_known(links: Iterable[Contact], day: date) -> Iterable[Contact]:
    """The contact rows written by a day, ends that lie ahead left open."""
    for link in links:
        if link.start_date <= day:
            ahead = link.end_date is not None and link.end_date > day
            yield replace(link, end_date=None, end_reason=None) if ahead else link


def _documents(branch: Branch) -> Iterable[Row]:
    plan = branch.plan
    voters = len(branch.present(plan.day(1, 12)))
    papers: Sequence[tuple[str, str, int, Mapping[str, object]]] = (
        ("实施意见", f"{plan.short_name}党员责任区实施意见", 8, {"doc_no": f"{plan.tail}支〔{plan.year}〕1号"}),
        ("党员大会记录", "责任区动员党员大会", 12, {"expected": voters, "attended": voters - 1}),
        ("宣传发动", "责任区宣传栏与班前会宣讲", 13, {}),
        ("责任书", "党员责任书", 14, {}),
        ("图板方案", "责任区公开图板方案", 14, {}),
    )
    for place, (kind, name, day, more) in enumerate(papers, start=1):
        yield {
            "doc_kind": kind,
            "doc_name": name,
            "doc_date": plan.day(1, day),
            "location": f"档案盒{place}",
        } | dict(more)
