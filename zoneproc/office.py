"""What the office has on file: its masters and rules, and the returns that count, as one ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from zoneproc.archive import SENT_BACK, Archive, Filing, Freezes, counting
from zoneproc.crew import each
from zoneproc.duties.returns import FORM_OF
from zoneproc.excel.package import LIMITS
from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.forms import FORMS
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.inbox import deliveries
from zoneproc.intake import Submission, read_submission, with_issued_values
from zoneproc.ledger import EXTENSION_COLUMNS, RETURN_COLUMNS, SEAL_COLUMNS, Ledger, Source
from zoneproc.merge import Reference, Share, assembled, merge, share_of, with_office
from zoneproc.period import Cadence, Period
from zoneproc.register import Seal
from zoneproc.rules import RuleBook, rule_book_from
from zoneproc.scoring.scheme import checked
from zoneproc.shelf import shelf_in
from zoneproc.workspace import Workspace, ZoneprocError

_RULES = {"RULES": FORMS["RULES"]}
_MASTERS = {name: FORMS[name] for name in ("COMPANY", "EVAL", "PAST")}
RETURNS = {name: FORMS[name] for name in ("BASE", "MON", "QTR", "ANN")}
_OWN = replace(
    LIMITS,
    file_size=200_000_000,
    inflated_total=2_000_000_000,
    inflated_entry=2_000_000_000,
    cells=20_000_000,
    grid=30_000_000,
    rows=1_048_576,
)
"""What the office's own workbooks may hold: C-4 names every employee of the company, up to a whole sheet of them."""

_BATCH = 64
"""Files read and kept together."""
HEARD = timedelta(days=31)
"""How long an unidentified or belated file is told of: in the month's run that follows its receipt."""
F01 = declare(
    Code(
        "F01",
        Severity.NOTE,
        "封存后收到",
        "收到时{period}已经{how},文件已存档并给出处理结果“{verdict}”,不计入本期结果。",
        "确需计入的,请由党委办公室批准延期(zoneproc extend);已封存的先解封(zoneproc freeze --reopen),再重新汇总。",
        "U08, 4/33, 4/36",
    )
)


class MissingRulesError(ZoneprocError):
    """The rules workbook is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Office:
    """The masters as a ledger, the rules by date, and what parsing of returns may lean on."""

    ledger: Ledger
    rule_book: RuleBook
    reference: Reference


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """The office's own workbooks as bytes: the rules workbook, and the masters, each with its name."""

    rules: tuple[str, bytes]
    masters: tuple[tuple[str, bytes], ...]


def office_files(workspace: Workspace) -> OfficeFiles:
    """The rules workbook and everything in the company folder; raises MissingRulesError without a rules workbook."""
    if not workspace.rules_file.is_file():
        message = f"没有找到考核办法({workspace.rules_file})。请放回该文件,或用 zoneproc init 在新文件夹中取得一份。"
        raise MissingRulesError(message)
    masters = tuple((item.name, item.data) for item in deliveries(workspace.masters))
    return OfficeFiles((workspace.rules_file.name, workspace.rules_file.read_bytes()), masters)


def load_office(workspace: Workspace) -> Office:
    """The office's own workbooks as they are today.

    Raises MissingRulesError without a readable rules workbook; faults inside the masters are findings of the ledger.
    """
    return office_of(office_files(workspace), workspace.year, Archive(workspace.archive).cache)


@lru_cache(maxsize=2)
def office_of(files: OfficeFiles, year: int, cache: Path | None = None) -> Office:
    """The office of these very bytes; several steps of one run ask for the same. What they came to is kept in the cache."""
    rule_ledger, rule_book = rules_in(*files.rules)
    rules = rule_book.on(Period(year).end)
    words = {name: rules.dictionary(name) for name in VOCABULARIES}
    masters = _masters(files, Reference(words=words), cache)
    ledger = with_office(rule_ledger, masters, masters.returns)
    findings = (*ledger.findings, *rule_book.findings)
    return Office(replace(ledger, findings=findings), rule_book, Reference(words, _codes(masters)))


def _masters(files: OfficeFiles, reference: Reference, cache: Path | None) -> Ledger:
    shelf = shelf_in(cache, reference)
    keys = {sha256(repr((name, sha256(data).hexdigest())).encode()).hexdigest(): name for name, data in files.masters}
    known = shelf.find(keys)
    for key, (name, data) in zip(keys, files.masters, strict=True):
        if key not in known:
            read = read_submission(name, data, _MASTERS, _OWN)
            share = share_of([(_office_source(read), read)], reference)
            shelf.put([key], share)
            known = {**known, key: share}
    return assembled([known[key] for key in keys], [source for key in keys for source in known[key].sources])


def rules_in(name: str, data: bytes) -> tuple[Ledger, RuleBook]:
    """A rules workbook as read (with the findings of reading) and as rules (with the office's mistakes, at their cells).

    Raises MissingRulesError if the file is no rules workbook.
    """
    scheme = read_submission(name, data, _RULES)
    if scheme.identity is None:
        message = f"考核办法读不了:{scheme.findings[0].message}"
        raise MissingRulesError(message)
    ledger = merge([(_office_source(scheme), scheme)])
    return ledger, checked(rule_book_from(ledger.frames, ledger.place), ledger.place)


def _office_source(submission: Submission) -> Source:
    form = submission.identity.form.id if submission.identity else ""
    return Source(submission.sha256[:12], submission.file, form)


def _codes(masters: Ledger) -> Mapping[str, frozenset[str]]:
    columns = ("organisations.org_code", "teams.team_code", "teams.line_code", "employees.employee_no")
    return {name: frozenset(masters[name.split(".")[0]][name.split(".")[1]].dropna()) for name in columns}


def freezes_of(office: Office, archive: Archive) -> Freezes:
    """What comes too late to count: after the freeze of C-5, put off by an extension, or after a seal (U08)."""
    calendar = office.ledger["calendar"].rename(columns={"template_id": "form"}).dropna(subset="freeze_at")
    claims = zip(calendar["form"], calendar["period"], strict=True)
    put_off = {claim: extension.until for claim, extension in archive.book.extensions().items()}
    sealed = {(_form_of(period), period): seal.files for period, seal in archive.book.seals().items()}
    return Freezes(dict(zip(claims, calendar["freeze_at"], strict=True)), put_off, sealed)


def _form_of(period: str) -> str:
    return FORM_OF[Period.parse(period).cadence]


def load_ledger(office: Office, archive: Archive, until: Period) -> Ledger:
    """Everything that counts up to the end of a period: masters, every BASE, and the year's returns so far.

    Findings of reading and parsing are the ledger's; `returns` tells the history of every identified file.
    """
    filings = [filing for filing in archive.filings() if _concerns(filing, until)]
    freezes = freezes_of(office, archive)
    chosen = counting(filings, freezes)
    order = [filing.sha256[:12] for filing in chosen.values()]
    branches = assembled(shares_of(archive, list(chosen.values()), office.reference), order)
    counts = {filing.sha256 for filing in chosen.values()}
    late = {filing.sha256 for filing in filings if freezes.passed(filing)}
    ledger = with_office(office.ledger, branches, history(filings, counts, late))
    put_off = [(*claim, moment) for claim, moment in freezes.put_off.items()]
    seals = [(_form_of(period), period, seal.at) for period, seal in archive.book.seals().items()]
    return replace(
        ledger,
        extensions=pd.DataFrame(put_off, columns=list(EXTENSION_COLUMNS)).astype(EXTENSION_COLUMNS),
        seals=pd.DataFrame(seals, columns=list(SEAL_COLUMNS)).astype(SEAL_COLUMNS),
    )


def shares_of(archive: Archive, filings: Sequence[Filing], reference: Reference) -> Sequence[Share]:
    """What these files come to: taken from the shelf, or read from the archive, a batch at a time."""
    shelf = shelf_in(archive.cache, reference)
    keys = share_keys(archive, filings)
    known = shelf.find(keys.values())
    batches = list(_batches([filing for filing in filings if keys[filing.sha256] not in known]))
    for batch, share in zip(batches, each(_share_read, (archive, reference), batches), strict=True):
        shelf.put([keys[filing.sha256] for filing in batch], share)
        known = {**known, **dict.fromkeys((keys[filing.sha256] for filing in batch), share)}
    return list({id(share): share for filing in filings for share in [known[keys[filing.sha256]]]}.values())


def _batches(filings: Sequence[Filing]) -> Iterator[Sequence[Filing]]:
    """Files of one form and period, a batch at a time."""
    kinds: dict[tuple[str, str], list[Filing]] = defaultdict(list)
    for filing in filings:
        kinds[filing.form, filing.period].append(filing)
    for alike in kinds.values():
        yield from (alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH))


def _share_read(task: tuple[Archive, Reference], batch: Sequence[Filing]) -> Share:
    archive, reference = task
    return share_of([(source_of(filing), reread(archive, filing)) for filing in batch], reference)


def share_keys(archive: Archive, filings: Sequence[Filing]) -> Mapping[str, str]:
    """By hash of the file what its reading depends on: its content, as what it was entered, and what had been issued before."""
    issues = archive.book.issues()
    keys = {}
    for filing in filings:
        before = [number for at, number in issues.get(filing.claim, ()) if at <= filing.received_at]
        told = (*astuple(source_of(filing))[1:-1], filing.sha256, max(before, default=0))
        keys[filing.sha256] = sha256(repr(told).encode()).hexdigest()
    return keys


def _concerns(filing: Filing, until: Period) -> bool:
    if not filing.branch:
        return False
    period = Period.parse(filing.period)
    return period.year == until.year and (filing.form == "BASE" or period.end <= until.end)


def source_of(filing: Filing) -> Source:
    """The file behind merged rows, as the ledger knows it."""
    return Source(
        filing.sha256[:12],
        filing.name,
        filing.form,
        filing.branch,
        filing.period,
        filing.version,
        filing.received_at,
    )


def reread(archive: Archive, filing: Filing, read: Submission | None = None) -> Submission:
    """A kept file, read again from the archive. What is kept never changes, so the last ones read are remembered.

    `read` is what was read of it, where somebody has done it already; locked cells are as they were issued (S20).
    """
    key = (archive.folder, filing)
    known = _REREAD.pop(key, None) or _reread(archive.folder, filing, read)
    while len(_REREAD) >= _MOST_REREAD:
        del _REREAD[next(iter(_REREAD))]
    _REREAD[key] = known
    return known


_MOST_REREAD = 512
_REREAD: dict[tuple[Path, Filing], Submission] = {}
"""The files read last, the latest at the end."""


def _reread(folder: Path, filing: Filing, read: Submission | None) -> Submission:
    archive = Archive(folder, files=0)
    if read is None:
        read = read_submission(filing.name, archive.data(filing), {filing.form: RETURNS[filing.form]})
    return with_issued_values(read, next(archive.issued_before([filing])))


def history(filings: Sequence[Filing], counts: Collection[str], late: Collection[str] = frozenset()) -> pd.DataFrame:
    """The register as a frame: one row per identified file, columns RETURN_COLUMNS; `counts` and `late` are hashes."""
    rows = [
        (
            *(filing.branch, filing.form, filing.period, filing.version),
            *(filing.received_at, filing.judged_at or filing.received_at, filing.verdict),
            *(filing.sha256 in counts, filing.accepted, filing.verdict == SENT_BACK, filing.sha256 in late),
            *(filing.name, filing.sha256[:12]),
        )
        for filing in filings
    ]
    frame = pd.DataFrame(rows, columns=list(RETURN_COLUMNS))
    moments = {name: pd.to_datetime(frame[name]) for name in ("received_at", "judged_at")}
    return frame.assign(**moments).astype(RETURN_COLUMNS)


def findings_of_returned(
    archive: Archive, office: Office, ledger: Ledger, period: Period, moment: datetime
) -> Sequence[Finding]:
    """What was found in files of the period that do not count, which files came too late, and which nobody could identify.

    The month's run tells of unidentified and belated files that came in the 31 days before it.
    """
    returns = ledger.returns[ledger.returns["counts"]]
    answered = set(map(tuple, returns[["branch_code", "form", "period"]].to_numpy()))
    counted, freezes = set(returns["source"]), freezes_of(office, archive)
    told: list[Finding] = []
    for filing in archive.filings():
        here = filing.period == str(period)
        fresh = period.cadence is Cadence.MONTH and moment - HEARD < filing.received_at <= moment
        if filing.sha256[:12] not in counted and (
            (fresh and not filing.branch) or (here and filing.claim not in answered)
        ):
            told += archive.findings(filing)
        if (here or fresh) and filing.branch and freezes.passed(filing):
            told.append(belated(filing, freezes))
    return told


def belated_for(archive: Archive, office: Office, seal: Seal) -> Sequence[Finding]:
    """F01 of every return of a sealed period that came too late for it."""
    return belated_among([filing for filing in archive.filings() if filing.period == seal.period], office, archive)


def belated_among(filings: Sequence[Filing], office: Office, archive: Archive) -> Sequence[Finding]:
    """F01 of those of these files that came too late to count."""
    freezes = freezes_of(office, archive)
    return [belated(filing, freezes) for filing in filings if filing.branch and freezes.passed(filing)]


def belated(filing: Filing, freezes: Freezes) -> Finding:
    """F01 of a file that came after its period was frozen or sealed."""
    how = "封存" if (filing.form, filing.period) in freezes.sealed else "冻结"
    message = F01.message.format(period=filing.period, how=how, verdict=filing.verdict)
    return Finding(F01, Place(filing.name), message, branch=filing.branch, source=filing.sha256[:12])
