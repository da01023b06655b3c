"""What ever came in, kept once and untouched, and the register that says what became of it.

`archive/` holds every distinct file under the month of its arrival; the register holds one row per file: hash, names,
size, when it was first seen and received, and, once it was identified, branch, form, period, version and verdict.
Which version counts is derived from the register by one rule (`counting`), never stored, so it can always be shown again.
"""

import hashlib
import re
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from zoneproc.findings import CODES, Finding, Place
from zoneproc.register import Event, Register, Rows, Seal, at_this_desk, text_of
from zoneproc.workspace import ZoneprocError, flushed, write_whole

ACCEPTED, QUERIED, PARTLY, SENT_BACK = "受理", "受理有疑问", "部分受理", "退回"


@dataclass(frozen=True, slots=True)
class Filing:
    """One file as the register knows it. Unidentified files have no form, branch or period.

    `entry` counts the files of the register: a later one was entered later. `judged_at`: when the verdict was given.
    """

    sha256: str
    name: str
    size: int
    kept_as: str
    received_at: datetime
    form: str = ""
    branch: str = ""
    period: str = ""
    version: int = 0
    verdict: str = ""
    codes: str = ""
    entry: int = field(default=0, compare=False)
    judged_at: datetime | None = field(default=None, compare=False)

    @property
    def accepted(self) -> bool:
        """Whether the file was taken, wholly or in part."""
        return self.verdict in (ACCEPTED, QUERIED, PARTLY)

    @property
    def claim(self) -> tuple[str, str, str]:
        """What the file claims to be: branch, form and period."""
        return self.branch, self.form, self.period


Claim = tuple[str, str, str]
"""Branch, form and period of a return."""


class ArchiveError(ZoneprocError):
    """A kept file is gone or no longer what it was."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The kept files of one workspace and their register; `as_of` a seal, as both stood when it was set.

    `pending` is a seal about to be set: what is computed under it is what will be sealed.
    """

    folder: Path
    files: int | None = None
    acts: int | None = None
    pending: Seal | None = None

    def __post_init__(self) -> None:
        if self.files is None:
            self.book.prepare()

    @property
    def book(self) -> Register:
        """The log, the seals, the extensions and what was issued."""
        return Register(self.folder, self.acts, self.pending)

    @property
    def cache(self) -> Path | None:
        """Where intermediate results lie, beside the archive; what was known at a seal is always worked out anew."""
        return self.folder.with_name("cache") if self.files is None else None

    def register(self) -> AbstractContextManager[sqlite3.Connection]:
        """The register, open for one transaction: for what is kept beside the files (traces, answers, slips)."""
        return self.book.opened()

    def as_of(self, seal: Seal) -> "Archive":
        """What was known when a period was sealed: files entered later are not in it."""
        return Archive(self.folder, seal.files, seal.number)

    def issue(self, branch: str, form: str, period: str, rows: Rows, at: datetime | None = None) -> None:
        """Keeps what was written into a branch's template."""
        moment = at or datetime.now()  # noqa: DTZ005  # the office's own clock
        event = Event(moment, at_this_desk(), "发模板", f"{branch} {form} {period}")
        self.book.issue((branch, form, period), rows, event)

    def issue_all(self, issued: Sequence[tuple[Claim, Rows]], at: datetime | None = None) -> None:
        """Keeps what was written into many templates, in one transaction."""
        moment, who = at or datetime.now(), at_this_desk()  # noqa: DTZ005  # the office's own clock
        self.book.issue_all([(claim, rows, Event(moment, who, "发模板", " ".join(claim))) for claim, rows in issued])

    def issued(self, branch: str, form: str, period: str, by: datetime | None = None) -> Rows:
        """What was last written into a branch's template, at the latest `by`: rows by table, dates as ISO texts."""
        return self.book.issued((branch, form, period), by)

    def issued_before(self, filings: Sequence[Filing]) -> Iterator[Rows]:
        """What had last been written into the template of each of these files when it came in; see `issued`."""
        return self.book.issued_each((filing.claim, filing.received_at) for filing in filings)

    def known(self) -> frozenset[str]:
        """The hashes of everything ever kept."""
        with self.register() as register:
            return frozenset(sha256 for (sha256,) in register.execute("SELECT sha256 FROM files"))

    def note_arrivals(self, arrivals: Sequence[tuple[str, str]], seen: datetime) -> None:
        """Notes under which names (hash, name) contents came in again; what was noted before stays as it was."""
        with self.register() as register:
            rows = [(*arrival, text_of(seen)) for arrival in arrivals]
            register.executemany("INSERT OR IGNORE INTO arrivals VALUES (?,?,?)", rows)

    def lay_down(self, filing: Filing, data: bytes) -> Filing:
        """Keeps the bytes of a file; the filing comes back with the place where they lie, and is to be entered."""
        kept_as = f"{filing.received_at:%Y-%m}/{filing.sha256[:12]}_{_safe(filing.name)}"
        target = self.folder / kept_as
        # What a run left that lost its power before the file was entered may not be what was written.
        if not (target.is_file() and target.read_bytes() == data):
            write_whole(target, lambda draft: _write_bytes(draft, data), flush=False)
        return replace(filing, kept_as=kept_as)

    def enter(self, judged: Sequence[tuple[Filing, Sequence[Finding]]], seen: datetime) -> Sequence[Filing]:
        """Enters files whose bytes lie here with their verdicts and what was found, in one transaction.

        What is entered lies on the disk, read-only. A crash before it repeats the step next time; a file already entered is not entered again.
        """
        who = at_this_desk()
        fresh = [path for filing, _ in judged if _writable(path := self.folder / filing.kept_as)]
        flushed(fresh)
        for path in fresh:
            path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        with self.register() as register:
            return [self._enter(register, filing, findings, Event(seen, who, "", "")) for filing, findings in judged]

    @staticmethod
    def _enter(register: sqlite3.Connection, filing: Filing, findings: Sequence[Finding], event: Event) -> Filing:
        seen = text_of(event.at)
        row = (
            *(filing.sha256, filing.name, filing.size, filing.kept_as, text_of(filing.received_at), seen),
            *(filing.form, filing.branch, filing.period, filing.version, filing.verdict, filing.codes),
        )
        told = [
            (filing.sha256, each.code.number, each.place.sheet, each.place.cell, each.message, each.value, each.subject)
            for each in findings
        ]
        entered = register.execute("INSERT OR IGNORE INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row).rowcount
        register.execute("INSERT OR IGNORE INTO arrivals VALUES (?,?,?)", (filing.sha256, filing.name, seen))
        if entered:
            register.executemany("INSERT INTO findings VALUES (?,?,?,?,?,?,?)", told)
            Register.enter(register, replace(event, what=f"收表 {filing.verdict}", detail=filing.name))
        entry = register.execute("SELECT rowid FROM files WHERE sha256 = ?", (filing.sha256,)).fetchone()[0]
        return replace(filing, entry=entry, judged_at=event.at)

    def filings(self) -> Sequence[Filing]:
        """Every file ever kept, by time of receipt."""
        columns = (
            "sha256, name, size, kept_as, received_at, form, branch, period, version, verdict, codes, rowid, first_seen"
        )
        query = f"SELECT {columns} FROM files WHERE rowid <= ? ORDER BY received_at, sha256"  # noqa: S608  # our own names
        with self.register() as register:
            rows = register.execute(query, (2**62 if self.files is None else self.files,)).fetchall()
        return [_filing(row) for row in rows]

    def findings(self, filing: Filing) -> Sequence[Finding]:
        """What was found in a file when it was received."""
        return self.findings_of([filing])[filing.sha256]

    def findings_of(self, filings: Sequence[Filing]) -> Mapping[str, Sequence[Finding]]:
        """What was found in files when they were received, by their hashes."""
        query = "SELECT code, sheet, cell, message, value, subject FROM findings WHERE sha256 = ?"
        with self.register() as register:
            return {
                filing.sha256: [
                    Finding(CODES[code], Place(filing.name, *at), message, value, filing.branch, subject, filing.sha256)
                    for code, *at, message, value, subject in register.execute(query, (filing.sha256,))
                ]
                for filing in filings
            }

    def data(self, filing: Filing) -> bytes:
        """The file's bytes as they came in; raises ArchiveError if it is missing."""
        return self._bytes(filing.kept_as)

    def keep_office(self, name: str, data: bytes) -> str:
        """Keeps a rules workbook or master as it stood at a seal; its SHA-256 comes back."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.folder / _office_name(name, sha256)
        if not target.exists():
            write_whole(target, lambda draft: _write_bytes(draft, data))
        target.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        return sha256

    def office_data(self, name: str, sha256: str) -> bytes:
        """The bytes of a rules workbook or master kept at a seal; raises ArchiveError if it is missing."""
        return self._bytes(_office_name(name, sha256))

    def _bytes(self, kept_as: str) -> bytes:
        try:
            return (self.folder / kept_as).read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"档案里缺少文件“{kept_as}”({error.strerror})。请从备份恢复 archive 文件夹后重试。"
            ) from error


def _filing(row: Sequence[Any]) -> Filing:
    sha256, name, size, kept_as, received, *claimed, seen = row
    filing = Filing(sha256, name, size, kept_as, datetime.fromisoformat(received), *claimed)
    return replace(filing, judged_at=datetime.fromisoformat(seen))


def _office_name(name: str, sha256: str) -> str:
    return f"office/{sha256[:12]}_{_safe(name)}"


@dataclass(frozen=True, slots=True)
class Freezes:
    """What came too late to count.

    `at`: freeze time by form and period (C-5). `put_off`: deadlines extended for single returns, which move the freeze.
    `sealed`: for sealed forms and periods the last file entered before.
    """

    at: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    put_off: Mapping[Claim, datetime] = field(default_factory=dict)
    sealed: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def passed(self, filing: Filing) -> bool:
        """Whether a file came after its period was frozen or sealed (U08): kept, not scored."""
        key = (filing.form, filing.period)
        last = self.sealed.get(key)
        if last is not None and filing.entry > last:
            return True
        limit = self.at.get(key)
        return limit is not None and filing.received_at > max(limit, self.put_off.get(filing.claim, limit))


NEVER = Freezes()


def counting(filings: Sequence[Filing], freezes: Freezes = NEVER) -> dict[Claim, Filing]:
    """Which version counts for each claim: the accepted one with the highest 报送版本 (4/35, 4/37), if it came in time."""
    chosen: dict[Claim, Filing] = {}
    for filing in filings:
        if not filing.accepted or not filing.branch or freezes.passed(filing):
            continue
        rival = chosen.get(filing.claim)
        if rival is None or filing.version > rival.version:
            chosen[filing.claim] = filing
    return chosen


def _writable(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IWRITE)


def _write_bytes(target: Path, data: bytes) -> None:
    target.write_bytes(data)


def _safe(name: str) -> str:
    """The last part of a sender's file name with what Windows cannot keep replaced, at most 80 characters."""
    plain = re.sub(r'[<>:"|?*\x00-\x1f]', "_", re.split(r"[/\\]", name)[-1]).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:70]}{dot}{ending[:9]}" if dot else plain[:80]
