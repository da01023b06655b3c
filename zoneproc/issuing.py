"""发模板: what goes into the workbook of one branch, to whom it is made out, and the record of what was issued."""

from collections.abc import Mapping
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
from zoneproc.scoring.quarter import score_quarter
from zoneproc.workspace import Workspace

__all__ = ["issue_to"]

Branch = Mapping[str, object]
"""A branch's row of C-1."""


def issue_to(workspace: Workspace, ledger: Ledger, rules: Ruleset, period: Period, branch: Branch) -> list[Path]:
    """The workbooks of a branch for a period, written and entered in the register with the rows they hold."""
    archive = Archive(workspace.archive)
    code, written = str(branch["org_code"]), []
    words = {name: rules.dictionary(name) for name in VOCABULARIES}
    for form, rows in _contents(ledger, rules, code, period).items():
        name = f"{code}_{branch['short_name']}_{form}_{period}_v1.xlsx"
        target = workspace.templates / str(period) / str(branch["short_name"]) / name
        issue = _issue(ledger, branch, period, form)
        written.append(write_template(target, offered(form, words), issue, rows))
        archive.issue(code, form, str(period), {"cover": [issue.cover(FORMS[form])], **rows})
    return written


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
