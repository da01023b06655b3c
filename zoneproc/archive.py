"""What ever came in, kept once and untouched, and the register that says what became of it.

`archive/` holds every distinct file under the month of its arrival; `register.db` (SQLite) holds one row per file: hash,
names, size, when it was first seen and received, and, once it was identified, branch, form, period, version and verdict.
Which version counts is derived from the register by one rule (`counting`), never stored, so it can always be shown again.
"""

import re
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from zoneproc.findings import CODES, Finding, Place
from zoneproc.workspace import write_whole

ACCEPTED, QUERIED, PARTLY, SENT_BACK = "受理", "受理有疑问", "部分受理", "退回"
_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, kept_as TEXT NOT NULL,
    received_at TEXT NOT NULL, first_seen TEXT NOT NULL,
    form TEXT, branch TEXT, period TEXT, version INTEGER, verdict TEXT, codes TEXT
);
CREATE TABLE IF NOT EXISTS arrivals (sha256 TEXT NOT NULL, name TEXT NOT NULL, seen TEXT NOT NULL, UNIQUE (sha256, name));
CREATE TABLE IF NOT EXISTS findings (
    sha256 TEXT NOT NULL, code TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL, message TEXT NOT NULL,
    value TEXT NOT NULL, subject TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS findings_of_file ON findings (sha256);
CREATE TABLE IF NOT EXISTS traces (sha256 TEXT NOT NULL, trace TEXT NOT NULL, code TEXT NOT NULL, tbl TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS traces_of_file ON traces (sha256);
CREATE TABLE IF NOT EXISTS answers (
    sha256 TEXT NOT NULL, trace TEXT NOT NULL, answer TEXT NOT NULL, UNIQUE (sha256, trace)
);
CREATE TABLE IF NOT EXISTS slips (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS events (at TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Filing:
    """One file as the register knows it. Unidentified files have no form, branch or period."""

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

    @property
    def accepted(self) -> bool:
        """Whether the file was taken, wholly or in part."""
        return self.verdict in (ACCEPTED, QUERIED, PARTLY)

    @property
    def claim(self) -> tuple[str, str, str]:
        """What the file claims to be: branch, form and period."""
        return self.branch, self.form, self.period


@dataclass(frozen=True, slots=True)
class Archive:
    """The kept files of one workspace and their register."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._open() as register:
            register.executescript(_TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "register.db")
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def register(self) -> AbstractContextManager[sqlite3.Connection]:
        """The register, open for one transaction: for what is kept beside the files (traces, answers, slips)."""
        return self._open()

    def known(self) -> frozenset[str]:
        """The hashes of everything ever kept."""
        with self._open() as register:
            return frozenset(sha256 for (sha256,) in register.execute("SELECT sha256 FROM files"))

    def note_arrivals(self, arrivals: Sequence[tuple[str, str]], seen: datetime) -> None:
        """Notes under which names (hash, name) contents came in again; what was noted before stays as it was."""
        with self._open() as register:
            rows = [(*arrival, _text(seen)) for arrival in arrivals]
            register.executemany("INSERT OR IGNORE INTO arrivals VALUES (?,?,?)", rows)

    def keep(self, filing: Filing, data: bytes, seen: datetime, findings: Sequence[Finding] = ()) -> Filing:
        """Keeps the bytes read-only, then enters the file, its verdict and what was found in one transaction.

        A crash between the two repeats the step next time; a file already entered is not entered again.
        """
        kept_as = f"{filing.received_at:%Y-%m}/{filing.sha256[:12]}_{_safe(filing.name)}"
        target = self.folder / kept_as
        if not target.exists():
            write_whole(target, lambda draft: _write_bytes(draft, data))
            target.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        row = (
            *(filing.sha256, filing.name, filing.size, kept_as, _text(filing.received_at), _text(seen)),
            *(filing.form, filing.branch, filing.period, filing.version, filing.verdict, filing.codes),
        )
        told = [
            (filing.sha256, each.code.number, each.place.sheet, each.place.cell, each.message, each.value, each.subject)
            for each in findings
        ]
        arrival = (filing.sha256, filing.name, _text(seen))
        with self._open() as register:
            entered = register.execute("INSERT OR IGNORE INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row).rowcount
            register.execute("INSERT OR IGNORE INTO arrivals VALUES (?,?,?)", arrival)
            if entered:
                register.executemany("INSERT INTO findings VALUES (?,?,?,?,?,?,?)", told)
                register.execute("INSERT INTO events VALUES (?,?,?)", (_text(seen), filing.verdict, filing.name))
        return replace(filing, kept_as=kept_as)

    def filings(self) -> Sequence[Filing]:
        """Every file ever kept, by time of receipt."""
        columns = "sha256, name, size, kept_as, received_at, form, branch, period, version, verdict, codes"
        with self._open() as register:
            rows = register.execute(f"SELECT {columns} FROM files ORDER BY received_at, sha256").fetchall()  # noqa: S608
        return [
            Filing(sha256, name, size, kept_as, datetime.fromisoformat(received), *claimed)
            for sha256, name, size, kept_as, received, *claimed in rows
        ]

    def findings(self, filing: Filing) -> Sequence[Finding]:
        """What was found in a file when it was received."""
        columns = "code, sheet, cell, message, value, subject"
        with self._open() as register:
            rows = register.execute(f"SELECT {columns} FROM findings WHERE sha256 = ?", (filing.sha256,)).fetchall()  # noqa: S608
        return [
            Finding(CODES[code], Place(filing.name, sheet, cell), message, value, filing.branch, subject, filing.sha256)
            for code, sheet, cell, message, value, subject in rows
        ]

    def data(self, filing: Filing) -> bytes:
        """The file's bytes as they came in."""
        return (self.folder / filing.kept_as).read_bytes()


def counting(filings: Sequence[Filing], freezes: pd.DataFrame) -> dict[tuple[str, str, str], Filing]:
    """Which version counts for each claim: the accepted one with the highest 报送版本 (4/35, 4/37).

    A version received after the freeze of its period does not count (U08). `freezes`: columns form, period, freeze_at.
    """
    claims = zip(freezes["form"], freezes["period"], strict=True)
    limits: dict[tuple[str, str], datetime] = dict(zip(claims, freezes["freeze_at"], strict=True))
    chosen: dict[tuple[str, str, str], Filing] = {}
    for filing in filings:
        limit = limits.get((filing.form, filing.period))
        if not filing.accepted or not filing.branch or (limit is not None and filing.received_at > limit):
            continue
        rival = chosen.get(filing.claim)
        if rival is None or filing.version > rival.version:
            chosen[filing.claim] = filing
    return chosen


def _write_bytes(target: Path, data: bytes) -> None:
    target.write_bytes(data)


def _text(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def _safe(name: str) -> str:
    """The last part of a sender's file name with what Windows cannot keep replaced, at most 80 characters."""
    plain = re.sub(r'[<>:"|?*\x00-\x1f]', "_", re.split(r"[/\\]", name)[-1]).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:70]}{dot}{ending[:9]}" if dot else plain[:80]
