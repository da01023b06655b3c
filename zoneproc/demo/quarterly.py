"""The rows of a branch's quarterly return (QTR)."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.names import Row, as_row, chance
from zoneproc.demo.people import Member
from zoneproc.demo.plan import Plan
from zoneproc.demo.register import Rows
from zoneproc.demo.remedies import open_remedies
from zoneproc.period import Period

_RATINGS = ((0.95, "好"), (0.78, "较好"), (0.5, "一般"), (0.0, "差"))
_MERITS = (
    ("建议采纳", "支部", "提出班前会改进建议被采纳"),
    ("建议采纳", "公司", "优化晚高峰排班建议被采纳"),
    ("乘客表扬", "公司", "乘客来信表扬耐心服务"),
    ("制止三违", "支部", "当场制止违章作业"),
    ("表彰奖励", "公司", "获评季度服务标兵"),
    ("急难险重", "支部", "暴雨中坚守岗位疏导乘客"),
    ("技能竞赛", "公司", "公司岗位技能竞赛获奖"),
)


def quarterly_rows(plan: Plan, quarter: Period) -> Rows:
    """Q-1 … Q-7 of a quarter, by table."""
    branch = branch_of(plan)
    luck = chance(plan.seed, plan.code, quarter)
    return {
        "assessments": list(_assessments(branch, quarter, luck)),
        "adjustments": list(_adjustments(branch, quarter, luck)),
        "vetoes": list(_vetoes(branch, quarter)),
        "rectifications": [as_row(remedy) for remedy in open_remedies(plan, quarter)],
        "meetings": list(_meetings(branch, quarter, luck)),
        "boards": [_board(branch, quarter)],
        "experiences": list(_experiences(quarter, luck)),
    }


def assessed(branch: Branch, quarter: Period) -> list[Member]:
    """Whom the branch assesses: on its roll on most of the three 15ths (U05), and not 免考."""
    middles = [month.rule_day() for month in quarter.months]
    return [
        member
        for member in branch.members
        if member.assess_mode != "免考" and sum(member.on_roll(day) for day in middles) >= 2
    ]


def rating(member: Member) -> str:
    """The branch's word for a member, by the member's habits (D30)."""
    return next(word for least, word in _RATINGS if member.diligence >= least)


def _assessments(branch: Branch, quarter: Period, luck: Random) -> Iterable[Row]:
    idle = {absence.member_no for absence in branch.absences if absence.work_status == "离退休"}
    for member in assessed(branch, quarter):
        if member.member_no in idle:
            continue
        word = rating(member)
        yield {
            "member_no": member.member_no,
            "member_name": member.name,
            "branch_rating": word,
            "rating_reason": "多次未按时谈心和汇报" if word == "差" else None,
            "suggested_grade": luck.choice(("优秀", "良好")) if word == "好" else None,
            "member_signed": True,
            "objection": "认为交办任务时限过紧,请予核实" if word == "差" and luck.random() < 0.3 else None,
        }


def _adjustments(branch: Branch, quarter: Period, luck: Random) -> Iterable[Row]:
    """Bonuses for a few, now and then a reprimand (通报批评)."""
    plan = branch.plan
    able = assessed(branch, quarter)
    chosen = sorted(luck.sample(able, max(1, len(able) // 8)), key=lambda member: member.member_no)
    for place, member in enumerate(chosen, start=1):
        kind, level, reason = luck.choice(_MERITS)
        if member.diligence < 0.7:
            kind, level, reason = "通报批评", "支部", "无故不参加责任区活动"
        day = date(plan.year, luck.randint(quarter.first, quarter.last), luck.randint(3, 26))
        yield {
            "adj_no": f"J{plan.tail}-{quarter}-{place:03d}",
            "member_no": member.member_no,
            "event_date": day,
            "adj_kind": kind,
            "level": level,
            "reason": reason,
            "evidence": f"党〔{plan.year}〕{quarter.first + place}号",
            "branch_opinion": "同意",
        }


def _vetoes(branch: Branch, quarter: Period) -> Iterable[Row]:
    """One confirmed case in the third branch, one still alleged in the second: only the first has effect."""
    plan = branch.plan
    cases = {
        (3, 4): (27, "酒后驾驶", "安〔2026〕18号", "安全保卫科", True),
        (2, 7): (9, "造成恶劣影响", "待调查认定", "纪检监察室", False),
    }
    case = cases.get((plan.role, quarter.first))
    if case:
        place, kind, basis, authority, confirmed = case
        yield {
            "subject_kind": "党员",
            "subject_no": branch.members[place].member_no,
            "event_date": date(plan.year, quarter.first + 1, 20),
            "veto_kind": kind,
            "basis_doc": basis,
            "authority": authority,
            "confirmed": confirmed,
        }


def _meetings(branch: Branch, quarter: Period, luck: Random) -> Iterable[Row]:
    """支委会 and 党小组会 every month, 党员大会 and 党课 once a quarter, 组织生活会 at half-year and year end."""
    size = branch.plan.temper.closing
    for month in quarter.months:
        yield _meeting(
            month.start + timedelta(days=3),
            "支委会",
            5 if len(branch.members) > 10 else 3,
            {"content": "研究责任区工作"},
        )
        for group in branch.groups:
            if luck.random() > size:
                continue
            present = [member for member in branch.present(month.end) if member.group_code == group.group_code]
            day = month.start + timedelta(days=luck.randint(12, 24))
            more: Row = {"group_code": group.group_code, "content": "听取责任区工作汇报"}
            yield _meeting(day, "党小组会", len(present), more, heard=min(3, len(present)))
    yield from _general_meetings(branch, quarter)


def _general_meetings(branch: Branch, quarter: Period) -> Iterable[Row]:
    last = quarter.months[-1]
    members = branch.present(last.end)
    voters = sum(member.formal_on(last.start) for member in members)
    votes: Row = {
        "voting_expected": voters,
        "voting_attended": max(voters - 2, voters // 2 + 1),
        "content": "讨论责任区季度考核结果",
    }
    yield _meeting(last.start.replace(day=16), "党员大会", len(members), votes)
    yield _meeting(last.start.replace(day=20), "党课", len(members), {"content": "学习先进典型"})
    if last.first in {6, 12}:
        more: Row = {"content": "把参加责任区活动情况作为内容,互相评议"}
        yield _meeting(last.start.replace(day=18), "组织生活会(民主生活会)", len(members), more, heard=len(members) - 2)


def _meeting(day: date, kind: str, expected: int, more: Row, *, heard: int = 0) -> Row:
    return {
        "meeting_date": day,
        "meeting_kind": kind,
        "expected": expected,
        "attended": max(expected - (2 if expected > 10 else 0), 1, heard),
        "zone_topic": heard > 0,
        "heard_count": heard or None,
    } | more


def _board(branch: Branch, quarter: Period) -> Row:
    """The board, hung up again after the last change; the sloppy branch leaves January's."""
    held = [
        zone
        for zone in branch.zones
        if zone.start_date <= quarter.end and (zone.end_date is None or quarter.end <= zone.end_date)
    ]
    changes = [
        day
        for zone in branch.zones
        for day in (zone.start_date, zone.end_date)
        if day is not None and day <= quarter.end
    ]
    stale = branch.plan.role == 3
    first = branch.plan.day(1, 20)
    return {
        "board_date": first if stale else max(first, max(changes) + timedelta(days=1)),
        "location": f"{branch.plan.short_name.removesuffix('支部')}调度室外墙",
        "members_shown": len({zone.member_no for zone in held}),
        "zones_shown": len(held),
        "contacts_hidden": True,
        "photo_consent": True,
        "photo_file": f"图板{quarter}.jpg",
    }


def _experiences(quarter: Period, luck: Random) -> Iterable[Row]:
    if luck.random() < 0.6:
        yield {
            "kind": "经验", "title": "班前五分钟微宣讲", "content": f"{quarter}每日班前由责任党员讲一个提醒,职工愿听",
            "need_company": False,
        }  # fmt: skip
    if luck.random() < 0.5:
        yield {
            "kind": "问题", "title": "夜班谈心难安排", "content": "夜班职工休息时间与党员错开,拟改为交接班时段谈心",
            "need_company": luck.random() < 0.4, "resolved": luck.choice(("已解决", "解决中")),
        }  # fmt: skip
