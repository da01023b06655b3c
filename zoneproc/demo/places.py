"""Lines and teams (C-3): some eighteen lines a branch, about two teams a line, and what befalls them in the year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from zoneproc.demo.names import chance, person_name
from zoneproc.demo.plan import LINES, Plan, Trade, chinese

_OFFICES = ("营运科", "安全保卫科", "人力资源科", "财务科", "纪检监察室", "工会办公室")
_SHOPS = ("机工班", "电工班", "钣金班", "轮保班", "保养班")
_DEPOTS = ("东站站务班", "西站站务班", "南站站务班", "北站充电班")
_SIZES = {0: 3, 12: 3, 3: 1, 9: 1, 15: 1}
_OLD = date(2018, 5, 1)


@dataclass(frozen=True, slots=True)
class Team:
    """One row of C-3; the fields are its columns."""

    line_code: str | None
    line_name: str | None
    team_code: str
    team_name: str
    team_type: str
    shift: str
    headcount: int
    team_leader: str
    subcompany_code: str
    branch_code: str
    start_date: date = _OLD
    end_date: date | None = None
    team_status: str = "运行"
    merged_into: str | None = None
    cover_required: bool = True
    note: str | None = None
    alias_codes: tuple[str, ...] | None = None


def teams_of(plan: Plan) -> Sequence[Team]:
    """Every row of C-3 that belongs to the branch; a team that rested or changed its state has several."""
    luck = chance(plan.seed, plan.code, "teams")
    if plan.trade is Trade.LINES:
        return tuple(_eventful(plan, (*_line_teams(plan, luck), _dispatch(plan, luck))))
    names = {Trade.OFFICE: _OFFICES, Trade.WORKSHOP: _SHOPS, Trade.DEPOTS: _DEPOTS}[plan.trade]
    kind = {Trade.OFFICE: "机关科室", Trade.WORKSHOP: "修理班组", Trade.DEPOTS: "站务班组"}[plan.trade]
    size = {Trade.OFFICE: 16, Trade.WORKSHOP: 34, Trade.DEPOTS: 13}[plan.trade]
    head = f"{plan.subcompany_code}{plan.cycle or ''}"
    return tuple(
        Team(
            None, None, f"{head}-{k:02d}", name, kind, "全天", size + luck.randint(-2, 2), person_name(luck),
            plan.subcompany_code, plan.code,
        )
        for k, name in enumerate(names, start=1)
    )  # fmt: skip


def _line_teams(plan: Plan, luck: Random) -> Iterable[Team]:
    for place in range(LINES):
        number = plan.line_base + place + 1
        code = {LINES - 2: f"K{number}", LINES - 1: f"夜{number}"}.get(place, f"{number:03d}")
        name = code if place >= LINES - 2 else str(number)
        for k in range(1, _SIZES.get(place, 2) + 1):
            yield Team(
                code, f"{name}路", f"{code}-{k:02d}", f"{name}路{chinese(k)}班", "线路班组",
                "夜班" if code.startswith("夜") else ("早班", "晚班", "中班")[k - 1], luck.randint(6, 8),
                person_name(luck), plan.subcompany_code, plan.code,
                alias_codes=(f"{name}A",) if place == 5 and k == 1 else None,
            )  # fmt: skip


def _dispatch(plan: Plan, luck: Random) -> Team:
    return Team(
        None, None, f"DD{plan.index:02d}-01", "调度班", "调度班组", "全天", 12, person_name(luck),
        plan.subcompany_code, plan.code,
    )  # fmt: skip


def line_code_of(plan: Plan, place: int) -> str:
    """The code of the branch's `place`-th line (from 0), one of the plainly numbered."""
    return f"{plan.line_base + place + 1:03d}"


def _eventful(plan: Plan, teams: Iterable[Team]) -> Iterable[Team]:
    """The teams with what the year brings: a new one, a dissolved one, one that rests, one merged (4/13–15, U71)."""
    for team in teams:
        event = (plan.role, team.team_code.removeprefix(line_code_of(plan, 2)))
        if event == (2, "-02"):
            gone = "客流减少,并班运行"
            yield replace(team, end_date=plan.day(6, 30), team_status="撤销", note=gone)
        elif event == (3, "-02"):
            yield replace(team, end_date=plan.day(3, 31))
            yield replace(
                team, start_date=plan.day(4, 1), end_date=plan.day(8, 31), team_status="暂停", note="道路施工"
            )
            yield replace(team, start_date=plan.day(9, 1))
        elif event == (4, "-02"):
            into = f"{line_code_of(plan, 2)}-01"
            yield replace(team, end_date=plan.day(9, 30), team_status="合并", merged_into=into, note="两班合并")
        else:
            yield team
        if event == (1, "-02"):
            name = f"{plan.line_base + 3}路三班"
            code = f"{line_code_of(plan, 2)}-03"
            yield replace(
                team, team_code=code, team_name=name, shift="中班", start_date=plan.day(5, 1), note="新开班组"
            )
