"""What was read of one file, packed by the process that read it and unpacked by whoever judges it; in between it lies and travels.

Apart from the module that starts those processes, because they need nothing of it: they import less, and start sooner.
"""

import io
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

    `cells`: all that stands in the file, for whoever answers it; nothing of a file that is nobody's. What the submission
    says already is not said again there, so that the cells are opened together with it.
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
    parts = io.BytesIO()
    packer = pickle.Pickler(parts, pickle.HIGHEST_PROTOCOL)
    packer.dump(replace(submission, identity=identity))
    size = parts.tell()
    if identity is not None and isinstance(book, RawBook):
        packer.dump(_without_lists(book))
    whole = parts.getvalue()
    return Packet(identity, whole[:size], whole[size:])


def _without_lists(book: RawBook) -> RawBook:
    """What stands in a file but for the lists of its drop-downs, which are long and the same in all."""
    return replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.title != LISTS_SHEET))


def unpacked(data: bytes, forms: Mapping[str, Form]) -> Submission:
    """The submission that was packed; its form is one of these."""
    return _known_form(pickle.loads(data), forms)  # noqa: S301  # packed by this very program a moment ago


def opened(data: bytes, cells: bytes, forms: Mapping[str, Form]) -> tuple[Submission, RawBook]:
    """The submission that was packed, and all that stands in its file."""
    unpacker = pickle.Unpickler(io.BytesIO(data + cells))  # noqa: S301  # as above
    return _known_form(unpacker.load(), forms), unpacker.load()


def _known_form(submission: Submission, forms: Mapping[str, Form]) -> Submission:
    if submission.identity is None:
        return submission
    form = next(form for form in forms.values() if form.id == submission.identity.form.id)
    return replace(submission, identity=replace(submission.identity, form=form))
