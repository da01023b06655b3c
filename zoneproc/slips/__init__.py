"""退回修改单: for every file that was not simply taken, a healed copy to correct and send back (promises 15 and 16).

Slips follow from the archive and its register alone: one that is missing is written again, none is written twice.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zoneproc.archive import ACCEPTED, Archive, Claim, Filing
from zoneproc.checks import CHECKS, as_ruled
from zoneproc.crew import in_turn
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.excel.slip import write_note
from zoneproc.excel.slip_copies import write_slip_copy
from zoneproc.findings import Finding, in_order
from zoneproc.intake import Submission, submission_in
from zoneproc.intake.packet import opened
from zoneproc.intake.tray import Tray
from zoneproc.office import RETURNS, Office, reread
from zoneproc.period import Period
from zoneproc.rounds import answers_given, trace_lives
from zoneproc.rules import RuleBook, Ruleset
from zoneproc.slips.comparison import lost_values
from zoneproc.slips.contents import Case, item_of, slip_of
from zoneproc.workspace import Workspace, flushed

__all__ = ["lost_values", "write_slips"]

FOLDER, UNKNOWN, LATE = "退回", "未识别文件", "封存后收到"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_UNKNOWN_ADVICE = (
    "下列文件没有登记为任何支部的报表。请与报送人联系,按“怎么办”处理后重新报送。",
    "请用党委办公室发的模板填写;封面的模板代号、党支部编码、报告期请勿改动。文件名不影响识别。",
)


def write_slips(
    workspace: Workspace,
    archive: Archive,
    office: Callable[[], Office],
    echo: Callable[[str], None],
    aside: Tray,
) -> Sequence[Path]:
    """Writes the slip of every kept file that was not simply taken and has none yet; the slips written.

    `output/<报告期>/退回/<支部简称>/退回修改单_<表>_<报告期>_v<版本>.xlsx`; for files nobody could be found for, a plain note
    under the month of receipt. What was just read lies `aside`; other files are opened again. Raises TargetOpenError if a
    slip to be replaced is open in another program.
    """
    filings = archive.filings()
    paths = _paths(archive)
    wanting = [
        filing
        for filing in filings
        if filing.verdict != ACCEPTED and not (workspace.root / "output" / paths.get(filing.sha256, "?")).is_file()
    ]
    if not wanting:
        return []
    entered = paths.keys() & {filing.sha256 for filing in wanting}
    paths |= _new_paths(_Folders(_labels(office()), archive.book.seals().keys()), wanting, paths)
    echo(f"写退回修改单({len(wanting)} 份)……")
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    desk, found = _desk(office().rule_book, archive, wanting), archive.findings_of(wanting)
    orders = (
        _Order(
            filing,
            workspace.root / "output" / paths[filing.sha256],
            filing.sha256 in entered,
            found[filing.sha256],
            aside.submission(filing.sha256),
            aside.cells(filing.sha256),
        )
        for filing in wanting
    )
    written = list(in_turn(_Desk.write, desk, orders) if len(wanting) > 1 else map(desk.write, orders))
    # A slip is entered when it is on the disk: one that a run lost with its power is written again.
    flushed(written)
    with archive.register() as register:
        rows = [(filing.sha256, paths[filing.sha256]) for filing in wanting]
        register.executemany("INSERT OR REPLACE INTO slips VALUES (?,?)", rows)
    return written


def _paths(archive: Archive) -> dict[str, str]:
    with archive.register() as register:
        return dict(register.execute("SELECT sha256, path FROM slips").fetchall())


def _new_paths(folders: "_Folders", wanting: Sequence[Filing], paths: Mapping[str, str]) -> Mapping[str, str]:
    """Where slips are written that had no place yet."""
    used, new = {path.casefold() for path in paths.values()}, {}
    for filing in wanting:
        if filing.sha256 not in paths:
            new[filing.sha256] = _free(folders.path_of(filing), used)
            used.add(new[filing.sha256].casefold())
    return new


def _free(path: str, used: Container[str]) -> str:
    """The path, numbered if another file's slip has it: two files can bear the same version number."""
    number, free = 1, path
    while free.casefold() in used:
        number += 1
        free = f"{path.removesuffix('.xlsx')}({number}).xlsx"
    return free


def _desk(rule_book: RuleBook, archive: Archive, wanting: Sequence[Filing]) -> "_Desk":
    """The desk for the slips of these files."""
    claims, latest = {filing.claim for filing in wanting}, dict[Claim, int]()
    for other in archive.filings():
        if other.claim in claims:
            latest[other.claim] = max(other.version, latest.get(other.claim, 0))
    lives, answers = trace_lives(archive), answers_given(archive)
    known = {filing.sha256: lives[filing.sha256] for filing in wanting if filing.sha256 in lives}
    given = {claim: answers[claim] for claim in claims if claim in answers}
    periods = {filing.period for filing in wanting if filing.branch}
    rules = {period: rule_book.on(Period.parse(period).end) for period in periods}
    return _Desk(rules, archive, latest, known, given)


def _labels(office: Office) -> Mapping[str, str]:
    """Short names for the folders; branches that share one get their code behind it."""
    names = office.ledger["organisations"].drop_duplicates("org_code", keep="last").set_index("org_code")["short_name"]
    known = {str(code): str(name) for code, name in names.dropna().items()}
    shared = Counter(known.values())
    return {code: name if shared[name] == 1 else f"{name}{code}" for code, name in known.items()}


@dataclass(frozen=True, slots=True)
class _Folders:
    """Where slips go: the short names of the branches, and the sealed periods."""

    labels: Mapping[str, str]
    sealed: Container[str]

    def path_of(self, filing: Filing) -> str:
        if not filing.branch:
            stem = _UNSAFE.sub("_", filing.name.rpartition(".")[0] or filing.name)[-60:]
            return f"{self._folder(f'{filing.received_at:%Y-%m}')}/{UNKNOWN}/退回说明_{stem}.xlsx"
        label = _UNSAFE.sub("_", self.labels.get(filing.branch, filing.branch))
        name = f"退回修改单_{filing.form}_{filing.period}_v{filing.version}.xlsx"
        return f"{self._folder(filing.period)}/{label}/{name}"

    def _folder(self, period: str) -> str:
        """Where the slips of a period lie; nothing is added to the results of a sealed one."""
        return f"{LATE if period in self.sealed else period}/{FOLDER}"


@dataclass(frozen=True, slots=True)
class _Order:
    """One slip to be written: of which file, where, what was found; to the disk at once if it is entered there already.

    `submission` and `cells` are what was just read of the file, packed; nothing if it was not.
    """

    filing: Filing
    path: Path
    flush: bool
    findings: Sequence[Finding]
    submission: bytes
    cells: bytes


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where slips are written: everything one file's slip may need to know.

    `rules` are those in force at the end of each period, `latest` the highest versions by claim.
    """

    rules: Mapping[str, Ruleset]
    archive: Archive
    latest: Mapping[Claim, int]
    lives: Mapping[str, Mapping[str, str]]
    answers: Mapping[Claim, Mapping[str, str]]

    def write(self, order: _Order) -> Path:
        """Writes a slip to its place."""
        filing, path, flush = order.filing, order.path, order.flush
        known = self._opened(order) if filing.branch else None
        if known is None:
            items = [item_of(each) for each in order.findings]
            return write_note(path, f"退回说明 — {filing.name}", _UNKNOWN_ADVICE, items, flush=flush)
        book, submission = known
        return write_slip_copy(path, slip_of(self._case(order, submission), book), flush=flush)

    def _opened(self, order: _Order) -> tuple[RawBook, Submission] | None:
        """What stands in a file and what was read of it, None if it cannot be opened."""
        filing, archive = order.filing, self.archive
        if order.cells:
            submission, read = opened(order.submission, order.cells, RETURNS)
            return read, reread(archive, filing, submission)
        data = archive.data(filing)
        book = read_book_bytes(data)
        if not isinstance(book, RawBook):
            return None
        return book, reread(
            archive, filing, submission_in(filing.name, data, book, {filing.form: RETURNS[filing.form]})
        )

    def _case(self, order: _Order, submission: Submission) -> Case:
        filing, rules = order.filing, self.rules[order.filing.period]
        return Case(
            filing=filing,
            submission=submission,
            findings=in_order(as_ruled(order.findings, rules, rules.day)),
            answers=self.answers.get(filing.claim, {}),
            lives=self.lives.get(filing.sha256, {}),
            next_version=min(self.latest[filing.claim] + 1, 99),
            correction_days=int(rules.number("correction_days")),
        )
