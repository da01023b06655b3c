"""The procedure of the office, step by step: every public function here is one line of its own list of duties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from zoneproc import prefill
from zoneproc.archive import Archive
from zoneproc.checks import CHECKS, View, run_checks
from zoneproc.duties.awaiting import open_returns, returns_of
from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders
from zoneproc.duties.reporting import report_months
from zoneproc.duties.roster import branches_on
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.findings import CODES, Code, Finding, in_order
from zoneproc.forms import FORMS
from zoneproc.judging import Receipts, answers_to, judge, ruled, self_check, told_on_receipt
from zoneproc.ledger import Ledger
from zoneproc.office import findings_of_returned, load_ledger, load_office
from zoneproc.period import Cadence, Period
from zoneproc.reports import write_reports
from zoneproc.results import MonthResult, QuarterResult, Run, YearResult
from zoneproc.rounds import finding_lives
from zoneproc.rules import Ruleset, default_rule_rows
from zoneproc.scoring.quarter import score_quarter as quarter_scores
from zoneproc.scoring.year import score_year as year_scores
from zoneproc.slips import write_slips
from zoneproc.standing import Status, status_of
from zoneproc.workspace import Workspace, ZoneprocError

Echo = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind: the files it wrote and what it found."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def quiet(text: str) -> None:
    """Progress nobody watches."""


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005  # the office's own clock, as on its deadlines


def start_workspace(root: Path, company: str, year: int) -> Workspace:
    """建一个工作区: the folders, the default rules, empty masters and evaluation workbooks."""
    workspace = Workspace.create(root, company, year)
    write_template(workspace.rules_file, FORMS["RULES"], Issue(), default_rule_rows())
    write_template(workspace.masters / "公司台账.xlsx", FORMS["COMPANY"], Issue())
    write_template(workspace.masters / f"年终考评_{year}.xlsx", FORMS["EVAL"], Issue())
    return workspace


def receive(workspace: Workspace, at: datetime | None = None, *, echo: Echo = quiet) -> Receipts:
    """收表: every new file of the inbox is judged, kept, entered in the register, and answered by a slip if need be."""
    with workspace.locked():
        office, archive = load_office(workspace), Archive(workspace.archive)
        receipts = judge(workspace, office, archive, at or _now(), echo)
        write_slips(workspace, office, archive, echo)
        return receipts


def consolidate_month(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """月度汇总: receive, merge, check, coverage and contacts, R-2 … R-6."""
    run = _prepared(workspace, period, at, echo)
    so_far = Period(period.year, 1, period.last)
    echo("核查覆盖和联系配备……")
    teams, lines = coverage(run.ledger, run.rules, [period.end])
    team_gaps, line_gaps = uncovered_days(run.ledger, run.rules, _days(so_far))
    result = MonthResult(
        run=run,
        teams=teams,
        lines=lines,
        holders=zone_holders(run.ledger, [period.end]),
        team_gaps=team_gaps,
        line_gaps=line_gaps,
        contact_months=contact_months(run.ledger, run.rules, so_far.months),
        report_months=report_months(run.ledger, run.rules, so_far.months),
    )
    return _written(workspace, result, echo)


def score_quarter(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """季度考核: points, totals, grades and places of every member, R-7."""
    run = _prepared(workspace, period, at, echo)
    echo("计算季度得分……")
    return _written(workspace, QuarterResult(run, quarter_scores(run.ledger, run.rules, period)), echo)


def score_year(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """年度考核: members, groups, branches, 分公司, secretaries and awards, R-8 … R-10."""
    run = _prepared(workspace, period, at, echo)
    echo("计算年度得分和排名……")
    rule_book = load_office(workspace).rule_book
    return _written(workspace, YearResult(run, year_scores(run.ledger, rule_book, period.year)), echo)


def _prepared(workspace: Workspace, period: Period, at: datetime | None, echo: Echo) -> Run:
    """Receive what is new, then everything that counts up to the period's end, checked."""
    moment = at or _now()
    receive(workspace, moment, echo=echo)
    office, archive = load_office(workspace), Archive(workspace.archive)
    echo("合并各支部报表……")
    ledger = load_ledger(office, archive, period)
    rules = office.rule_book.on(period.end)
    echo("核对数据……")
    view = View(ledger, rules, [period], moment)
    read = [*ledger.findings, *told_on_receipt(archive, ledger)]
    told = [finding for finding in read if _concerns(finding, ledger, period)]
    returned = findings_of_returned(archive, ledger, period, moment)
    findings = in_order({*ruled([*told, *returned], view), *run_checks(view)})
    return Run(
        company=workspace.company,
        period=period,
        judged_on=moment.date(),
        ledger=ledger,
        rules=rules,
        findings=tuple(findings),
        open_returns=open_returns(ledger, rules, period, moment),
        answers=answers_to(archive, findings),
        lives=finding_lives(archive),
    )


def _concerns(finding: Finding, ledger: Ledger, period: Period) -> bool:
    """What was read wrongly in the masters, in BASE, or in a return of this very period."""
    source = ledger.sources.get(finding.source)
    return source is None or source.period in ("", str(period)) or source.form == "BASE"


def _written(workspace: Workspace, result: MonthResult | QuarterResult | YearResult, echo: Echo) -> Done:
    echo("写出结果……")
    files = write_reports(result, workspace.output(result.run.period))
    return Done(tuple(files), result.run.findings)


def _days(period: Period) -> Sequence[date]:
    return [period.start + timedelta(days=offset) for offset in range((period.end - period.start).days + 1)]


def status(workspace: Workspace, period: Period, at: datetime | None = None) -> Status:
    """看进度: who has sent, who is late or missing, and a reminder to paste into a chat group."""
    office = load_office(workspace)
    moment = at or _now()
    ledger = load_ledger(office, Archive(workspace.archive), period)
    rules = office.rule_book.on(period.end)
    return status_of(returns_of(ledger, rules, period), period, moment)


def prepare_templates(workspace: Workspace, period: Period, *, echo: Echo = quiet) -> Sequence[Path]:
    """发模板: per branch the workbook due for the period, with what is known already written in.

    A year's templates are two: the register BASE at its beginning, the yearly return ANN at its end.
    """
    office = load_office(workspace)
    ledger = load_ledger(office, Archive(workspace.archive), period.whole_year)
    rules = office.rule_book.on(period.end)
    branches = branches_on(ledger, period.end)
    if branches.empty:
        message = "公司台账的“组织代码”里没有党支部,请先填好再发模板。"
        raise ZoneprocError(message)
    written = []
    records: list[dict[str, object]] = [
        {str(name): value for name, value in row.items()} for row in branches.to_dict("records")
    ]
    for number, branch in enumerate(records, start=1):
        echo(f"写模板 {number}/{len(branches)}……")
        for form, rows in _contents(ledger, rules, str(branch["org_code"]), period).items():
            name = f"{branch['org_code']}_{branch['short_name']}_{form}_{period}_v1.xlsx"
            target = workspace.templates / str(period) / str(branch["short_name"]) / name
            written.append(write_template(target, FORMS[form], _issue(ledger, branch, period, form), rows))
    return written


def _contents(ledger: Ledger, rules: Ruleset, branch: str, period: Period) -> Mapping[str, prefill.Sheets]:
    if period.cadence is Cadence.MONTH:
        return {"MON": prefill.monthly_rows(ledger, rules, branch, period)}
    if period.cadence is Cadence.QUARTER:
        return {"QTR": prefill.quarterly_rows(ledger, quarter_scores(ledger, rules, period), branch)}
    return {"BASE": prefill.register_rows(ledger, branch), "ANN": prefill.annual_rows(ledger, branch, period)}


def _issue(ledger: Ledger, branch: Mapping[str, object], period: Period, form: str) -> Issue:
    code = str(branch["org_code"])
    units = ledger["subcompanies"]
    unit = units.loc[units["branch_code"] == code, "subcompany_name"]
    posts = ledger["secretaries"]
    secretary = posts.loc[(posts["branch_code"] == code) & posts["end_date"].isna(), "secretary_name"]
    calendar = ledger["calendar"]
    due = calendar.loc[(calendar["template_id"] == form) & (calendar["period"] == str(period)), "due_at"]
    return Issue(
        branch_code=code,
        branch_name=str(branch["org_name"]),
        subcompany_name=_last(unit),
        period=str(period),
        secretary_name=_last(secretary),
        due=f"{due.iloc[-1]:%Y-%m-%d %H:%M}" if len(due) else "",
    )


def _last(column: pd.Series) -> str:
    return str(column.iloc[-1]) if len(column) else ""


def write_blank_forms(folder: Path) -> Sequence[Path]:
    """The blank standard workbooks of every form, as committed in `input_templates/`."""
    return [
        write_template(
            folder / f"{form.id}_{form.title}.xlsx", form, Issue(), default_rule_rows() if form.id == "RULES" else {}
        )
        for form in FORMS.values()
    ]


def check_files(files: Sequence[Path]) -> Sequence[Finding]:
    """支部自查: what is wrong with single files, as far as it can be told without a workspace."""
    return self_check(files)


def explain(number: str) -> Code:
    """这个代码什么意思; raises ZoneprocError for a number that does not exist."""
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    code = CODES.get(number.strip().upper())
    if code is None:
        message = f"没有代码“{number}”。代码写在问题清单的“代码”一栏,如 Q04。"
        raise ZoneprocError(message)
    return code
