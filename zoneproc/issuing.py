"""发模板: what goes into the workbook of one branch, to whom it is made out, and the record of what was issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zoneproc import prefill
from zoneproc.archive import Archive
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.forms.offered import offered
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.ledger import Ledger
from zoneproc.period import Cadence, Period
from zoneproc.rules import Ruleset
from zoneproc.schema import Table
from zoneproc.scoring.quarter import score_quarter
from zoneproc.workspace import Workspace

__all__ = ["Branch", "Circular", "issue_rows", "issue_to"]

Branch = Mapping[str, object]
"""A branch's row of C-1."""


def issue_to(workspace: Workspace, ledger: Ledger, rules: Ruleset, period: Period, branch: Branch) -> list[Path]:
    """The workbooks of a branch for a period, written and entered in the register with the rows they hold."""
    archive, code = Archive(workspace.archive), str(branch["org_code"])
    contents = {
        form: _with_carried(archive, ledger, (code, form, str(period)), rows)
        for form, rows in _contents(ledger, rules, code, period).items()
    }
    return issue_rows(Circular(workspace, ledger, rules, period), branch, contents)


@dataclass(frozen=True, slots=True)
class Circular:
    """What all workbooks of one issue have in common."""

    workspace: Workspace
    ledger: Ledger
    rules: Ruleset
    period: Period


def issue_rows(circular: Circular, branch: Branch, contents: Mapping[str, prefill.Sheets]) -> list[Path]:
    """Workbooks of a branch holding these rows, by form; written and entered in the register."""
    workspace, ledger, period = circular.workspace, circular.ledger, circular.period
    archive, code, written = Archive(workspace.archive), str(branch["org_code"]), []
    words = {name: circular.rules.dictionary(name) for name in VOCABULARIES}
    for form, rows in contents.items():
        name = f"{code}_{branch['short_name']}_{form}_{period}_v1.xlsx"
        target = workspace.templates / str(period) / str(branch["short_name"]) / name
        issue = _issue(ledger, branch, period, form)
        written.append(write_template(target, offered(form, words), issue, rows))
        archive.issue(code, form, str(period), {"cover": [issue.cover(FORMS[form])], **rows})
    return written


def _with_carried(
    archive: Archive, ledger: Ledger, claim: tuple[str, str, str], rows: prefill.Sheets
) -> prefill.Sheets:
    """The rows, with those carried over from the year before as long as the branch has sent no such return this year.

    They were kept as the issue of the year's first period; rows the program knows of today go before them.
    """
    branch, form, period = claim
    heard = ledger.returns["counts"] & ledger.returns["branch_code"].eq(branch) & ledger.returns["form"].eq(form)
    if heard.any():
        return rows
    before = archive.issued(branch, form, str(_first_like(Period.parse(period))))
    return {name: _joined(FORMS[form][name], before.get(name, ()), found) for name, found in rows.items()}


def _joined(table: Table, before: Sequence[Mapping[str, object]], rows: prefill.Rows) -> prefill.Rows:
    """The rows of today, and before them the kept ones about other matters; a register or roster is kept whole or not at all."""
    kept = _parsed(table, before)
    if not rows or table.name not in prefill.MATTERS:
        return rows or kept
    known = {_about(table, row) for row in rows}
    return [*(row for row in kept if _about(table, row) not in known), *rows]


def _about(table: Table, row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in table.unique or table.key)


def _first_like(period: Period) -> Period:
    """The first month of the month's year, the first quarter of the quarter's, or the year."""
    year = period.whole_year
    return {Cadence.MONTH: year.months[0], Cadence.QUARTER: year.quarters[0]}.get(period.cadence, year)


def _parsed(table: Table, kept: Sequence[Mapping[str, object]]) -> prefill.Rows:
    """Rows of the register of issues, their cells as values again."""
    return [{name: table[name].parse(value) for name, value in row.items() if name in table} for row in kept]


def _contents(ledger: Ledger, rules: Ruleset, branch: str, period: Period) -> Mapping[str, prefill.Sheets]:
    if period.cadence is Cadence.MONTH:
        return {"MON": prefill.monthly_rows(ledger, rules, branch, period)}
    if period.cadence is Cadence.QUARTER:
        return {"QTR": prefill.quarterly_rows(ledger, score_quarter(ledger, rules, period), branch)}
    return {"BASE": prefill.register_rows(ledger, branch), "ANN": prefill.annual_rows(ledger, branch, period)}


def _issue(ledger: Ledger, branch: Branch, period: Period, form: str) -> Issue:
    code = str(branch["org_code"])
    units = ledger["subcompanies"]
    unit = units.loc[units["branch_code"] == code, "subcompany_name"]
    posts = ledger["secretaries"]
    secretary = posts.loc[(posts["branch_code"] == code) & posts["end_date"].isna(), "secretary_name"]
    calendar = ledger["calendar"]
    due = calendar.loc[(calendar["template_id"] == form) & (calendar["period"] == str(period)), "due_at"]
    late = ledger.extensions
    put_off = (late["branch_code"] == code) & (late["form"] == form) & (late["period"] == str(period))
    due = pd.concat([due, late.loc[put_off, "until"]])
    return Issue(
        branch_code=code,
        branch_name=str(branch["org_name"]),
        subcompany_name=_last(unit),
        period=str(period),
        secretary_name=_last(secretary),
        due=f"{due.iloc[-1]:%Y-%m-%d %H:%M}" if len(due) else "",
        known=prefill.known_numbers(ledger, code),
    )


def _last(column: pd.Series) -> str:
    return str(column.iloc[-1]) if len(column) else ""
