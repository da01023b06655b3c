"""收表: which new files there are, whose they are, what is wrong with them, and whether they are taken.

A file is sent back (退回) if anything about it is blocking, taken in part (部分受理) if something must be mended, else taken
(受理). The outcome does not depend on the order of names: files are judged by time of receipt, one version at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zoneproc.archive import ACCEPTED, PARTLY, SENT_BACK, Archive, Filing, counting
from zoneproc.checks import View, run_checks
from zoneproc.duties.roster import company_branches
from zoneproc.findings import Finding, Severity, in_order, worst
from zoneproc.inbox import Delivery, count_passed_over, deliveries
from zoneproc.intake import Submission, read_submission
from zoneproc.intake.codes import S01, told
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import merge, with_office
from zoneproc.office import RETURNS, Office, history, reread, source_of
from zoneproc.period import Period
from zoneproc.rules import Ruleset, default_rule_book
from zoneproc.workspace import Workspace

Arrived = tuple[Filing, Submission]


@dataclass(frozen=True, slots=True)
class Receipts:
    """One run of receiving: the new files with their verdicts, what was found, and how many needed nothing."""

    filings: tuple[Filing, ...]
    findings: tuple[Finding, ...]
    known: int
    passed_over: int


def judge(
    workspace: Workspace, office: Office, archive: Archive, moment: datetime, echo: Callable[[str], None]
) -> Receipts:
    """Judges every file of the inbox whose content is new, and keeps it with its verdict and findings.

    A file counts as received when it was last written to the inbox, at the latest now.
    """
    data: dict[str, bytes] = {}
    arrived: list[Arrived] = []
    kept, again = archive.known(), []
    for delivery in deliveries(workspace.inbox, kept):
        sha256 = delivery.sha256
        if sha256 in data or sha256 in kept:
            again.append((sha256, delivery.name))
            continue
        data[sha256] = delivery.data
        arrived.append(_read(delivery, office, moment))
        if len(arrived) % 50 == 0:
            echo(f"已读 {len(arrived)} 个新文件……")
    filings: list[Filing] = []
    findings: list[Finding] = []
    for wave in _waves(arrived):
        for filing, found in _judged(wave, office, archive, moment):
            filings.append(archive.keep(filing, data[filing.sha256], moment, found))
            findings += found
    archive.note_arrivals(again, moment)
    return Receipts(tuple(filings), tuple(in_order(findings)), len(again), count_passed_over(workspace.inbox))


def _read(delivery: Delivery, office: Office, moment: datetime) -> Arrived:
    submission = read_submission(delivery.name, delivery.fault or delivery.data, RETURNS)
    filing = Filing(
        delivery.sha256, delivery.name, len(delivery.data), "", min(delivery.modified, moment.replace(microsecond=0))
    )
    identity = submission.identity
    if identity is None:
        return filing, submission
    return replace(
        filing,
        form=identity.template_id,
        branch=_whole_code(identity.branch_code, company_branches(office.ledger)),
        period=str(identity.period),
        version=identity.submission_no,
    ), submission


def _whole_code(code: str, branches: frozenset[str]) -> str:
    """The branch code with the leading zeros that Excel took from it, if that leaves no doubt."""
    alike = [known for known in branches if known.lstrip("0") == code.lstrip("0")]
    return alike[0] if code not in branches and len(alike) == 1 else code


def _waves(arrived: Sequence[Arrived]) -> Iterator[Sequence[Arrived]]:
    """The files so parted that no two of one claim are judged together; registers first, then by time of receipt."""
    ordered = sorted(arrived, key=lambda item: (item[0].form != "BASE", item[0].received_at, item[0].sha256))
    waves: dict[int, list[Arrived]] = defaultdict(list)
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for filing, submission in ordered:
        turn = seen[filing.claim] if filing.branch else 0
        seen[filing.claim] += 1
        waves[turn].append((filing, submission))
    yield from (waves[turn] for turn in sorted(waves))


def _judged(
    wave: Sequence[Arrived], office: Office, archive: Archive, moment: datetime
) -> Iterator[tuple[Filing, Sequence[Finding]]]:
    ledger = _ledger_of(wave, office, archive)
    checked = _checked(wave, ledger, office, moment)
    before = archive.filings()
    for filing, submission in wave:
        source = filing.sha256[:12]
        found = [*_doubts(filing, before, ledger), *(checked[source] if filing.branch else submission.findings)]
        verdict = {Severity.BLOCK: SENT_BACK, Severity.ERROR: PARTLY}.get(worst(found) or Severity.NOTE, ACCEPTED)
        codes = " ".join(sorted({finding.code.number for finding in found}))
        yield replace(filing, verdict=verdict, codes=codes), in_order(found)


def _ledger_of(wave: Sequence[Arrived], office: Office, archive: Archive) -> Ledger:
    """The wave's files, with the counting registers of branches that sent no new one, and the masters."""
    fresh = [(source_of(filing), submission) for filing, submission in wave if filing.branch]
    renewed = {(source.branch, source.period) for source, _ in fresh if source.form == "BASE"}
    years = {source.period[:4] for source, _ in fresh}
    filings = archive.filings()
    registers = [
        filing
        for filing in counting(filings, office.freezes).values()
        if filing.form == "BASE" and filing.period in years and (filing.branch, filing.period) not in renewed
    ]
    kept = [(source_of(filing), reread(archive, filing)) for filing in registers]
    branches = merge([*kept, *fresh], office.reference)
    return with_office(office.ledger, branches, history(filings, set()))


def _checked(
    wave: Sequence[Arrived], ledger: Ledger, office: Office, moment: datetime
) -> Mapping[str, Sequence[Finding]]:
    """What is wrong with each file of the wave, by source."""
    found: dict[str, list[Finding]] = defaultdict(list)
    periods = sorted({Period.parse(filing.period) for filing, _ in wave if filing.branch})
    if periods:
        rules = office.rule_book.on(max(period.end for period in periods))
        checks = run_checks(View(ledger, rules, periods, moment), "return")
        for finding in (*ledger.findings, *checks):
            found[finding.source].append(finding)
    return found


def _doubts(filing: Filing, before: Sequence[Filing], ledger: Ledger) -> Iterator[Finding]:
    """Why an identified file may not count although it can be read: unknown branch, a number used twice (4/37)."""
    if not filing.branch:
        return
    if filing.branch not in company_branches(ledger):
        yield _told(filing, ledger, "branch_code", f"公司台账里没有党支部编码“{filing.branch}”")
    rivals = [other for other in before if other.claim == filing.claim and other.version == filing.version]
    rival = next((other for other in rivals if other.accepted), None)
    if rival is not None:
        detail = (
            f"第 {filing.version} 版已经收到过内容不同的文件“{rival.name}”;更正后请把报送版本改为 {filing.version + 1}"
        )
        yield _told(filing, ledger, "submission_no", detail)


def _told(filing: Filing, ledger: Ledger, item: str, detail: str) -> Finding:
    source = filing.sha256[:12]
    cover = ledger["cover"]
    columns = cover.loc[cover["_source"] == source, "_row"]
    place = ledger.place("cover", source, int(columns.iloc[0]) if len(columns) else 2, item)
    return replace(told(S01, place, detail=detail), branch=filing.branch, source=source)


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
