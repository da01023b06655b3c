"""Where files that were read wait for their turn: on disk, so that the raw cells of thousands are never in memory at once."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from zoneproc.intake.submission import Submission

__all__ = ["Ticket", "Tray", "taken_from", "tray"]

Ticket = tuple[int, int]
"""Where a submission lies, and how long it is."""


@dataclass(frozen=True, slots=True)
class Tray:
    """Submissions laid down in a file."""

    file: IO[bytes]

    def put(self, submission: Submission) -> Ticket:
        """Lays a submission down; the ticket it is called by."""
        packed = pickle.dumps(submission, pickle.HIGHEST_PROTOCOL)
        at = self.file.seek(0, 2)
        self.file.write(packed)
        return at, len(packed)

    def packed(self, ticket: Ticket) -> bytes:
        """A submission as it lies there, to be handed on; `taken_from` unpacks it."""
        at, size = ticket
        self.file.seek(at)
        return self.file.read(size)


@contextmanager
def tray() -> Iterator[Tray]:
    """An empty tray; what lies on it is gone when the block ends."""
    with tempfile.TemporaryFile(prefix="zoneproc-") as file:
        yield Tray(file)


def taken_from(packed: bytes) -> Submission:
    """The submission that was laid down."""
    submission: Submission = pickle.loads(packed)  # noqa: S301  # written by this very program a moment ago
    return submission
