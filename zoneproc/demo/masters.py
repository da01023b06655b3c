"""The rows of the office's own workbooks: 公司台账 (C-1 … C-9) and 年终考评 (E-1 … E-6)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from random import Random

from zoneproc.demo.branches import Branch, Company
from zoneproc.demo.deadlines import deadlines, return_periods
from zoneproc.demo.incidents import incidents_of
from zoneproc.demo.names import Row, as_row, chance
from zoneproc.demo.plan import ROOT, Plan, Trade
from zoneproc.demo.register import Rows
from zoneproc.demo.remedies import inspections_of
from zoneproc.demo.tasks import orders_of
from zoneproc.rules import default_rule_rows

COMPANY_NAME = "云江公交公司"
_FOUNDED = date(2012, 12, 1)
_BALLOTS = 30
_JUDGES = 7


def company_rows(company: Company) -> Rows:
    """C-1 … C-9 of the whole year, by table."""
    plans = company.plans
    return {
        "organisations": list(_organisations(plans)),
        "subcompanies": [_subcompany(plan) for plan in plans],
        "teams": [as_row(team) for branch in company.branches for team in branch.teams],
        "employees": [as_row(person) for branch in company.branches for person in branch.staff],
        "calendar": list(_calendar(company.year)),
        "orders": [as_row(order) for plan in plans for order in orders_of(plan)],
        "facts": [as_row(fact) for plan in plans for fact in incidents_of(plan).facts],
        "inspections": [row for plan in plans for row in inspections_of(plan)],
        "secretaries": [row for branch in company.branches for row in _secretaries(branch)],
    }


def _organisations(plans: Sequence[Plan]) -> Iterable[Row]:
    full = f"中共{COMPANY_NAME}委员会"
    yield _organisation(ROOT, None, (full, f"{COMPANY_NAME}党委"), "党委")
    for parent in dict.fromkeys(plan.parent for plan in plans if plan.parent != ROOT):
        name = f"第{int(parent[len(ROOT) :])}党总支"
        yield _organisation(parent, ROOT, (f"中共{COMPANY_NAME}{name}委员会", name), "党总支")
    for plan in plans:
        row = _organisation(plan.code, plan.parent, (plan.full_name, plan.short_name), "党支部")
        yield row | {"is_joint": plan.trade is Trade.DEPOTS}


def _organisation(code: str, parent: str | None, names: tuple[str, str], kind: str) -> Row:
    return {
        "org_code": code,
        "parent_code": parent,
        "org_name": names[0],
        "short_name": names[1],
        "org_type": kind,
        "is_joint": False,
        "start_date": _FOUNDED,
    }


def _subcompany(plan: Plan) -> Row:
    return {
        "subcompany_code": plan.subcompany_code,
        "subcompany_name": plan.subcompany_name,
        "unit_type": plan.trade.value,
        "branch_code": plan.code,
        "start_date": date(2024, 1, 1),
    }


def _calendar(year: int) -> Iterable[Row]:
    holidays = {
        "2026-03": "2026-04-06=休",
        "2026-01": "2026-02-16=休;2026-02-17=休;2026-02-28=班",
        "2026-09": "2026-10-01=休;2026-10-10=班",
    }
    for form, period in return_periods(year):
        due, freeze = deadlines(period)
        yield {
            "period": str(period),
            "template_id": form,
            "due_at": due,
            "correction_days": 3,
            "freeze_at": freeze,
            "workday_override": holidays.get(str(period)),
        }


def _secretaries(branch: Branch) -> Iterable[Row]:
    starts = [start for _, start in branch.secretaries]
    ends = [start - timedelta(days=1) for start in starts[1:]]
    for (member, start), end in zip(branch.secretaries, (*ends, None), strict=True):
        yield {
            "branch_code": branch.plan.code,
            "member_no": member.member_no,
            "secretary_name": member.name,
            "start_date": start,
            "end_date": end,
        }


def evaluation_rows(company: Company) -> Rows:
    """E-1 … E-6, by table: what the committee heard, read, asked and saw."""
    sheets: dict[str, Callable[[Branch, Random], Iterable[Row]]] = {
        "hearings": _hearings,
        "file_checks": _file_checks,
        "forums": _forums,
        "visits": _visits,
        "secretary_ballots": _ballots,
        "branch_adjustments": _adjustments,
    }
    rows: dict[str, list[Row]] = {name: [] for name in sheets}
    for branch in company.branches:
        for name, written in sheets.items():
            luck = chance(company.seed, branch.plan.code, name)
            rows[name].extend({"branch_code": branch.plan.code} | row for row in written(branch, luck))
    return dict(rows)


def _level(branch: Branch) -> float:
    return branch.plan.temper.closing


def _hearings(branch: Branch, luck: Random) -> Iterable[Row]:
    for judge in range(1, _JUDGES + 1):
        recused = judge == 1 + branch.plan.index % 23
        score = float(min(98, 64 + round(30 * _level(branch)) + luck.randint(-4, 3)))
        yield {"judge_no": f"PW{judge:02d}", "score": None if recused else score, "recused": recused}


def _file_checks(branch: Branch, luck: Random) -> Iterable[Row]:
    for item in default_rule_rows()["file_check_items"]:
        full = float(str(item["max_points"]))
        lost = 0.0 if luck.random() < _level(branch) - 0.3 else float(min(full - 1, luck.randint(1, 4)))
        yield {
            "item_no": item["item_no"],
            "max_score": full,
            "score": full - lost,
            "reason": "个别记录不完整" if lost else None,
        }


def _forums(branch: Branch, luck: Random) -> Iterable[Row]:
    size = len(branch.present(branch.plan.day(12, 31)))
    for number in range(1, min(size - 1, max(5, -(-size // 5))) + 1):
        base = 62 + round(30 * _level(branch))
        yield {
            "participant_seq": number,
            "awareness": float(base + luck.randint(-5, 5)),
            "effect": float(base + luck.randint(-6, 5)),
        }


def _visits(branch: Branch, luck: Random) -> Iterable[Row]:
    codes = sorted({team.team_code for team in branch.teams if team.end_date is None})
    for number in range(1, max(10, -(-len(branch.staff) // 20)) + 1):
        pleased = luck.random() < _level(branch) - 0.12
        yield {
            "respondent_seq": number,
            "team_code": codes[number * 7 % len(codes)],
            "knows_member": pleased or luck.random() < 0.5,
            "satisfaction": "满意" if pleased else luck.choice(("基本满意", "基本满意", "不满意", "不了解")),
        }


def _ballots(branch: Branch, luck: Random) -> Iterable[Row]:
    good = round(_BALLOTS * min(0.95, _level(branch) - 0.1 + 0.1 * luck.random()))
    fair = min(_BALLOTS - good, luck.randint(1, 6))
    yield {
        "secretary_name": branch.secretary_on(branch.plan.day(12, 31)).name,
        "issued": _BALLOTS,
        "returned": _BALLOTS,
        "valid": _BALLOTS,
        "n_good": good,
        "n_fair": fair,
        "n_avg": _BALLOTS - good - fair,
        "n_poor": 0,
    }


def _adjustments(branch: Branch, luck: Random) -> Iterable[Row]:
    plan = branch.plan
    if plan.role == 4:
        yield _adjustment(plan, "表彰奖励", "公司", "经验在全公司推广")
    if plan.role == 3:
        yield _adjustment(plan, "通报批评", "公司", "月报多次迟报被通报")
    if plan.cycle and luck.random() < 0.2:
        yield _adjustment(plan, "表彰奖励", "市级(集团)", "获评集团先进基层党组织")


def _adjustment(plan: Plan, kind: str, level: str, reason: str) -> Row:
    return {
        "event_date": plan.day(7, 1),
        "adj_kind": kind,
        "level": level,
        "reason": reason,
        "doc_no": f"党〔{plan.year}〕{10 + plan.role}号",
    }
