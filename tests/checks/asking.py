"""A tiny branch written as rows, and a short way to ask one check about it."""

from collections.abc import Mapping, Sequence

from building import ledger_of, rules_of

from zoneproc.checks import CHECKS, View
from zoneproc.excel.addresses import cell_address
from zoneproc.findings import Finding
from zoneproc.forms import table_of
from zoneproc.ledger import Ledger
from zoneproc.period import Period

HERE, THERE = "001001", "001002"
Row = Mapping[str, object]


def member(number: str = "D00001", **changes: object) -> Row:
    """A B-3 row: a driver, formal member since 2016, here since 2020."""
    row = {
        "member_no": number,
        "name": f"党员{number[-1]}",
        "employee_no": f"E{number[1:]}",
        "branch_code": HERE,
        "member_type": "正式党员",
        "join_date": "2015-06-30",
        "full_date": "2016-06-30",
        "party_post": "无",
        "post_type": "驾驶员",
        "off_bus_manager": False,
        "home_team_code": "052-01",
        "party_status": "正常",
        "branch_from": "2020-01-01",
        "assess_mode": "参加考核",
    }
    return row | changes


def zone(number: str = "D00001", **changes: object) -> Row:
    """A B-5 row: 主责 for the member's own team since New Year."""
    row = {
        "zone_code": f"Z001{number[-3:]}",
        "member_no": number,
        "assignment_role": "主责",
        "zone_kind": "本班组",
        "team_code": "052-01",
        "start_date": "2026-01-01",
    }
    return row | changes


def link(number: str = "D00001", contact: str = "E20001", **changes: object) -> Row:
    """A B-6 row: the contact is linked since New Year."""
    row = {
        "member_no": number,
        "contact_employee_no": contact,
        "contact_name": f"职工{contact[-1]}",
        "contact_team_code": "052-01",
        "contact_kind": "一般群众",
        "key_person": False,
        "start_date": "2026-01-01",
    }
    return row | changes


def talk(number: str = "D00001", contact: str = "E20001", day: str | None = "2026-03-12", **changes: object) -> Row:
    """An M-1 row: a complete talk; without a day, a row nobody touched."""
    row: dict[str, object] = {"member_no": number, "contact_employee_no": contact, "contact_name": f"职工{contact[-1]}"}
    if day is not None:
        told = f"谈{contact}在{day}的行车安全与休息安排"
        row |= {"talk_date": day, "talk_method": "面谈", "talk_topics": "安全行车", "mood": "平稳", "content": told}
        row |= {"has_opinion": False, "_period": day[:7]}
    return row | changes


def team(code: str = "052-01", **changes: object) -> Row:
    """A C-3 row: a running team of line 052 that must be covered."""
    row = {
        "line_code": code[:3],
        "line_name": f"{code[1:3]}路",
        "team_code": code,
        "team_name": f"{code}班",
        "team_type": "线路班组",
        "start_date": "2019-05-01",
        "team_status": "运行",
        "cover_required": True,
        "subcompany_code": "FGS01",
        "branch_code": HERE,
    }
    return row | changes


def organisation(code: str = HERE, **changes: object) -> Row:
    """A C-1 row: a branch."""
    row = {"org_code": code, "org_name": f"支部{code}", "org_type": "党支部", "start_date": "2012-12-01"}
    return row | changes


def ask(check: str, ledger: Ledger, period: str = "2026-03", **parameters: object) -> Sequence[Finding]:
    """What one check finds."""
    return CHECKS[check].findings(View(ledger, rules_of(**parameters), [Period.parse(period)]))


def asked(check: str, period: str = "2026-03", **tables: list[Row]) -> list[tuple[str, str, str]]:
    """What one check finds in rows, as (code, sheet, cell)."""
    return flat(ask(check, ledger_of(**tables), period))


def flat(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Findings as (code, sheet, cell)."""
    return [(finding.code.number, finding.place.sheet, finding.place.cell) for finding in findings]


def spot(table: str, field: str = "", row: int = 5) -> tuple[str, str]:
    """Sheet and cell of a field in a row; the sheet alone without a field."""
    declared = table_of(table)[1]
    names = [item.name for item in declared.fields]
    return declared.label, cell_address(row, names.index(field)) if field else ""
