"""The rows of a branch's monthly return (MON)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.contacts import Contact
from zoneproc.demo.incidents import matters_in, violations_in
from zoneproc.demo.names import Row, as_row, chance
from zoneproc.demo.opinions import Opinion, opinions_of
from zoneproc.demo.people import Member
from zoneproc.demo.plan import Plan
from zoneproc.demo.register import Rows
from zoneproc.demo.tasks import open_tasks
from zoneproc.period import Period

_METHODS = ("面谈",) * 10 + ("跟车",) * 4 + ("电话",) * 3 + ("家访", "线上", "集体谈心")
_OPENINGS = ("了解近期", "谈到最近的", "一起回顾本月", "询问家里和班组的", "围绕本周", "交流了对当前", "听取他讲")
_MATTERS = {
    "思想政治": ("形势学习体会", "公司发展想法", "职代会精神"),
    "安全行车": ("雨天行车注意点", "路口礼让情况", "早晚高峰会车习惯", "车辆三检落实"),
    "优质服务": ("老年乘客上下车照顾", "文明用语使用", "到站播报情况"),
    "工作状态": ("连班后的休息", "新线路适应情况", "岗位练兵进展"),
    "家庭生活": ("孩子上学安排", "老人照料", "住房装修进度"),
    "利益诉求": ("补休安排", "排班轮换", "工装换发"),
    "廉洁自律": ("票款管理规定", "节日纪律提醒"),
    "入党培养": ("学习笔记完成情况", "对党章的认识", "参加志愿服务的体会", "思想汇报撰写情况"),
}
_ENDINGS = (
    "情况正常。",
    "鼓励其继续保持。",
    "约定下周再聊。",
    "提了两点提醒,表示会注意。",
    "心态平和,干劲足。",
    "已记下并会跟进。",
)
_WORK = (
    "责任区运行平稳,班前会讲安全",
    "检查车容车貌并提醒整改",
    "组织班组学习通报案例",
    "走访职工两人次,情况正常",
    "协助首末站维持秩序",
)
_IDEAS = ("建议班前会增加实例讲解", "建议雨天提前发布路况", "设想与邻线结对互学", "建议首末站增设遮阳棚")
_ACTIVITIES = (
    ("主题党日", "主题党日活动"),
    ("志愿服务", "文明乘车劝导"),
    ("安全活动", "安全行车讨论"),
    ("集中学习", "集中学习"),
    ("创建文明单位", "文明车厢创建"),
    ("争先创优", "党员先锋车评比"),
)


def monthly_rows(plan: Plan, month: Period) -> Rows:
    """M-1 … M-8 of a month, by table."""
    branch = branch_of(plan)
    luck = chance(plan.seed, plan.code, month)
    opinions = [opinion for opinion in opinions_of(plan) if opinion.collected_date in month]
    return {
        "talks": list(_talks(branch, month, luck, {opinion.member_no: opinion for opinion in opinions})),
        "monthly_reports": list(_reports(branch, month, luck, {opinion.member_no for opinion in opinions})),
        "opinions": [
            as_row(opinion.known_on(month.end))
            for opinion in opinions_of(plan)
            if opinion.collected_date <= month.end and _last_word(opinion) >= month.start
        ],
        "violations": [as_row(violation) for violation in violations_in(plan, month)],
        "events": [as_row(matter, "settled") for matter in matters_in(plan, month)],
        "trainees": list(_trainees(branch, month, luck)),
        "tasks": [as_row(task) for task in open_tasks(plan, month)],
        "attendance": list(_attendance(branch, month, luck)),
    }


def _last_word(opinion: Opinion) -> date:
    return opinion.reply_date or (opinion.handed_date or opinion.collected_date) + timedelta(days=31)


def _talks(branch: Branch, month: Period, luck: Random, opinions: Mapping[str, Opinion]) -> Iterable[Row]:
    """One row for each link in force on the 15th; a second talk with a contact now and then."""
    middle = month.rule_day()
    members = {member.member_no: member for member in branch.present(middle)}
    away = branch.away(middle)
    told: set[str] = set()
    for link in branch.contacts:
        member = members.get(link.member_no)
        if member is None or not link.holds(middle):
            continue
        row = _who(link)
        if member.member_no in away:
            yield row | {"miss_reason": "党员离岗"}
            continue
        opinion = None if member.member_no in told else opinions.get(member.member_no)
        told.add(member.member_no)
        if opinion is None and luck.random() >= member.diligence:
            yield row | {"miss_reason": luck.choice(("班次冲突", "漏谈", "联系人离岗", None))}
            continue
        first, second = _talk(link, month, luck, opinion), _talk(link, month, luck, None)
        yield row | first
        if luck.random() < 0.03 and first["talk_date"] != second["talk_date"]:
            yield row | second


def _who(link: Contact) -> Row:
    return {
        "member_no": link.member_no,
        "member_name": link.member_name,
        "contact_employee_no": link.contact_employee_no,
        "contact_name": link.contact_name,
    }


def _talk(link: Contact, month: Period, luck: Random, opinion: Opinion | None) -> Row:
    first = max(link.start_date, month.start)
    last = min(link.end_date or month.end, month.end)
    day = first + timedelta(days=luck.randint(0, (last - first).days))
    trained = link.contact_kind == "入党积极分子"
    topics = ("入党培养",) if trained else tuple(luck.sample(list(_MATTERS), 2 if luck.random() < 0.3 else 1))
    mood = "平稳" if luck.random() < 0.96 else luck.choice(("有波动", "有波动", "需重点关注"))
    cared_for = mood != "平稳" or link.key_person
    return {
        "talk_date": opinion.collected_date if opinion and first <= opinion.collected_date <= last else day,
        "talk_method": luck.choice(_METHODS),
        "place": luck.choice(("首末站", "休息室", "车厢", "调度室", None)),
        "talk_topics": topics,
        "mood": mood,
        "content": f"{luck.choice(_OPENINGS)}{luck.choice(_MATTERS[topics[0]])},{luck.choice(_ENDINGS)}",
        "has_opinion": opinion is not None,
        "opinion_no": opinion.opinion_no if opinion else None,
        "follow_up": luck.choice(("一周后回访,情绪平稳", "与班组长沟通,持续关注", "已安排结对帮助"))
        if cared_for
        else None,
    }


def _reports(branch: Branch, month: Period, luck: Random, collectors: set[str]) -> Iterable[Row]:
    """One row for each member on the roll on the 15th who is not 免考 or retired."""
    middle = month.rule_day()
    away = branch.away(middle)
    for member in branch.present(middle):
        row: Row = {"member_no": member.member_no, "member_name": member.name}
        if member.member_no in away or member.assess_mode == "免考":
            yield row | {"miss_reason": "党员离岗" if member.member_no in away else "其他"}
        elif member.member_no in collectors or luck.random() < member.diligence:
            yield row | _report(month.end - timedelta(days=luck.randint(0, 6)), luck, member.member_no in collectors)
        elif luck.random() < 0.5:
            yield row | _report(month.end + timedelta(days=luck.randint(4, 5)), luck, told=False)
        else:
            yield row | {"miss_reason": luck.choice(("班次冲突", "其他"))}


def _report(day: date, luck: Random, told: bool) -> Row:
    return {
        "report_date": day,
        "report_method": luck.choice(("书面", "书面", "当面", "会议", "线上")),
        "summary": "、".join(luck.sample(_WORK, 2)),
        "proposals": luck.choice(_IDEAS) if luck.random() < 0.25 else "无",
        "opinions_state": "有" if told else "无",
        "zone_safety": "正常",
        "zone_integrity": "无违纪违法",
        "received_date": day,
        "branch_comment": "已阅",
    }


def _trainees(branch: Branch, month: Period, luck: Random) -> Iterable[Row]:
    """One row for each contact in training, with two formal members as mentors (F29)."""
    middle = month.rule_day()
    members = {member.member_no: member for member in branch.members}
    for link in branch.contacts:
        if link.contact_kind != "入党积极分子" or not link.holds(middle):
            continue
        holder = members[link.member_no]
        mentor = holder if holder.formal_on(middle) else branch.members[2]
        second = branch.members[3 if len(branch.members) > 10 else 0]
        yield {
            "trainee_employee_no": link.contact_employee_no,
            "trainee_name": link.contact_name,
            "team_code": link.contact_team_code,
            "stage": "发展对象" if link.end_reason == "联系人入党" else "入党积极分子",
            "stage_date": date(month.year - 1, 9, 1),
            "mentor1_no": mentor.member_no,
            "mentor2_no": second.member_no if second.member_no != mentor.member_no else None,
        } | _training(month, luck, mentor)


def _training(month: Period, luck: Random, mentor: Member) -> Row:
    talked = luck.random() < mentor.diligence
    checked = month.first % 3 == 0 and luck.random() < mentor.diligence
    halfway = checked and month.first in {6, 12}
    return {
        "talk_date": month.start + timedelta(days=luck.randint(3, 24)) if talked else None,
        "quarter_check_date": month.start + timedelta(days=luck.randint(18, 26)) if checked else None,
        "half_check_date": month.start + timedelta(days=26) if halfway else None,
        "opinion": "继续培养" if checked else None,
    }


def _attendance(branch: Branch, month: Period, luck: Random) -> Iterable[Row]:
    """Two activities a month, every member on the roll listed."""
    for number, (kind, name) in enumerate(luck.sample(_ACTIVITIES, 2), start=1):
        day = month.start + timedelta(days=luck.randint(9, 24))
        away = branch.away(day)
        for member in branch.present(day):
            if member.member_no in away:
                state = "不在岗"
            elif luck.random() < 0.06:
                state = "请假"
            else:
                state = "出席" if luck.random() < 0.7 + 0.3 * member.diligence else "缺席"
            yield {
                "activity_no": f"H{month}-{number:02d}",
                "activity_date": day,
                "activity_kind": kind,
                "activity_name": name,
                "member_no": member.member_no,
                "attendance": state,
                "makeup_date": day + timedelta(days=3) if state == "缺席" and luck.random() < 0.3 else None,
            }
