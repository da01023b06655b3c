"""The procedure of the office, step by step: every function here is one line of its own list of duties."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from zoneproc import office, prefill, reports
from zoneproc.archive import Archive, Filing
from zoneproc.checks import View, run_checks
from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders
from zoneproc.duties.reporting import report_months
from zoneproc.excel.template import Issue, write_template
from zoneproc.findings import Code, Finding
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger
from zoneproc.period import Cadence, Period
from zoneproc.results import MonthResult, QuarterResult, Run, YearResult
from zoneproc.rules import RuleBook, default_rule_rows
from zoneproc.scoring import score_quarter as quarter_scores
from zoneproc.scoring import score_year as year_scores
from zoneproc.workspace import Workspace, ZoneprocError

Echo = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind: the files it wrote and the findings it made."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def quiet(text: str) -> None:
    """Progress nobody watches."""


def start_workspace(root: Path, company: str, year: int) -> Workspace:
    """建一个工作区: the folders, the default rules, empty masters and evaluation workbooks."""
    workspace = Workspace.create(root, company, year)
    write_template(workspace.rules_file, FORMS["RULES"], Issue(), default_rule_rows())
    write_template(workspace.masters / "公司台账.xlsx", FORMS["COMPANY"], Issue())
    write_template(workspace.masters / f"年终考评_{year}.xlsx", FORMS["EVAL"], Issue())
    return workspace
