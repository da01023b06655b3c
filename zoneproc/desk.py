"""The desk a run works at: the office's own files, what came in, the moment; and the run's data laid out on it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from zoneproc.archive import Archive
from zoneproc.checks import View
from zoneproc.duties.awaiting import open_returns
from zoneproc.findings import Finding, in_order
from zoneproc.judgement import ruled
from zoneproc.judging import answers_to, told_on_receipt
from zoneproc.ledger import Ledger
from zoneproc.moments import last_change
from zoneproc.office import Office, OfficeFiles, findings_of_returned, load_ledger, office_files, office_of
from zoneproc.period import Period
from zoneproc.rechecking import checks_resumed
from zoneproc.results import Run
from zoneproc.rounds import finding_lives
from zoneproc.slips.changes import version_changes
from zoneproc.workspace import Workspace

__all__ = ["Checking", "Desk", "Echo", "at_desk", "run_begun", "run_of"]

Echo = Callable[[str], None]
"""Told of progress."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one run works with."""

    workspace: Workspace
    files: OfficeFiles
    archive: Archive
    moment: datetime
    echo: Echo

    @property
    def office(self) -> Office:
        """The masters and rules of these files."""
        return office_of(self.files, self.workspace.year, self.archive.cache)


@contextmanager
def at_desk(workspace: Workspace, moment: datetime, echo: Echo) -> Iterator[Desk]:
    """Holds the workspace for one run; raises WorkspaceBusyError if another run has it."""
    with workspace.locked():
        yield Desk(workspace, office_files(workspace), Archive(workspace.archive), moment, echo)


def run_of(desk: Desk, period: Period) -> Run:
    """Everything that counts up to the period's end, as it was read."""
    ledger = load_ledger(desk.office, desk.archive, period)
    rules = desk.office.rule_book.on(period.end)
    return Run(
        company=desk.workspace.company,
        period=period,
        judged_on=desk.moment.date(),
        judged_at=desk.moment,
        ledger=ledger,
        rules=rules,
        findings=(),
        open_returns=open_returns(ledger, rules, period, desk.moment),
        seals=tuple(desk.archive.book.seals().values()),
    )


@dataclass(frozen=True, slots=True)
class Checking:
    """A run whose checks are under way: its figures can be worked out meanwhile; `done()` waits for the findings."""

    run: Run
    done: Callable[[], Run]


def run_begun(desk: Desk, period: Period) -> Checking:
    """Everything that counts up to the period's end, being checked."""
    desk.echo("合并各支部报表……")
    run = run_of(desk, period)
    desk.echo("核对数据……")
    view = View(run.ledger, run.rules, [period], desk.moment)
    underway = checks_resumed(view, desk.archive, _made_of(desk, period))
    return Checking(run, lambda: _checked(desk, run, view, underway()))


def _made_of(desk: Desk, period: Period) -> str:
    files = [(name, sha256(data).hexdigest()) for name, data in (desk.files.rules, *desk.files.masters)]
    since = last_change(desk.office, desk.archive, desk.moment)
    return json.dumps([desk.workspace.company, desk.workspace.year, str(period), str(since), files], ensure_ascii=False)


def _checked(desk: Desk, run: Run, view: View, found: Sequence[Finding]) -> Run:
    """The run with what was told of its files on receipt, and what the checks found."""
    ledger, period = run.ledger, run.period
    read = [*ledger.findings, *told_on_receipt(desk.archive, ledger)]
    told = [finding for finding in read if _concerns(finding, ledger, period)]
    returned = findings_of_returned(desk.archive, desk.office, ledger, period, desk.moment)
    findings = tuple(in_order({*ruled([*told, *returned], view), *found}))
    answers = answers_to(desk.archive, findings)
    lives, changes = finding_lives(desk.archive), version_changes(desk.archive, period)
    return replace(run, findings=findings, answers=answers, lives=lives, changes=changes)


def _concerns(finding: Finding, ledger: Ledger, period: Period) -> bool:
    """What was read wrongly in the masters, in BASE, or in a return of this very period."""
    source = ledger.sources.get(finding.source)
    return source is None or source.period in ("", str(period)) or source.form == "BASE"
