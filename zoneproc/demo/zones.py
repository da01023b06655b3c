"""Who answers for which team (B-5), by the habits of real branches: own team first, then the line, then a manager."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zoneproc.demo.names import chance
from zoneproc.demo.people import Member
from zoneproc.demo.places import Team, line_code_of
from zoneproc.demo.plan import Plan, Trade

_GOALS = (
    "全年无有责事故,每季度组织一次安全学习",
    "乘客有责投诉比上年下降,服务用语规范率达到98%",
    "班组正点率不低于97%,发车前提醒到位",
    "车辆日检到位,故障早报早修",
    "新进职工结对帮带,三个月内独立上岗",
    "班组无违规违纪,票款安全无差错",
    "困难职工情况清楚,每月走访一次",
    "文明车厢达标率95%以上,卫生检查无扣分",
    "恶劣天气提前到岗,疏导客流有序",
    "合理化建议每季度至少一条",
)
_TASKS = (
    ("宣传教育", "营运生产"),
    ("宣传教育", "营运生产", "文明建设"),
    ("宣传教育", "营运生产", "廉政建设"),
    ("宣传教育", "营运生产", "培养联系"),
)


@dataclass(frozen=True, slots=True)
class Zone:
    """One row of B-5; the fields are its columns."""

    zone_code: str
    zone_name: str
    member_no: str
    member_name: str
    assignment_role: str
    zone_kind: str
    team_code: str
    shift: str
    scope_text: str
    task_codes: tuple[str, ...]
    task_text: str
    start_date: date
    end_date: date | None = None
    change_reason: str | None = None
    on_board: bool = True


class Allotment:
    """Hands out the zones of one branch, with running numbers."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.luck = chance(plan.seed, plan.code, "zones")
        self.zones: list[Zone] = []
        self.held: dict[str, int] = {}

    def give(self, team: Team, member: Member, kind: str, role: str = "主责") -> None:
        """Make the member answer for the team for as long as both are there."""
        start = max(self.plan.day(1, 1), member.branch_from, _after_opening(self.plan, team))
        end, reason = team.end_date, "班组撤并" if team.end_date else None
        if member.branch_to and (end is None or member.branch_to < end):
            end, reason = member.branch_to, "党员变动"
        if end is not None and end < start:
            return
        number = len(self.zones) + 1
        place = f"{team.team_name}全体职工" + ("及首末站" if team.line_code else "及工作场所")
        goals = ";".join(self.luck.sample(_GOALS, 2))
        self.zones.append(
            Zone(
                f"Z{self.plan.tail}{number:03d}",
                f"{team.team_name}责任区",
                member.member_no,
                member.name,
                role,
                kind,
                team.team_code,
                team.shift,
                place,
                self.luck.choice(_TASKS),
                goals,
                start,
                end,
                reason,
            )
        )
        if role == "主责":
            self.held[member.member_no] = self.held.get(member.member_no, 0) + 1


def _after_opening(plan: Plan, team: Team) -> date:
    """A team opened in the year gets its holder on the twentieth day; coverage is due after thirty (4/13)."""
    return team.start_date + timedelta(days=19) if team.start_date >= plan.day(1, 1) else team.start_date


def zones_of(plan: Plan, teams: Sequence[Team], members: Sequence[Member]) -> Sequence[Zone]:
    """The year's zones. The sloppy branch leaves one line to nobody."""
    allotment = Allotment(plan)
    forgotten = f"{line_code_of(plan, 3)}-01" if plan.role == 3 else ""
    whole = list(_whole_teams(teams))
    by_home: dict[str, list[Member]] = {}
    for member in members:
        if member.home_team_code:
            by_home.setdefault(member.home_team_code, []).append(member)
    by_line = _by_line(whole, by_home)
    for team in whole:
        if team.team_code != forgotten:
            _cover(allotment, team, by_home.get(team.team_code, []), (by_line, members))
    return tuple(_gap(plan, allotment.zones))


def _whole_teams(teams: Iterable[Team]) -> Iterable[Team]:
    """Each team once, from its first row's beginning to its last row's end."""
    whole: dict[str, Team] = {}
    for team in teams:
        known = whole.get(team.team_code)
        whole[team.team_code] = replace(team, start_date=known.start_date) if known else team
    return whole.values()


def _by_line(teams: Iterable[Team], by_home: Mapping[str, Sequence[Member]]) -> Mapping[str, Sequence[Member]]:
    by_line: dict[str, list[Member]] = {}
    for team in teams:
        if team.line_code:
            by_line.setdefault(team.line_code, []).extend(by_home.get(team.team_code, []))
    return by_line


def _cover(
    allotment: Allotment,
    team: Team,
    at_home: Sequence[Member],
    others: tuple[Mapping[str, Sequence[Member]], Sequence[Member]],
) -> None:
    by_line, members = others
    lasting = sorted(at_home, key=lambda member: (member.branch_to is not None, member.branch_from, member.member_no))
    if allotment.plan.trade is Trade.LINES and team.line_code is None:
        lasting = [members[0], members[5]]
    if lasting:
        kind = {"机关科室": "科室", "调度班组": "岗位片区"}.get(team.team_type, "本班组")
        for place, member in enumerate(lasting):
            allotment.give(team, member, kind, "协责" if place else "主责")
        return
    old = allotment.plan.day(1, 15)
    neighbours = [
        member
        for member in by_line.get(team.line_code or "", ())
        if member.branch_to is None and member.branch_from < old
    ]
    helpers, kind = (neighbours, "整条线路") if neighbours else (members[1:6], "跨班组充实")
    least = min(helpers, key=lambda member: (allotment.held.get(member.member_no, 0), member.member_no))
    allotment.give(team, least, kind)


def _gap(plan: Plan, zones: Sequence[Zone]) -> Iterable[Zone]:
    """In the fifth branch a line is without a holder from mid-October until the holder takes it up again in November."""
    lost = f"{line_code_of(plan, 9)}-01" if plan.role == 5 else ""
    for zone in zones:
        if zone.team_code == lost:
            yield replace(zone, end_date=plan.day(10, 15), change_reason="年度调整")
            yield replace(zone, zone_code=f"Z{plan.tail}{len(zones) + 1:03d}", start_date=plan.day(11, 10))
        else:
            yield zone
