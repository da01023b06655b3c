"""收表: which new files there are, whose they are, what is wrong with them, and whether they are taken.

A file is sent back (退回) if anything about it is blocking, taken in part (部分受理) if something must be mended, taken
with questions (受理有疑问) if something needs an answer, else taken (受理). What the office waived or the branch answered is
no question any more. The outcome does not depend on the order of names: files are judged by time of receipt, one version
at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zoneproc.archive import ACCEPTED, PARTLY, QUERIED, SENT_BACK, Archive, Filing, counting
from zoneproc.checks import CHECKS, View, as_ruled, checks_begun, on_trial, run_checks
from zoneproc.checks.continuity import no_living_row_is_deleted
from zoneproc.differences import same_content
from zoneproc.duties.roster import company_branches
from zoneproc.excel.package import Limits
from zoneproc.findings import Code, Finding, Place, Severity, declare, in_order, worst
from zoneproc.inbox import Delivery, count_passed_over, deliveries
from zoneproc.intake import Submission, read_submission, traces_of
from zoneproc.intake.codes import S01, S03, told
from zoneproc.intake.supervision import read_all
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import assembled, merge, share_of, with_office
from zoneproc.office import (
    RETURNS,
    Office,
    as_issued,
    freezes_of,
    history,
    reread,
    share_keys,
    shares_of,
    source_of,
)
from zoneproc.period import Period
from zoneproc.rounds import Round, answers_given, note_rounds, settles
from zoneproc.rules import Ruleset, default_rule_book
from zoneproc.shelf import shelf_in
from zoneproc.workspace import Workspace

S18 = declare(
    Code(
        "S18",
        Severity.NOTE,
        "内容与已报版本相同",
        "除报送版本等封面栏目外,内容与第 {version} 版“{file}”完全相同。",
        "如是误发,不用处理;本想更正的,请检查是否发错了文件。",
        "domain.md 4/37",
    )
)
_NEVER_WAIVED = frozenset({S01.number, S03.number})
"""Whose file it is and whether it opens: no rule of the office changes that."""
_COMPARED = frozenset({"X05", S18.number})
_VERDICTS = {Severity.BLOCK: SENT_BACK, Severity.ERROR: PARTLY, Severity.NOTE: QUERIED}

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
    fresh: list[Delivery] = []
    limits = Limits.configured(workspace.limits)
    for delivery in deliveries(workspace.inbox, kept, limits):
        sha256 = delivery.sha256
        if sha256 in data or sha256 in kept:
            again.append((sha256, delivery.name))
            continue
        data[sha256] = delivery.data
        fresh.append(delivery)
    for delivery, submission in read_all(fresh, RETURNS, limits=limits):
        filing, read = _entered(delivery, submission, office, moment)
        arrived.append((filing, as_issued(archive, filing, read)))
        if len(arrived) % 50 == 0:
            echo(f"已读 {len(arrived)} 个新文件……")
    filings: list[Filing] = []
    findings: list[Finding] = []
    for wave in _waves(arrived):
        judged = list(_judged(wave, office, archive, moment))
        note_rounds(archive, [correspondence for _, _, correspondence in judged])
        for filing, found, _ in judged:
            filings.append(archive.keep(filing, data[filing.sha256], moment, found))
            findings += found
    archive.note_arrivals(again, moment)
    return Receipts(tuple(filings), tuple(in_order(findings)), len(again), count_passed_over(workspace.inbox))


def _entered(delivery: Delivery, submission: Submission, office: Office, moment: datetime) -> Arrived:
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
) -> Iterator[tuple[Filing, Sequence[Finding], Round]]:
    ledger = _ledger_of(wave, office, archive)
    checked = _checked(wave, ledger, office, archive, moment)
    before, answers = archive.filings(), answers_given(archive)
    for filing, submission in wave:
        if not filing.branch:
            found: Sequence[Finding] = in_order(submission.findings)
            yield replace(filing, verdict=SENT_BACK, codes=_codes(found)), found, Round(filing.sha256)
            continue
        doubts = _doubts(filing, submission, archive, before, ledger)
        found = in_order([*doubts, *checked[filing.sha256[:12]]])
        traces = traces_of(submission, found)
        said = {**answers.get(filing.claim, {}), **submission.answers}
        pairs = zip(found, traces, strict=True)
        open_ = (found for found, trace in pairs if not (on_trial(found) or settles(found, said.get(str(trace), ""))))
        gravest = worst(open_)
        verdict = _VERDICTS[gravest] if gravest is not None else ACCEPTED
        correspondence = Round(filing.sha256, traces, submission.answers)
        yield replace(filing, verdict=verdict, codes=_codes(found)), found, correspondence


def _codes(findings: Sequence[Finding]) -> str:
    return " ".join(sorted({finding.code.number for finding in findings}))


def _ledger_of(wave: Sequence[Arrived], office: Office, archive: Archive) -> Ledger:
    """The wave's files, with the counting registers of those of its branches that sent no new one, and the masters.

    What the new files came to is kept: it is merged again as soon as they count.
    """
    fresh = [(filing, submission) for filing, submission in wave if filing.branch]
    branches = {filing.branch for filing, _ in fresh}
    renewed = {(filing.branch, filing.period) for filing, _ in fresh if filing.form == "BASE"}
    years = {filing.period[:4] for filing, _ in fresh}
    filings = archive.filings()
    registers = [
        filing
        for filing in counting(filings, freezes_of(office, archive)).values()
        if filing.form == "BASE"
        and filing.branch in branches
        and filing.period in years
        and (filing.branch, filing.period) not in renewed
    ]
    share = share_of([(source_of(filing), submission) for filing, submission in fresh], office.reference)
    keys = share_keys(archive, [filing for filing, _ in fresh])
    shelf_in(archive.cache, office.reference).put(list(keys.values()), share)
    shares = [*shares_of(archive, registers, office.reference), share]
    order = [source_of(filing).id for filing in (*registers, *(filing for filing, _ in fresh))]
    return with_office(office.ledger, assembled(shares, order), history(filings, set()))


def _checked(
    wave: Sequence[Arrived], ledger: Ledger, office: Office, archive: Archive, moment: datetime
) -> Mapping[str, Sequence[Finding]]:
    """What is wrong with each file of the wave, by source."""
    found: dict[str, list[Finding]] = defaultdict(list)
    periods = sorted({Period.parse(filing.period) for filing, _ in wave if filing.branch})
    if periods:
        rules = office.rule_book.on(max(period.end for period in periods))
        view = View(ledger, rules, periods, moment)
        underway = checks_begun(view, "return")
        read = [*ledger.findings, *_deletions(wave, view, archive)]
        for finding in (*ruled(read, view), *underway()):
            found[finding.source].append(finding)
    return found


def ruled(findings: Sequence[Finding], view: View) -> Sequence[Finding]:
    """The findings of reading as the office rules them: waived, on trial or of another severity (豁免, 参数 check_…)."""
    fixed = [finding for finding in findings if finding.code.number in _NEVER_WAIVED]
    open_ = [finding for finding in findings if finding.code.number not in _NEVER_WAIVED]
    return [*fixed, *as_ruled(open_, view.rules, view.day)]


def _deletions(wave: Sequence[Arrived], view: View, archive: Archive) -> Sequence[Finding]:
    """X05 of the wave's registers, against the versions accepted before (2.3).

    As long as a deletion stays unexplained, the version before it is still what the next one is held against.
    """
    versions = {filing.claim: filing.version for filing, _ in wave if filing.branch and filing.form == "BASE"}
    accepted = [filing for filing in archive.filings() if filing.accepted] if versions else []
    kept = [filing for filing in accepted if filing.version < versions.get(filing.claim, 0)]
    settled: set[tuple[str, str, str]] = set()
    asked: list[tuple[Source, Submission]] = []
    for filing in sorted(kept, key=lambda filing: (filing.version, filing.received_at), reverse=True):
        if filing.claim in settled:
            continue
        asked.append((source_of(filing), reread(archive, filing)))
        if "X05" not in filing.codes.split():
            settled.add(filing.claim)
    if not asked:
        return ()
    earlier = View(merge(asked), view.rules, view.periods, view.moment)
    gone = dict.fromkeys(no_living_row_is_deleted(view, earlier))
    return [finding for finding in gone if finding.place.sheet]  # a sheet that could not be read is told as S02


def _doubts(
    filing: Filing, submission: Submission, archive: Archive, before: Sequence[Filing], ledger: Ledger
) -> Iterator[Finding]:
    """Why an identified file may not count although it can be read: unknown branch, a number used twice (4/37).

    A file that says what the version before said, answers nothing and explains no deletion, is told so (S18); it takes
    nobody's place.
    """
    if filing.branch not in company_branches(ledger):
        yield _told(filing, ledger, "branch_code", f"公司台账里没有党支部编码“{filing.branch}”")
    others = [other for other in before if other.claim == filing.claim]
    rival = next((other for other in others if other.accepted and other.version == filing.version), None)
    last = rival or max(others, key=lambda other: (other.version, other.received_at), default=None)
    same_again = last is not None and same_content(reread(archive, last), submission)
    if last is not None and same_again and not submission.answers and "X05" not in last.codes.split():
        place = _cover_place(filing, ledger, "submission_no")
        same = told(S18, place, version=str(last.version), file=last.name)
        yield replace(same, branch=filing.branch, source=filing.sha256[:12])
    elif rival is not None and not same_again:
        detail = (
            f"第 {filing.version} 版已经收到过内容不同的文件“{rival.name}”;更正后请把报送版本改为 {filing.version + 1}"
        )
        yield _told(filing, ledger, "submission_no", detail)


def _told(filing: Filing, ledger: Ledger, item: str, detail: str) -> Finding:
    finding = told(S01, _cover_place(filing, ledger, item), detail=detail)
    return replace(finding, branch=filing.branch, source=filing.sha256[:12])


def _cover_place(filing: Filing, ledger: Ledger, item: str) -> Place:
    source = filing.sha256[:12]
    cover = ledger["cover"]
    columns = cover.loc[cover["_source"] == source, "_row"]
    return ledger.place("cover", source, int(columns.iloc[0]) if len(columns) else 2, item)


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
