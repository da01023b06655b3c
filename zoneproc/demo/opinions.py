"""What the staff ask for (M-3): collected in talks, handed over, answered in time or late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from zoneproc.demo.branches import Branch, branch_of
from zoneproc.demo.names import chance
from zoneproc.demo.plan import Plan
from zoneproc.period import Period

_ASKED = (
    ("营运排班", "营运科", "晚高峰末班间隔偏大,希望增加一个班次"),
    ("营运排班", "营运科", "连续早班天数多,希望轮换安排提前公布"),
    ("安全设施", "安全保卫科", "首末站夜间照明不足,倒车有盲区"),
    ("安全设施", "安全保卫科", "站台护栏松动,候车秩序难维持"),
    ("车辆技术", "修理分公司", "部分车辆空调出风弱,夏季乘客反映多"),
    ("车辆技术", "修理分公司", "车门传感器误报,影响正点发车"),
    ("薪酬福利", "人力资源科", "希望明确节假日加班补休办法"),
    ("后勤保障", "工会办公室", "首末站饮水机损坏,热水供应不上"),
    ("后勤保障", "工会办公室", "职工食堂晚班供餐时间希望延长"),
    ("服务管理", "营运科", "线路改道信息更新慢,希望提前告知司乘"),
)
_IDEAS = (
    ("营运排班", "营运科", "建议早高峰在换乘站增设引导员,缩短停站时间"),
    ("车辆技术", "修理分公司", "建议建立故障随手拍登记,缩短报修等待"),
    ("服务管理", "营运科", "建议统一车厢报站提示语,方便老年乘客"),
    ("安全设施", "安全保卫科", "建议在急弯路段增设语音提醒点"),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One row of M-3 as it stands when all is over; the fields are its columns."""

    opinion_no: str
    collected_date: date
    member_no: str
    reporter: str | None
    team_code: str
    opinion_kind: str
    content: str
    is_suggestion: bool
    handler: str | None
    handed_date: date | None
    due_date: date | None
    opinion_status: str
    reply_date: date | None
    result: str | None
    reporter_rating: str | None
    adoption: str | None

    def known_on(self, day: date) -> "Opinion":
        """The row as the branch could fill it on a day."""
        if self.handed_date and self.handed_date > day:
            return replace(self._open(), opinion_status="已登记", handler=None, handed_date=None, due_date=None)
        if self.reply_date is None or self.reply_date > day:
            return self if self.opinion_status == "已转公司" else replace(self._open(), opinion_status="办理中")
        return self

    def _open(self) -> "Opinion":
        adoption = "未采纳" if self.is_suggestion else None
        return replace(self, reply_date=None, result=None, reporter_rating=None, adoption=adoption)


@lru_cache(maxsize=64)
def opinions_of(plan: Plan) -> Sequence[Opinion]:
    """The year's opinions of a branch, numbered by the day they were collected."""
    branch = branch_of(plan)
    luck = chance(plan.seed, plan.code, "opinions")
    lasting = [zone for zone in branch.zones if zone.change_reason != "班组撤并"]
    homes = {zone.member_no: zone.team_code for zone in lasting}
    collected: list[tuple[date, str]] = []
    for month in Period(plan.year).months:
        able = [member for member in branch.owing(month.rule_day()) if member.member_no in homes]
        chosen = luck.sample(able, max(1, len(able) // 16))
        collected.extend((plan.day(month.first, luck.randint(16, 25)), member.member_no) for member in chosen)
    return tuple(
        _opinion(branch, luck, f"Y{plan.tail}-{plan.year}-{number:03d}", (day, member_no, homes[member_no]))
        for number, (day, member_no) in enumerate(sorted(collected), start=1)
    )


def _opinion(branch: Branch, luck: Random, number: str, origin: tuple[date, str, str]) -> Opinion:
    day, member_no, team = origin
    idea = luck.random() < 0.3
    kind, handler, content = luck.choice(_IDEAS if idea else _ASKED)
    handed = day + timedelta(days=luck.randint(1, 4))
    due = handed + timedelta(days=luck.choice((15, 20, 30)))
    in_time = luck.random() < branch.plan.temper.closing
    reply = due - timedelta(days=luck.randint(0, 9)) if in_time else due + timedelta(days=luck.randint(3, 40))
    opinion = Opinion(
        number, day, member_no, luck.choice(("匿名", "班组职工", None)), team, kind, content, idea, handler, handed, due,
        "已办结", reply, "已与承办部门核实并落实,答复反映人", luck.choice(("满意", "满意", "基本满意")),
        luck.choice(("支部采纳", "公司采纳", "未采纳")) if idea else None,
    )  # fmt: skip
    fate = luck.random()
    if fate < 0.08:
        adoption = "未采纳" if idea else None
        return replace(
            opinion, opinion_status="已转公司", reply_date=None, result=None, reporter_rating=None, adoption=adoption
        )
    if fate < 0.15:
        return replace(opinion, opinion_status="暂不具备条件已解释", result="受场地限制暂难解决,已当面说明")
    return opinion
