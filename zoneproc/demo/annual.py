"""The rows of a branch's yearly return (ANN)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.names import Row, as_row, chance
from zoneproc.demo.people import Member
from zoneproc.demo.plan import GOOD, Plan, Trade
from zoneproc.demo.register import Rows
from zoneproc.period import Period

_DEEDS = "全年坚持每月谈心和月汇报,责任区无有责事故;主动承担节假日线路保障,带动班组服务质量提升,职工反映好,多次受到乘客表扬。"


def annual_rows(plan: Plan, year: Period) -> Rows:
    """Y-1 … Y-6, by table."""
    branch = branch_of(plan)
    luck = chance(plan.seed, plan.code, year)
    reviews = list(_reviews(branch, luck))
    best = [str(row["member_no"]) for row in reviews if row["review_grade"] == "优秀"]
    return {
        "reviews": reviews,
        "group_ratings": [
            {"group_code": group.group_code, "group_name": group.group_name, "branch_rating": word}
            for group, word in zip(branch.groups, ("好", "较好", "较好"), strict=False)
        ],
        "nominations": list(_nominations(branch, best)),
        "next_zones": list(_next_zones(branch)),
        "next_contacts": list(_next_contacts(branch)),
        "summaries": list(_summaries(plan)),
    }


def _reviewed(branch: Branch) -> Sequence[Member]:
    idle = {absence.member_no for absence in branch.absences if absence.work_status in {"离退休", "流动党员"}}
    return [member for member in branch.present(branch.plan.day(12, 14)) if member.member_no not in idle]


def _reviews(branch: Branch, luck: Random) -> Iterable[Row]:
    """Ballots by habit; a third of the formal members 优秀 at most, in the third branch one too many (V03)."""
    plan = branch.plan
    members = _reviewed(branch)
    meeting = plan.day(12, 14)
    formal = [member for member in members if member.formal_on(meeting)]
    places = max(1, len(formal) // 3) + (plan.role == 3)
    ranked = sorted(formal, key=lambda member: (-member.diligence, luck.random()))
    excellent = {member.member_no for member in ranked[:places]}
    voters = max(len(members) - 1, 3)
    for member in members:
        votes = _votes(luck, member, voters - 1)
        masses = _votes(luck, member, min(20, max(8, len(branch.staff) // 8)))
        word = "优秀" if member.member_no in excellent else "合格" if member.diligence >= 0.6 else "基本合格"
        yield {
            "member_no": member.member_no,
            "member_name": member.name,
            "member_type": "正式党员" if member.formal_on(meeting) else "预备党员",
            "attended": True,
            "pv_issued": len(members),
            "pv_returned": voters,
            "pv_valid": sum(votes),
            **dict(zip(("pv_excellent", "pv_pass", "pv_basic", "pv_fail"), votes, strict=True)),
            "mv_valid": sum(masses),
            **dict(zip(("mv_excellent", "mv_pass", "mv_basic", "mv_fail"), masses, strict=True)),
            "review_grade": word if member.formal_on(meeting) else None,
            "review_date": meeting,
            "feedback_date": plan.day(12, 18),
        }


def _votes(luck: Random, member: Member, ballots: int) -> tuple[int, int, int, int]:
    excellent = min(ballots, round(ballots * (member.diligence - 0.35 + luck.random() * 0.2)))
    basic = luck.randint(0, min(2, ballots - excellent)) if member.diligence < 0.9 else 0
    return excellent, ballots - excellent - basic, basic, 0


def _nominations(branch: Branch, best: Sequence[str]) -> Iterable[Row]:
    plan = branch.plan
    members = {member.member_no: member for member in branch.members}
    for place, number in enumerate(best[: 2 if len(branch.members) > 10 else 1], start=1):
        yield _nomination(branch, "优秀共产党员", (number, members[number].name), place)
    if branch.groups:
        group = branch.groups[0]
        yield _nomination(branch, "先进党小组", (group.group_code, group.group_name), 1)
    if plan.temper is GOOD:
        secretary = branch.secretary_on(plan.day(12, 31))
        yield _nomination(branch, "先进党支部", (plan.code, plan.short_name), 1)
        yield _nomination(branch, "优秀党支部书记", (secretary.member_no, secretary.name), 1)
        if plan.trade is Trade.LINES:
            yield _nomination(branch, "优秀分公司", (plan.subcompany_code, plan.subcompany_name), 1)


def _nomination(branch: Branch, award: str, subject: tuple[str, str], place: int) -> Row:
    plan = branch.plan
    day = plan.day(12, 16)
    voters = sum(member.formal_on(day) for member in branch.present(day))
    return {
        "award": award,
        "subject_no": subject[0],
        "subject_name": subject[1],
        "rank_in_branch": place,
        "meeting_date": day,
        "voting_expected": voters,
        "voting_attended": max(voters - 2, voters // 2 + 1),
        "ayes": max(voters - 3, voters // 2 + 1),
        "deeds": _DEEDS,
        "notice_from": plan.day(12, 17),
        "notice_to": plan.day(12, 23),
        "notice_result": "无异议",
    }


def _next_zones(branch: Branch) -> Iterable[Row]:
    """Next year's zones: those in force on 31 December, begun anew."""
    first, last = date(branch.plan.year + 1, 1, 1), branch.plan.day(12, 31)
    for zone in branch.zones:
        if zone.start_date <= last and zone.end_date is None:
            yield as_row(replace(zone, start_date=first))


def _next_contacts(branch: Branch) -> Iterable[Row]:
    """Next year's contacts: the links in force on 31 December, begun anew."""
    first, last = date(branch.plan.year + 1, 1, 1), branch.plan.day(12, 31)
    for link in branch.contacts:
        if link.holds(last):
            yield as_row(replace(link, start_date=first))


def _summaries(plan: Plan) -> Iterable[Row]:
    title = f"{plan.short_name}{plan.year}年责任区工作总结"
    yield {
        "kind": "年度总结", "title": title, "doc_date": plan.day(12, 28),
        "summary": "一年来按月谈心、按季考核,责任区全覆盖,职工意见基本办结。", "attachment": "总结.docx",
    }  # fmt: skip
    if plan.temper is GOOD:
        yield {
            "kind": "经验材料", "title": "把谈心做到交接班", "doc_date": plan.day(12, 28),
            "summary": "利用交接班十分钟谈心,夜班职工也能谈到。",
        }  # fmt: skip
