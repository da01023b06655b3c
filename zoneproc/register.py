"""The office's book of record (`register.db`, SQLite): who did what and when, what was sealed, put off and issued.

Entries are only ever added. Sealing, reopening and extending get the number of their line in the log, so the book can be
read as it stood at any earlier line.
"""

import getpass
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from zoneproc.workspace import ZoneprocError

__all__ = ["Event", "Extension", "Register", "RegisterError", "Seal", "at_this_desk"]

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Table → rows by field name, as written into a template."""
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
CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS seals (
    number INTEGER PRIMARY KEY, period TEXT NOT NULL, edition INTEGER NOT NULL, open INTEGER NOT NULL, at TEXT NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL, files INTEGER NOT NULL, digest TEXT NOT NULL, manifest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS extensions (
    number INTEGER PRIMARY KEY, branch TEXT NOT NULL, form TEXT NOT NULL, period TEXT NOT NULL, until TEXT NOT NULL,
    reason TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS issued (
    number INTEGER PRIMARY KEY, branch TEXT NOT NULL, form TEXT NOT NULL, period TEXT NOT NULL, rows TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS issued_to ON issued (branch, form, period);
"""


class RegisterError(ZoneprocError):
    """The register cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log: when, who, what was done, to what."""

    at: datetime
    who: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Extension:
    """A later deadline for one branch's return, and why."""

    branch: str
    form: str
    period: str
    until: datetime
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealing of a period (封存), or, where `open`, its reopening.

    `edition` counts the sealings of the period from 1. `files`: how many files the register held; what was entered later
    came after the seal. `digest` is the SHA-256 of `manifest`, the text of manifest.json; `number` the line in the log.
    """

    period: str
    edition: int
    at: datetime
    who: str
    reason: str = ""
    files: int = 0
    digest: str = ""
    manifest: str = ""
    open: bool = False
    number: int = 0


def at_this_desk() -> str:
    """The name under which the operator is logged in, "" if the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # what the library raises where no name is known
        return ""


@dataclass(frozen=True, slots=True)
class Register:
    """The book of one workspace in `folder`; with `until`, seals and extensions as they stood at that line of the log.

    `pending`: a seal about to be set, which holds already.
    """

    folder: Path
    until: int | None = None
    pending: Seal | None = None

    def prepare(self) -> None:
        """Makes the folder and the tables that are not there yet."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegisterError(f"建不了文件夹“{self.folder}”({error.strerror}),请检查权限和磁盘后重试。") from error
        with self.opened() as book:
            book.executescript(_TABLES)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of the block is entered, or nothing. Raises RegisterError if the file cannot be used."""
        path = self.folder / "register.db"
        try:
            connection = sqlite3.connect(path, timeout=30)
            try:
                with connection:
                    yield connection
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            raise RegisterError(
                f"登记簿“{path}”不能读写({error})。请检查磁盘空间、文件夹权限,并关闭占用它的程序后重试;已登记的内容没有改动。"
            ) from error

    def log(self, event: Event) -> None:
        """Enters one line."""
        with self.opened() as book:
            self.enter(book, event)

    @staticmethod
    def enter(book: sqlite3.Connection, event: Event) -> int:
        """Enters one line within an open transaction; its number comes back."""
        row = (text_of(event.at), event.who, event.what, event.detail)
        return book.execute("INSERT INTO log (at, who, what, detail) VALUES (?,?,?,?)", row).lastrowid or 0

    def events(self) -> Sequence[Event]:
        """The whole log, oldest first."""
        with self.opened() as book:
            rows = book.execute("SELECT at, who, what, detail FROM log ORDER BY number").fetchall()
        return [Event(datetime.fromisoformat(at), who, what, detail) for at, who, what, detail in rows]

    def extend(self, extension: Extension) -> None:
        """Enters a later deadline; the last one entered for a return holds."""
        names = f"{extension.branch} {extension.form} {extension.period}"
        detail = f"{names} 延至 {extension.until:%Y-%m-%d %H:%M}:{extension.reason}"
        claim = (extension.branch, extension.form, extension.period)
        with self.opened() as book:
            number = self.enter(book, Event(extension.at, extension.who, "延期", detail))
            row = (number, *claim, text_of(extension.until), extension.reason, extension.who, text_of(extension.at))
            book.execute("INSERT INTO extensions VALUES (?,?,?,?,?,?,?,?)", row)

    def extensions(self) -> Mapping[tuple[str, str, str], Extension]:
        """The extensions that hold, by branch, form and period."""
        query = "SELECT branch, form, period, until, reason, who, at FROM extensions WHERE number <= ? ORDER BY number"
        with self.opened() as book:
            rows = book.execute(query, (self._until,)).fetchall()
        return {
            (branch, form, period): Extension(
                branch, form, period, datetime.fromisoformat(until), reason, who, datetime.fromisoformat(at)
            )
            for branch, form, period, until, reason, who, at in rows
        }

    def seal(self, seal: Seal) -> Seal:
        """Enters a sealing or a reopening; it comes back with its number."""
        what = "解封" if seal.open else "封存"
        detail = f"{seal.period} 第 {seal.edition} 次" + (f":{seal.reason}" if seal.reason else "")
        with self.opened() as book:
            number = self.enter(book, Event(seal.at, seal.who, what, detail))
            row = (number, seal.period, seal.edition, seal.open, text_of(seal.at), seal.who, seal.reason)
            book.execute(
                "INSERT INTO seals VALUES (?,?,?,?,?,?,?,?,?,?)", (*row, seal.files, seal.digest, seal.manifest)
            )
        return replace(seal, number=number)

    def acts(self) -> Sequence[Seal]:
        """Every sealing and reopening, in order."""
        query = "SELECT * FROM seals WHERE number <= ? ORDER BY number"
        with self.opened() as book:
            rows = book.execute(query, (self._until,)).fetchall()
        return [
            Seal(
                period, edition, datetime.fromisoformat(at), who, reason, files, digest, manifest, bool(opened), number
            )
            for number, period, edition, opened, at, who, reason, files, digest, manifest in rows
        ]

    def seals(self) -> Mapping[str, Seal]:
        """The seals that hold, by period: the last act on the period was a sealing."""
        acts = [*self.acts(), *([self.pending] if self.pending else [])]
        last = {act.period: act for act in acts}
        return {period: act for period, act in last.items() if not act.open}

    @property
    def _until(self) -> int:
        return 2**62 if self.until is None else self.until

    def issue(self, claim: tuple[str, str, str], rows: Rows, event: Event) -> None:
        """Keeps what was written into the template of a branch, form and period; earlier issues stay."""
        self.issue_all([(claim, rows, event)])

    def issue_all(self, issued: Iterable[tuple[tuple[str, str, str], Rows, Event]]) -> None:
        """Keeps what was written into many templates, in one transaction."""
        with self.opened() as book:
            for claim, rows, event in issued:
                plain = {table: [_plain(row) for row in listed] for table, listed in rows.items()}
                text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
                book.execute("INSERT INTO issued VALUES (?,?,?,?,?)", (self.enter(book, event), *claim, text))

    def issued(self, claim: tuple[str, str, str], by: datetime | None = None) -> Rows:
        """What was last issued for a branch, form and period, at the latest `by`; nothing if no template was written.

        Cells are texts, numbers and truth values as JSON keeps them; dates are ISO texts, which every `Field.parse` reads.
        """
        return next(self.issued_each([(claim, by or datetime.max)]))  # noqa: DTZ901

    def issued_each(self, asked: Iterable[tuple[tuple[str, str, str], datetime]]) -> Iterator[Rows]:
        """As `issued`, for many at once: what was asked for, and by when."""
        query = "SELECT rows FROM issued JOIN log USING (number) WHERE branch = ? AND form = ? AND period = ?"
        latest = " AND at <= ? ORDER BY number DESC LIMIT 1"
        with self.opened() as book:
            for claim, by in asked:
                found = book.execute(query + latest, (*claim, text_of(by))).fetchone()
                yield json.loads(found[0]) if found else {}

    def issues(self) -> Mapping[tuple[str, str, str], Sequence[tuple[datetime, int]]]:
        """When something was issued for a branch, form and period, and the number of that line; in order."""
        query = "SELECT branch, form, period, at, number FROM issued JOIN log USING (number) ORDER BY number"
        with self.opened() as book:
            rows = book.execute(query).fetchall()
        issued: dict[tuple[str, str, str], list[tuple[datetime, int]]] = {}
        for *claim, at, number in rows:
            issued.setdefault((claim[0], claim[1], claim[2]), []).append((datetime.fromisoformat(at), number))
        return issued


def text_of(moment: datetime) -> str:
    """A moment as the register writes it."""
    return moment.isoformat(sep=" ", timespec="seconds")


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """A row as JSON can hold it; keys that are no fields (`_own`, `_marks`) are left out."""
    return {name: _cell(value) for name, value in row.items() if not name.startswith("_") and value is not None}


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return text_of(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ";".join(str(part) for part in value)
    if isinstance(value, bool | int | float | str):
        return value
    return value.item() if hasattr(value, "item") else str(value)
