"""换届换年: next year's workspace from this year's: rules, masters, registers from Y-4 and Y-5, open matters, results.

The old workspace stays as it is, but for a line in its log. What a year came to is one workbook of its own (往年结果),
so that it can be written again when the year has its last word, without touching anything the office has typed since.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pandas as pd

from zoneproc import prefill
from zoneproc.archive import Archive
from zoneproc.desk import Desk, run_of
from zoneproc.duties.returns import deadlines
from zoneproc.duties.roster import branches_on
from zoneproc.duties.succession import ENDED, KEPT, NEW, contact_changes, zone_changes
from zoneproc.excel.issue import Issue
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook, write_workbook
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.issuing import Branch, Circular, Contents, issue_all
from zoneproc.ledger import Ledger
from zoneproc.office import load_office
from zoneproc.period import Period
from zoneproc.register import Event, at_this_desk
from zoneproc.results import Run, YearResult
from zoneproc.rules import Ruleset
from zoneproc.workspace import SETTINGS, Workspace, ZoneprocError

__all__ = ["Rolled", "RolloverError", "next_workspace", "renewed_results"]

_MASTERS = "公司台账.xlsx"
_STAND = ("organisations", "subcompanies", "teams", "employees", "secretaries")


class RolloverError(ZoneprocError):
    """The next year cannot be made yet."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """The new workspace, the files written, and the branches whose zones or contacts had to be carried as they were."""

    workspace: Workspace
    files: tuple[Path, ...]
    unplanned: tuple[str, ...] = ()


def renewed_results(result: YearResult, workspace: Workspace) -> Path:
    """往年结果 of the year and of those before it, written (again) among the masters of the new workspace."""
    before = result.run.ledger["past_results"]
    older = before[~before["period"].str.startswith(str(result.run.period))]
    rows = [*prefill.rows_of(older), *past_rows(result)]
    return write_template(_past_file(workspace, result), FORMS["PAST"], Issue(), {"past_results": rows})


def next_workspace(desk: Desk, result: YearResult, root: Path) -> Rolled:
    """The workspace of the year after the result's, in the new folder `root`: masters and registers as they are today.

    Raises RolloverError if rows of the masters could not be read (they would be lost), ZoneprocError if `root` is taken.
    """
    run = run_of(desk, result.run.period)
    old, year = run.ledger, run.period
    _require_whole_masters(desk.office.ledger)
    workspace = Workspace.create(root, desk.workspace.company, year.year + 1)
    _keep_settings(desk.workspace, workspace)
    workspace.rules_file.write_bytes(desk.files.rules[1])
    rules = desk.office.rule_book.on(date(workspace.year, 1, 1))
    masters = write_template(workspace.masters / _MASTERS, FORMS["COMPANY"], Issue(), _masters(old, rules, year))
    evaluation = write_template(workspace.masters / f"年终考评_{workspace.year}.xlsx", FORMS["EVAL"], Issue())
    past = renewed_results(result, workspace)
    registers = tuple(_registers(desk, workspace, rules, old, year))
    unplanned = tuple(_unplanned(old, year))
    report = write_workbook(workspace.output("换年"), _comparison(run, unplanned))
    for archive in (desk.archive, Archive(workspace.archive)):
        archive.book.log(Event(desk.moment, at_this_desk(), "换年", f"{year} → {workspace.year}:{workspace.root.name}"))
    return Rolled(workspace, (workspace.rules_file, masters, evaluation, past, *registers, report), unplanned)


def _past_file(workspace: Workspace, result: YearResult) -> Path:
    return workspace.masters / f"往年结果_{result.run.period}.xlsx"


def _require_whole_masters(ledger: Ledger) -> None:
    own = {name for form in ("COMPANY", "EVAL") for name in (table.name for table in FORMS[form].tables)}
    lost = ledger.held[ledger.held["table"].isin(own)]
    if len(lost):
        message = (
            f"公司台账有 {len(lost)} 行因错误没有读入,换年会丢失它们。请先按问题清单改正,再运行 zoneproc rollover。"
        )
        raise RolloverError(message)


def _keep_settings(old: Workspace, new: Workspace) -> None:
    """The limits the office set for files from outside stand in the settings after the first table head."""
    text = (old.root / SETTINGS).read_text(encoding="utf-8-sig")
    tables = text[text.find("\n[") + 1 :] if "\n[" in text else ""
    if tables:
        settings = new.root / SETTINGS
        settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{tables}", encoding="utf-8")


def _masters(old: Ledger, rules: Ruleset, year: Period) -> prefill.Sheets:
    """Masters as they stand; the new year's calendar; orders and inspections that reach into it. Facts stay with their year."""
    first = pd.Timestamp(date(year.year + 1, 1, 1))
    orders, inspections = old["orders"], old["inspections"]
    calendar = deadlines(Ledger({}, {}), rules, year.year + 1).rename(columns={"form": "template_id"})
    return {
        **{name: prefill.rows_of(old[name]) for name in _STAND},
        "calendar": prefill.rows_of(calendar),
        "orders": prefill.rows_of(orders[orders["due_date"] >= first]),
        "inspections": prefill.rows_of(inspections[inspections["finding"].notna() & inspections["closed_date"].isna()]),
    }


def _registers(desk: Desk, workspace: Workspace, rules: Ruleset, old: Ledger, year: Period) -> Iterator[Path]:
    """Per branch the register of the new year, and what is open for its first month and quarter, kept until issued."""
    ledger, archive = load_office(workspace).ledger, Archive(workspace.archive)
    coming = Period(workspace.year)
    branches = [
        {str(name): value for name, value in row.items()}
        for row in branches_on(ledger, coming.start).to_dict("records")
    ]
    codes = [str(branch["org_code"]) for branch in branches]
    numbers, matters = count(1), prefill.carried_matters(old)

    def contents() -> Iterator[tuple[Branch, Contents]]:
        for at, (code, branch) in enumerate(zip(codes, branches, strict=True), start=1):
            desk.echo(f"写新年度基础台账 {at}/{len(branches)}……")
            register = prefill.carried_register(old, code, year)
            register["contacts"] = [_numbered(link, numbers, coming) for link in register["contacts"]]
            yield branch, {"BASE": register}

    yield from issue_all(Circular(workspace, ledger, rules, coming), contents())
    for code in codes:
        monthly, quarterly = matters(code)
        kept = (("MON", coming.months[0], monthly), ("QTR", coming.quarters[0], quarterly))
        archive.issue_all([((code, form, str(period)), rows) for form, period, rows in kept])


def _numbered(link: Mapping[str, object], numbers: "count[int]", year: Period) -> Mapping[str, object]:
    return link if link.get("link_no") else {**link, "link_no": f"L{year}-{next(numbers):04d}"}


def _unplanned(ledger: Ledger, year: Period) -> Iterator[str]:
    """The branches without a Y-4 or without a Y-5."""
    planned = [set(ledger[name].loc[ledger[name]["_period"].eq(str(year)), "_branch"]) for name in _PLANS]
    for code in branches_on(ledger, year.end)["org_code"]:
        if any(code not in branches for branches in planned):
            yield str(code)


_PLANS = ("next_zones", "next_contacts")


def past_rows(result: YearResult) -> Iterator[Mapping[str, object]]:
    """The year's and the last quarter's totals and places, one row per subject, as 往年结果 keeps them."""
    scores, year = result.scores, str(result.run.period)
    last = scores.quarters[-1]
    told: Sequence[tuple[str, str, pd.DataFrame, tuple[str, str]]] = (
        (year, "党员", scores.members, ("member_no", "name")),
        (str(last.period), "党员", last.members, ("member_no", "name")),
        (year, "党小组", scores.groups, ("group_code", "group_name")),
        (year, "支部", scores.branches, ("branch_code", "short_name")),
        (year, "分公司", scores.subcompanies, ("subcompany_code", "subcompany_name")),
        (year, "书记", scores.secretaries, ("member_no", "secretary_name")),
    )
    for period, kind, rows, (number, name) in told:
        for row in rows.to_dict("records"):
            if pd.isna(row["total"]):
                continue
            cells = {
                "period": period,
                "subject_kind": kind,
                "subject_no": row[number],
                "subject_name": row[name],
                "branch_code": row.get("branch_code"),
                "total": float(row["total"]),
                "rank": row["rank"],
                "grade": row.get("grade"),
            }
            yield {key: value for key, value in cells.items() if not pd.isna(value) and value != ""}


def _comparison(run: Run, unplanned: Sequence[str]) -> Workbook:
    """换年对照: zones and contacts kept, new and ended, branch by branch (S5.1.3c)."""
    ledger, year = run.ledger, run.period
    zones, contacts = zone_changes(ledger, year), contact_changes(ledger, year)
    named = branches_on(ledger, year.end)
    rows = pd.DataFrame({"branch_code": named["org_code"], "short_name": named["short_name"]}).reset_index(drop=True)
    for word, changes in (("zones", zones), ("contacts", contacts)):
        counted = changes.groupby(["_branch", "change"]).size().unstack(fill_value=0)  # noqa: PD010  # counts, one per cell
        for change in (KEPT, NEW, ENDED):
            found = counted[change] if change in counted else pd.Series(dtype="int64")
            rows[f"{word}_{change}"] = rows["branch_code"].map(found).fillna(0).astype("int64")
    source = rows["branch_code"].isin(unplanned).map({True: "有未报的,沿用上年", False: "年度报表"})
    rows = rows.assign(source=source.astype("str"))
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "short_name", "text"),
        *(Column(word, f"zones_{word}", "integer", band="责任区") for word in (KEPT, NEW, ENDED)),
        *(Column(word, f"contacts_{word}", "integer", band="重点联系人") for word in (KEPT, NEW, ENDED)),
        Column("依据", "source", "text", band="新年度台账"),
    )
    lists = [
        Sheet(
            "责任区变动",
            "责任区变动",
            "下年度新增和不再继续的责任区;沿用的不列。",
            [_changes(zones, ledger, "班组编码", "team_code")],
        ),
        Sheet(
            "联系人变动",
            "联系人变动",
            "下年度新增和不再继续的重点联系人;沿用的不列。",
            [_changes(contacts, ledger, "联系人工号", "contact_employee_no")],
        ),
    ]
    overview = Sheet("支部一览", "换年对照", "各支部责任区和联系人的沿用、新增和结束。", [TableBlock(columns, rows)])
    return Workbook(
        file_name=f"换年对照_{year.year + 1}_内部.xlsx",
        title=f"换年对照({year.year} 年末与 {year.year + 1} 年度)",
        note=f"{run.company}    依据年度报表的下年度责任区划分和下年度联系人",
        sheets=[overview, *lists],
        mark="内部资料",
    )


def _changes(changes: pd.DataFrame, ledger: Ledger, label: str, name: str) -> TableBlock:
    people = ledger["members"].drop_duplicates("member_no", keep="last").set_index("member_no")["name"]
    branches = ledger["organisations"].drop_duplicates("org_code", keep="last").set_index("org_code")["short_name"]
    rows = changes[changes["change"] != KEPT]
    rows = rows.assign(branch=rows["_branch"].map(branches), member=rows["member_no"].map(people))
    columns = (
        Column("支部", "branch", "text"),
        Column("党员编号", "member_no", "code"),
        Column("党员", "member", "name"),
        Column(label, name, "code"),
        Column("变动", "change", "name"),
    )
    return TableBlock(columns, rows)
