"""The judgement on a handful of files: what is wrong with each, and whether it is taken.

A file is sent back (退回) if anything about it is blocking, taken in part (部分受理) if something must be mended, taken
with questions (受理有疑问) if something needs an answer, else taken (受理). What the office waived or the branch answered is
no question any more. A branch's files are judged by themselves, its register and the office's masters; who else is judged
beside it matters only where both name the same person, who may then be told of (a shared contact).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from zoneproc.archive import ACCEPTED, PARTLY, QUERIED, SENT_BACK, Archive, Claim, Filing, Freezes, counting
from zoneproc.checks import View, as_ruled, as_told, checks_begun, on_trial
from zoneproc.checks.continuity import no_living_row_is_deleted
from zoneproc.differences import same_content
from zoneproc.duties.roster import company_branches
from zoneproc.findings import Code, Finding, Place, Severity, declare, in_order, worst
from zoneproc.intake import Submission, traces_of, with_issued_values
from zoneproc.intake.codes import S01, S03, told
from zoneproc.intake.packet import unpacked
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import assembled, merge, share_of, with_office
from zoneproc.office import RETURNS, Office, freezes_of, history, reread, share_keys, shares_of, source_of
from zoneproc.period import Period
from zoneproc.rounds import Round, answers_given, settles
from zoneproc.shelf import shelf_in

__all__ = ["S18", "Bench", "Judged", "Waiting", "judged", "ruled"]

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
_VERDICTS = {Severity.BLOCK: SENT_BACK, Severity.ERROR: PARTLY, Severity.NOTE: QUERIED}

Waiting = tuple[Filing, bytes]
"""A file entered, and what was read of it, packed (intake.packet)."""
Arrived = tuple[Filing, Submission]
Judged = tuple[Filing, Sequence[Finding], Round]
"""A file with its verdict, what was found in it, and what it brought into the correspondence."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every judgement of a run leans on: masters and rules, the archive as it is, answers given and deadlines past."""

    office: Office
    archive: Archive
    moment: datetime
    before: Mapping[Claim, Sequence[Filing]]
    returns: pd.DataFrame
    answers: Mapping[Claim, Mapping[str, str]]
    freezes: Freezes

    @classmethod
    def of(cls, office: Office, archive: Archive, moment: datetime) -> "Bench":
        """The bench as the archive stands now."""
        filings = archive.filings()
        before: dict[Claim, list[Filing]] = defaultdict(list)
        for filing in filings:
            if filing.branch:
                before[filing.claim].append(filing)
        returns = history(filings, set())
        return cls(office, archive, moment, before, returns, answers_given(archive), freezes_of(office, archive))


def judged(bench: Bench, waiting: Sequence[Waiting]) -> Sequence[Judged]:
    """The files, no two of one claim, with their verdicts and what was found; what they came to is put on the shelf."""
    issued = bench.archive.issued_before([filing for filing, _ in waiting])
    wave = [
        (filing, with_issued_values(unpacked(packed, RETURNS), rows))
        for (filing, packed), rows in zip(waiting, issued, strict=True)
    ]
    ledger = _ledger_of(wave, bench)
    checked = _checked(wave, ledger, bench)
    known = company_branches(ledger)
    return [_judged(bench, arrived, (ledger, known), checked) for arrived in wave]


def _judged(
    bench: Bench,
    arrived: Arrived,
    known: tuple[Ledger, frozenset[str]],
    checked: Mapping[str, Sequence[Finding]],
) -> Judged:
    filing, submission = arrived
    if not filing.branch:
        found = in_order(submission.findings)
        return replace(filing, verdict=SENT_BACK, codes=_codes(found)), found, Round(filing.sha256)
    doubts = _doubts(bench, arrived, *known)
    found = in_order([*doubts, *checked[filing.sha256[:12]]])
    traces = traces_of(submission, found)
    said = {**bench.answers.get(filing.claim, {}), **submission.answers}
    pairs = zip(found, traces, strict=True)
    gravest = worst(each for each, trace in pairs if not (on_trial(each) or settles(each, said.get(str(trace), ""))))
    verdict = _VERDICTS[gravest] if gravest is not None else ACCEPTED
    correspondence = Round(filing.sha256, traces, submission.answers)
    return replace(filing, verdict=verdict, codes=_codes(found)), found, correspondence


def _codes(findings: Sequence[Finding]) -> str:
    return " ".join(sorted({finding.code.number for finding in findings}))


def _ledger_of(wave: Sequence[Arrived], bench: Bench) -> Ledger:
    """The wave's files, with the counting registers of those of its branches that sent no new one, and the masters.

    What the new files came to is kept: it is merged again as soon as they count.
    """
    office, archive = bench.office, bench.archive
    fresh = [(filing, submission) for filing, submission in wave if filing.branch]
    registers = list(_registers(bench, [filing for filing, _ in fresh]))
    share = share_of([(source_of(filing), submission) for filing, submission in fresh], office.reference)
    keys = share_keys(archive, [filing for filing, _ in fresh])
    shelf_in(archive.cache, office.reference).put(list(keys.values()), share)
    shares = [*shares_of(archive, registers, office.reference), share]
    order = [source_of(filing).id for filing in (*registers, *(filing for filing, _ in fresh))]
    return with_office(office.ledger, assembled(shares, order), bench.returns)


def _registers(bench: Bench, fresh: Sequence[Filing]) -> Iterator[Filing]:
    renewed = {filing.claim for filing in fresh if filing.form == "BASE"}
    wanted = dict.fromkeys((filing.branch, "BASE", filing.period[:4]) for filing in fresh)
    for claim in wanted:
        if claim not in renewed:
            yield from counting(bench.before.get(claim, ()), bench.freezes).values()


def _checked(wave: Sequence[Arrived], ledger: Ledger, bench: Bench) -> Mapping[str, Sequence[Finding]]:
    """What is wrong with each file of the wave, by source."""
    found: dict[str, list[Finding]] = defaultdict(list)
    periods = sorted({Period.parse(filing.period) for filing, _ in wave if filing.branch})
    if periods:
        rules = bench.office.rule_book.on(max(period.end for period in periods))
        view = View(ledger, rules, periods, bench.moment, frozenset(filing.form for filing, _ in wave))
        underway = checks_begun(view, "return")
        read = [*ledger.findings, *_deletions(wave, view, bench)]
        for finding in (*ruled(read, view), *as_told(view, underway()["return"])):
            found[finding.source].append(finding)
    return found


def ruled(findings: Sequence[Finding], view: View) -> Sequence[Finding]:
    """The findings of reading as the office rules them: waived, on trial or of another severity (豁免, 参数 check_…)."""
    fixed = [finding for finding in findings if finding.code.number in _NEVER_WAIVED]
    open_ = [finding for finding in findings if finding.code.number not in _NEVER_WAIVED]
    return [*fixed, *as_ruled(open_, view.rules, view.day)]


def _deletions(wave: Sequence[Arrived], view: View, bench: Bench) -> Sequence[Finding]:
    """X05 of the wave's registers, against the versions accepted before (2.3).

    As long as a deletion stays unexplained, the version before it is still what the next one is held against.
    """
    asked: list[tuple[Source, Submission]] = []
    for register, _ in wave:
        if not register.branch or register.form != "BASE":
            continue
        accepted = [
            other
            for other in bench.before.get(register.claim, ())
            if other.accepted and other.version < register.version
        ]
        for other in sorted(accepted, key=lambda other: (other.version, other.received_at), reverse=True):
            asked.append((source_of(other), reread(bench.archive, other)))
            if "X05" not in other.codes.split():
                break
    if not asked:
        return ()
    earlier = View(merge(asked), view.rules, view.periods, view.moment)
    gone = dict.fromkeys(no_living_row_is_deleted(view, earlier))
    return [finding for finding in gone if finding.place.sheet]  # a sheet that could not be read is told as S02


def _doubts(bench: Bench, arrived: Arrived, ledger: Ledger, known: frozenset[str]) -> Iterator[Finding]:
    """Why an identified file may not count although it can be read: unknown branch, a number used twice (4/37).

    A file that says what the version before said, answers nothing and explains no deletion, is told so (S18); it takes
    nobody's place.
    """
    filing, submission = arrived
    if filing.branch not in known:
        yield _told(filing, ledger, "branch_code", f"公司台账里没有党支部编码“{filing.branch}”")
    others = bench.before.get(filing.claim, ())
    rival = next((other for other in others if other.accepted and other.version == filing.version), None)
    last = rival or max(others, key=lambda other: (other.version, other.received_at), default=None)
    same_again = last is not None and same_content(reread(bench.archive, last), submission)
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
