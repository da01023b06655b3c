"""The procedure of the office, step by step: every public function here is one line of its own list of duties."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from zoneproc.archive import Archive
from zoneproc.checks import CHECKS
from zoneproc.closing import Done, Work, as_sealed, checked, delivered, sealed
from zoneproc.desk import Desk, Echo, at_desk, run_begun, run_of
from zoneproc.duties.contacts import contact_months
from zoneproc.duties.coverage import coverage, uncovered_days, zone_holders
from zoneproc.duties.reporting import report_months
from zoneproc.duties.roster import branches_on
from zoneproc.evaluating import issue_evaluation
from zoneproc.excel.issue import Issue
from zoneproc.excel.pdf import as_pdf, office_program
from zoneproc.excel.sheets import write_workbook
from zoneproc.excel.template import write_template
from zoneproc.extending import extension_asked
from zoneproc.findings import CODES, Code, Finding, in_order
from zoneproc.forms import FORMS
from zoneproc.issuing import Circular, contents_of, issue_all
from zoneproc.judging import Receipts, judge, self_check
from zoneproc.office import belated_among, load_ledger, load_office, office_files
from zoneproc.parquet import require_parquet, write_ledgers
from zoneproc.period import Cadence, Period
from zoneproc.register import Event, Extension, Seal, at_this_desk
from zoneproc.regulating import printed_scheme, scheme_in
from zoneproc.reports.boards import boards
from zoneproc.reports.status_book import status_book
from zoneproc.results import MonthResult, QuarterResult, YearResult
from zoneproc.rolling import Rolled, next_workspace, renewed_results
from zoneproc.rules import default_rule_rows
from zoneproc.scoring.nominees import unworthy_nominees
from zoneproc.scoring.quarter import score_quarter as quarter_scores
from zoneproc.scoring.year import score_year as year_scores
from zoneproc.sealing import next_seal, require_in_order, require_sealed
from zoneproc.slips import write_slips
from zoneproc.standing import Status, status_of
from zoneproc.workspace import SETTINGS, Workspace, ZoneprocError, keep_only


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
    with at_desk(workspace, at or _now(), echo) as desk:
        return _taken_in(desk)


def _taken_in(desk: Desk) -> Receipts:
    with judge(desk.workspace, desk.archive, lambda: desk.office, desk.moment, desk.echo) as (receipts, aside):
        write_slips(desk.workspace, desk.archive, lambda: desk.office, desk.echo, aside)
    late = belated_among(receipts.filings, desk.office, desk.archive) if receipts.filings else ()
    return replace(receipts, findings=tuple(in_order([*receipts.findings, *late])))


def consolidate_month(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """月度汇总: receive, merge, check, coverage and contacts, R-1 … R-6, R-17; a sealed month is only compared."""
    with at_desk(workspace, at or _now(), echo) as desk:
        _taken_in(desk)
        return delivered(desk, period, _month)


def score_quarter(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """季度考核: points, totals, grades and places of every member, R-7, R-11, R-12, R-17; a sealed quarter is only compared."""
    with at_desk(workspace, at or _now(), echo) as desk:
        _taken_in(desk)
        return delivered(desk, period, _quarter)


def score_year(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """年度考核: members, groups, branches, 分公司, secretaries and awards, R-8 … R-10, R-14 … R-17; a sealed year is only compared."""
    with at_desk(workspace, at or _now(), echo) as desk:
        _taken_in(desk)
        return delivered(desk, period, _year)


def freeze(
    workspace: Workspace, period: Period, who: str = "", at: datetime | None = None, *, echo: Echo = quiet
) -> Done:
    """封存: the period's results are worked out once more, put in place with their hashes, and stand from now on.

    Raises SealingError if the period is sealed, not over, or an earlier one is not sealed.
    """
    with at_desk(workspace, at or _now(), echo) as desk:
        _taken_in(desk)
        require_in_order(desk.archive, period, desk.moment)
        seal = next_seal(desk.archive, period, who or at_this_desk(), desk.moment)
        return sealed(desk, seal, _WORK[period.cadence])


def reopen(workspace: Workspace, period: Period, reason: str, who: str = "", at: datetime | None = None) -> Seal:
    """解封: the period may be worked out again; who did it, when and why is entered in the register.

    Raises SealingError if the period is not sealed, ZoneprocError without a reason.
    """
    if not reason.strip():
        message = "解封须写明理由(--reason)。"
        raise ZoneprocError(message)
    with at_desk(workspace, at or _now(), quiet) as desk:
        seal = require_sealed(desk.archive, period)
        act = Seal(seal.period, seal.edition, desk.moment, who or at_this_desk(), reason.strip(), open=True)
        return desk.archive.book.seal(act)


def verify(
    workspace: Workspace, period: Period | None = None, *, rebuild: bool = False, echo: Echo = quiet
) -> Sequence[Done]:
    """核验封存: whether the sealed results, and all they were made of, are still what they were; all periods or one.

    With `rebuild` the results are also made again from what is kept, and must be the same to the byte.
    """
    with at_desk(workspace, _now(), echo) as desk:
        seals = [require_sealed(desk.archive, period)] if period else desk.archive.book.seals().values()
        return [checked(desk, seal, _WORK[Period.parse(seal.period).cadence] if rebuild else None) for seal in seals]


def extend(workspace: Workspace, asked: Extension) -> Extension:
    """延期: a later deadline for one branch's return, for everything that asks when it was due; entered in the register.

    `asked.branch` may be a code or a name. Raises ZoneprocError if there is no such branch or return, or no reason.
    """
    with at_desk(workspace, asked.at, quiet) as desk:
        extension = extension_asked(desk.office.ledger, asked)
        desk.archive.book.extend(extension)
        return extension


def history(workspace: Workspace) -> Sequence[Event]:
    """大事记: who did what and when, oldest first."""
    return Archive(workspace.archive).book.events()


def _month(desk: Desk, period: Period) -> MonthResult:
    checking = run_begun(desk, period)
    ledger, rules = checking.run.ledger, checking.run.rules
    so_far = Period(period.year, 1, period.last)
    desk.echo("核查覆盖和联系配备……")
    teams, lines = coverage(ledger, rules, [period.end])
    team_gaps, line_gaps = uncovered_days(ledger, rules, _days(so_far))
    return MonthResult(
        teams=teams,
        lines=lines,
        holders=zone_holders(ledger, [period.end]),
        team_gaps=team_gaps,
        line_gaps=line_gaps,
        contact_months=contact_months(ledger, rules, so_far.months),
        report_months=report_months(ledger, rules, so_far.months),
        run=checking.done(),
    )


def _quarter(desk: Desk, period: Period) -> QuarterResult:
    checking = run_begun(desk, period)
    desk.echo("计算季度得分……")
    scores = quarter_scores(checking.run.ledger, checking.run.rules, period)
    return QuarterResult(checking.done(), scores)


def _year(desk: Desk, period: Period) -> YearResult:
    checking = run_begun(desk, period)
    desk.echo("计算年度得分和排名……")
    scores = year_scores(checking.run.ledger, desk.office.rule_book, period.year)
    run = checking.done()
    unworthy = unworthy_nominees(run.ledger, run.rules, period, scores.awards)
    return YearResult(replace(run, findings=tuple(in_order({*run.findings, *unworthy}))), scores)


_WORK: Mapping[Cadence, Work] = {Cadence.MONTH: _month, Cadence.QUARTER: _quarter, Cadence.YEAR: _year}


def _days(period: Period) -> Sequence[date]:
    return [period.start + timedelta(days=offset) for offset in range((period.end - period.start).days + 1)]


def status(workspace: Workspace, period: Period, at: datetime | None = None) -> Status:
    """看进度: who has sent, who is late or missing, and a reminder to paste into a chat group."""
    files, archive = office_files(workspace), Archive(workspace.archive)
    return status_of(run_of(Desk(workspace, files, archive, at or _now(), quiet), period))


def write_status(workspace: Workspace, status: Status) -> Path:
    """报送情况通报: R-1 as of now, beside the results of the periods, which may be sealed."""
    return write_workbook(workspace.output("报送情况"), status_book(status))


def export_ledgers(workspace: Workspace, period: Period, at: datetime | None = None, *, echo: Echo = quiet) -> Done:
    """总台账: what counts of a period as Parquet, beside the results of the periods, which may be sealed.

    Raises ParquetError, before anything is written, if pyarrow is not installed.
    """
    require_parquet()
    with at_desk(workspace, at or _now(), echo) as desk:
        echo("写总台账……")
        files = write_ledgers(run_of(desk, period), workspace.output("总台账"))
        desk.archive.book.log(Event(desk.moment, at_this_desk(), "写总台账", f"{period}:{len(files)} 个文件"))
    return Done(tuple(files), ())


def print_boards(
    workspace: Workspace, period: Period, at: datetime | None = None, *, pdf: bool = False, echo: Echo = quiet
) -> Done:
    """出图板: R-13 of every branch, A3 and A4, beside the results of the periods; with `pdf` also as PDF.

    Raises PdfError, before anything is written, if PDF is asked for and LibreOffice is not there.
    """
    if pdf:
        office_program()
    with at_desk(workspace, at or _now(), echo) as desk:
        made = boards(run_of(desk, period))
        folder = workspace.output(f"公开图板/{period}")
        files = [write_workbook(folder, each) for each in made.workbooks]
        if pdf:
            echo("转成 PDF……")
            files += as_pdf(files)
        keep_only(folder, files)
        desk.archive.book.log(Event(desk.moment, at_this_desk(), "出图板", f"{period}:{len(files)} 个文件"))
    return Done(tuple(files), tuple(made.findings), made.note)


def prepare_templates(workspace: Workspace, period: Period, *, echo: Echo = quiet) -> Sequence[Path]:
    """发模板: per branch the workbook due for the period, with what is known already written in.

    A year's templates are two: the register BASE at its beginning, the yearly return ANN at its end; the panel gets its
    own: 年终考评 with the machine's facts, and the lists of whom to hear and visit.
    """
    office = load_office(workspace)
    ledger = load_ledger(office, Archive(workspace.archive), period.whole_year)
    rules = office.rule_book.on(period.end)
    branches = branches_on(ledger, period.end)
    if branches.empty:
        message = "公司台账的“组织代码”里没有党支部,请先填好再发模板。"
        raise ZoneprocError(message)
    circular = Circular(workspace, ledger, rules, period)
    written: list[Path] = []
    rows = ({str(name): value for name, value in branch.items()} for branch in branches.to_dict("records"))
    for path in issue_all(circular, contents_of(circular, rows)):
        written.append(path)
        echo(f"写模板 {len(written)}……")
    if period.cadence is Cadence.YEAR:
        echo("写年终考评和谈访名单……")
        written += issue_evaluation(workspace, ledger, office.rule_book, period)
    return written


def roll_over(
    workspace: Workspace, year: int, root: Path | None = None, at: datetime | None = None, *, echo: Echo = quiet
) -> Rolled:
    """换届换年: the workspace of the next year in a folder beside this one, or its 往年结果 renewed if it is there already.

    What a sealed year came to is what was sealed; what is carried over are masters and registers as they are today.
    Raises ZoneprocError if the year does not follow this workspace's, or the new folder holds another year.
    """
    if year != workspace.year + 1:
        message = f"本工作区是 {workspace.year} 年度的,只能换到 {workspace.year + 1} 年。"
        raise ZoneprocError(message)
    target = root or workspace.root.resolve().with_name(f"{workspace.root.resolve().name}_{year}")
    there = Workspace.open(target) if (target / SETTINGS).exists() else None
    if there and there.year != year:
        message = f"“{target}”是 {there.year} 年度的工作区,没有改动。请用 --to 另指定文件夹。"
        raise ZoneprocError(message)
    with at_desk(workspace, at or _now(), echo) as desk:
        _taken_in(desk)
        over = Period(workspace.year)
        seal = desk.archive.book.seals().get(str(over))
        result = _year(as_sealed(desk, seal) if seal else desk, over)
        return Rolled(there, (renewed_results(result, there),)) if there else next_workspace(desk, result, target)


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


def check_rules(file: Path) -> Sequence[Finding]:
    """核对考核办法: the office's own mistakes in a rules workbook, with cells; raises ZoneprocError if it is none."""
    return scheme_in(file).findings


def print_rules(file: Path, company: str, day: date, folder: Path) -> tuple[Sequence[str], Path]:
    """印考核办法: the scheme in force on a day as lines, and as a workbook in the folder; every row names its clause."""
    scheme = scheme_in(file)
    return scheme.lines(day), printed_scheme(scheme, company, day, folder)


def explain(number: str) -> Code:
    """这个代码什么意思; raises ZoneprocError for a number that does not exist."""
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    code = CODES.get(number.strip().upper())
    if code is None:
        message = f"没有代码“{number}”。代码写在问题清单的“代码”一栏,如 Q04。"
        raise ZoneprocError(message)
    return code
