"""What was read of one file, packed by the process that read it and unpacked by whoever judges it; in between it lies and travels.

Apart from the module that starts those processes, because they need nothing of it: they import less, and start sooner.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zoneproc.excel.package import Limits, Unreadable
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.excel.stamp import LISTS_SHEET
from zoneproc.intake.identify import Identity
from zoneproc.intake.submission import Submission, submission_in, unreadable
from zoneproc.schema import Form

__all__ = ["Packet", "opened", "packed", "read_packed", "unpacked"]


@dataclass(frozen=True, slots=True)
class Packet:
    """A submission on its way. `identity` tells whose it is; its form has no tables: a form is large, and known everywhere.

    `cells`: all that stands in the file, packed by itself, for whoever answers it; nothing of a file that is nobody's.
    """

    identity: Identity | None
    data: bytes
    cells: bytes = b""


def read_packed(forms: Mapping[str, Form], limits: Limits, file: tuple[str, bytes | Unreadable]) -> Packet:
    """The file of this name, read for the first of `forms` it is."""
    name, data = file
    if isinstance(data, Unreadable):
        return packed(unreadable(name, b"", data))
    book = read_book_bytes(data, limits)
    return packed(submission_in(name, data, book, forms), book)


def packed(submission: Submission, book: RawBook | Unreadable | None = None) -> Packet:
    """The submission, fit to travel, and `book`, what it was read from."""
    identity = submission.identity
    if identity is not None:
        identity = replace(identity, form=replace(identity.form, tables=()))
    data = pickle.dumps(replace(submission, identity=identity), pickle.HIGHEST_PROTOCOL)
    return Packet(identity, data, _cells(book) if identity is not None and isinstance(book, RawBook) else b"")


def _cells(book: RawBook) -> bytes:
    """What stands in a file but for the lists of its drop-downs, which are long and the same in all."""
    sheets = tuple(sheet for sheet in book.sheets if sheet.title != LISTS_SHEET)
    return pickle.dumps(replace(book, sheets=sheets), pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes, forms: Mapping[str, Form]) -> Submission:
    """The submission that was packed; its form is one of these."""
    submission: Submission = pickle.loads(data)  # noqa: S301  # packed by this very program a moment ago
    if submission.identity is None:
        return submission
    form = next(form for form in forms.values() if form.id == submission.identity.form.id)
    return replace(submission, identity=replace(submission.identity, form=form))


def opened(cells: bytes) -> RawBook:
    """What stands in the file whose cells were packed."""
    book: RawBook = pickle.loads(cells)  # noqa: S301  # packed by this very program a moment ago
    return book
