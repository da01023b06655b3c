"""One file as read: whose it is, its raw tables with their addresses, and what is wrong with it as a file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from zoneproc.excel.package import LIMITS, Limits
from zoneproc.excel.reading import RawBook, Unreadable, read_book_bytes
from zoneproc.findings import Finding, Place, Severity
from zoneproc.intake.answers import read_answers
from zoneproc.intake.codes import S03, told
from zoneproc.intake.identify import Identity, identify
from zoneproc.intake.rows import RawTable
from zoneproc.intake.sheets import Reading, read_tables
from zoneproc.intake.sightings import sightings
from zoneproc.kinds import clean_text
from zoneproc.schema import Form

__all__ = ["Submission", "read_submission", "submission_in", "unreadable"]


@dataclass(frozen=True, slots=True)
class Submission:
    """One file read. `identity` is None if it could not be identified; then there are no tables, but a finding says why.

    `tables`: what could be read, by table name, the cover among them; `cover`: field → raw cell of the cover. `answers`:
    what the branch says to earlier findings, by their trace.
    """

    file: str
    sha256: str
    size: int
    identity: Identity | None = None
    tables: Mapping[str, RawTable] = field(default_factory=dict)
    cover: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether something about the file forbids taking it as a return."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)

    def place(self, table: str, row: int, name: str = "") -> Place:
        """The sender's own cell behind a row and field of a table."""
        raw = self.tables.get(table)
        return Place(self.file) if raw is None else Place(self.file, raw.title, raw.cell(row, name))


def read_submission(
    name: str, data: bytes | Unreadable, forms: Mapping[str, Form], limits: Limits = LIMITS
) -> Submission:
    """The file called `name`, read for the first of `forms` it is. Never raises: a broken file is a finding (S03)."""
    if isinstance(data, Unreadable):
        return unreadable(name, b"", data)
    return submission_in(name, data, read_book_bytes(data, limits), forms)


def submission_in(name: str, data: bytes, book: RawBook | Unreadable, forms: Mapping[str, Form]) -> Submission:
    """`read_submission` of a file that has been opened: `book` is what is in `data`."""
    if isinstance(book, Unreadable):
        return unreadable(name, data, book)
    try:
        return _submission(name, book, forms)
    except Exception as error:  # noqa: BLE001  # the per-file boundary: whatever a file does to us costs that file only
        return unreadable(name, data, Unreadable(f"内容无法解读({clean_text(str(error))[:80]})", "请联系党委办公室。"))


def unreadable(name: str, data: bytes, why: Unreadable) -> Submission:
    """What is known of a file that cannot be taken: one finding, which says why and what to do."""
    finding = told(S03, Place(name), reason=why.reason, advice=why.advice)
    return Submission(name, hashlib.sha256(data).hexdigest(), len(data), findings=(finding,))


def _submission(name: str, book: RawBook, forms: Mapping[str, Form]) -> Submission:
    identity = identify(book, forms, name)
    if isinstance(identity, Finding):
        return Submission(name, book.sha256, book.size, findings=(identity,))
    reading: Reading = read_tables(name, book, identity.form)
    cover = next((raw for raw in reading.tables.values() if raw.vertical), None)
    items = {item: cells[0] for item, cells in cover.values.items()} if cover is not None else {}
    answers = read_answers(book)
    findings = (*reading.findings, *sightings(name, book, reading.tables))
    return Submission(name, book.sha256, book.size, identity, reading.tables, items, findings, answers)
