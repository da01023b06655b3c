"""收表: which new files there are and whose they are; they are judged, kept, and entered in the register.

The outcome does not depend on the order of names: files are judged by time of receipt, one version at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zoneproc.archive import Archive, Filing
from zoneproc.checks import CHECKS, View, run_checks
from zoneproc.crew import in_turn
from zoneproc.duties.roster import company_branches
from zoneproc.excel.package import Limits
from zoneproc.findings import Finding, in_order
from zoneproc.inbox import Delivery, count_passed_over, deliveries
from zoneproc.intake import Identity, Submission, read_submission, traces_of
from zoneproc.intake.supervision import read_all
from zoneproc.intake.tray import Tray, tray
from zoneproc.judgement import S18, Bench, Judged, Waiting, judged
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import merge
from zoneproc.office import RETURNS, Office, reread
from zoneproc.period import Period
from zoneproc.rounds import answers_given, note_rounds
from zoneproc.rules import Ruleset, default_rule_book
from zoneproc.workspace import Workspace

__all__ = ["Receipts", "answers_to", "judge", "self_check", "told_on_receipt"]

_COMPARED = frozenset({"X05", S18.number})
_TOGETHER = 250
"""So many branches are judged by one hand at a time; if there are no more of them, the crew shares their checks out."""
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class Receipts:
    """One run of receiving: the new files with their verdicts, what was found, and how many needed nothing."""

    filings: tuple[Filing, ...]
    findings: tuple[Finding, ...]
    known: int
    passed_over: int


@contextmanager
def judge(
    workspace: Workspace,
    archive: Archive,
    office: Callable[[], Office],
    moment: datetime,
    echo: Callable[[str], None],
) -> Iterator[tuple[Receipts, Tray]]:
    """Judges every file of the inbox whose content is new, and keeps it with its verdict and findings.

    What was read of the files lies on the tray while the block lasts, for whoever answers them.

    A file counts as received when it was last written to the inbox, at the latest now. The office's own workbooks are
    asked for only if something new came.
    """
    filings: list[Filing] = []
    findings: list[Finding] = []
    with tray() as aside:
        arrived, again = _taken_in(workspace, archive, office, (moment, echo), aside)
        for wave in _waves(arrived):
            for together in _judged_side_by_side(Bench.of(office(), archive, moment), wave, aside):
                note_rounds(archive, [correspondence for _, _, correspondence in together])
                filings += archive.enter([(filing, found) for filing, found, _ in together], moment)
                findings += (finding for _, found, _ in together for finding in found)
                if len(filings) > _TOLD_EVERY:
                    echo(f"已核对 {len(filings)}/{len(arrived)} 个新文件……")
        archive.note_arrivals(again, moment)
        passed_over = count_passed_over(workspace.inbox)
        yield Receipts(tuple(filings), tuple(in_order(findings)), len(again), passed_over), aside


def _taken_in(
    workspace: Workspace,
    archive: Archive,
    office: Callable[[], Office],
    told: tuple[datetime, Callable[[str], None]],
    aside: Tray,
) -> tuple[Sequence[Filing], Sequence[tuple[str, str]]]:
    """Every file of new content, kept, and read onto the tray; and what came in again (hash, name)."""
    moment, echo = told
    known, again = set(archive.known()), []
    limits = Limits.configured(workspace.limits)

    def fresh() -> Iterator[Delivery]:
        for delivery in deliveries(workspace.inbox, known, limits):
            if delivery.sha256 in known:
                again.append((delivery.sha256, delivery.name))
            else:
                known.add(delivery.sha256)
                yield delivery

    arrived: list[Filing] = []
    branches: frozenset[str] = frozenset()
    for delivery, packet in read_all(fresh(), RETURNS, limits=limits):
        branches = branches or company_branches(office().ledger)
        filing = archive.lay_down(_entered(delivery, packet.identity, branches, moment), delivery.data)
        aside.put(filing.sha256, packet)
        arrived.append(filing)
        if len(arrived) % _TOLD_EVERY == 0:
            echo(f"已读 {len(arrived)} 个新文件……")
    return arrived, again


def _entered(delivery: Delivery, identity: Identity | None, branches: frozenset[str], moment: datetime) -> Filing:
    filing = Filing(
        delivery.sha256, delivery.name, len(delivery.data), "", min(delivery.modified, moment.replace(microsecond=0))
    )
    if identity is None:
        return filing
    return replace(
        filing,
        form=identity.template_id,
        branch=_whole_code(identity.branch_code, branches),
        period=str(identity.period),
        version=identity.submission_no,
    )


def _whole_code(code: str, branches: frozenset[str]) -> str:
    """The branch code with the leading zeros that Excel took from it, if that leaves no doubt."""
    if code in branches:
        return code
    alike = [known for known in branches if known.lstrip("0") == code.lstrip("0")]
    return alike[0] if len(alike) == 1 else code


def _waves(arrived: Sequence[Filing]) -> Iterator[Sequence[Filing]]:
    """The files so parted that no two of one claim are judged together; registers first, then by time of receipt."""
    ordered = sorted(arrived, key=lambda filing: (filing.form != "BASE", filing.received_at, filing.sha256))
    waves: dict[int, list[Filing]] = defaultdict(list)
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for filing in ordered:
        turn = seen[filing.claim] if filing.branch else 0
        seen[filing.claim] += 1
        waves[turn].append(filing)
    yield from (waves[turn] for turn in sorted(waves))


def _judged_side_by_side(bench: Bench, wave: Sequence[Filing], aside: Tray) -> Iterator[Sequence[Judged]]:
    """The files of a wave judged, those of some branches at a time; few of them are in memory at once."""
    parts = list(_parts(wave))
    waiting: Iterable[Sequence[Waiting]] = (
        [(filing, aside.submission(filing.sha256)) for filing in part] for part in parts
    )
    if len(parts) == 1:
        yield from (judged(bench, files) for files in waiting)
    else:
        yield from in_turn(judged, bench, waiting)


def _parts(wave: Sequence[Filing]) -> Iterator[Sequence[Filing]]:
    """The files of a wave, all of a branch together, some branches at a time."""
    number = {branch: at for at, branch in enumerate(sorted({filing.branch for filing in wave}))}
    size = -(-len(number) // -(-len(number) // _TOGETHER))  # in equal parts; the same ones whoever is at work
    parts: dict[int, list[Filing]] = defaultdict(list)
    for filing in wave:
        parts[number[filing.branch] // size].append(filing)
    yield from (parts[at] for at in sorted(parts))


def told_on_receipt(archive: Archive, ledger: Ledger) -> Sequence[Finding]:
    """What only the receipt of a counting file could tell, by comparing it with the version before: X05, S18."""
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    counted = set(ledger.returns.loc[ledger.returns["counts"], "source"])
    filings = (filing for filing in archive.filings() if filing.sha256[:12] in counted)
    compared = (filing for filing in filings if _COMPARED & set(filing.codes.split()))
    return [
        replace(finding, source=filing.sha256[:12])
        for filing in compared
        for finding in archive.findings(filing)
        if finding.code.number in _COMPARED
    ]


def answers_to(archive: Archive, findings: Sequence[Finding]) -> Mapping[Finding, str]:
    """What the branches said to these findings, in whatever version they said it."""
    given = answers_given(archive)
    filings = {filing.sha256[:12]: filing for filing in archive.filings() if filing.claim in given}
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in in_order(findings):
        if finding.source[:12] in filings:
            by_file[finding.source[:12]].append(finding)
    return {
        finding: said
        for source, told_of in by_file.items()
        for finding, trace in zip(told_of, traces_of(reread(archive, filings[source]), told_of), strict=True)
        if (said := given[filings[source].claim].get(str(trace)))
    }


def self_check(files: Sequence[Path]) -> Sequence[Finding]:
    """What a branch can be told about its own files without the office's workspace: all that the files show."""
    read = [(path, read_submission(path.name, path.read_bytes(), RETURNS)) for path in files]
    known = [(_own_source(path, submission), submission) for path, submission in read if submission.identity]
    strange = [finding for _, submission in read if submission.identity is None for finding in submission.findings]
    ledger = merge(known)
    periods = sorted({Period.parse(source.period) for source, _ in known})
    if not periods:
        return strange
    rules: Ruleset = default_rule_book().on(max(period.end for period in periods))
    return in_order([*strange, *ledger.findings, *run_checks(View(ledger, rules, periods), "return")])


def _own_source(path: Path, submission: Submission) -> Source:
    identity = submission.identity
    if identity is None:
        return Source(submission.sha256[:12], path.name)
    return Source(submission.sha256[:12], path.name, identity.template_id, identity.branch_code, str(identity.period))
