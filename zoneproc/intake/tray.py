"""Where files that were read wait for their turn: on disk, so that the raw cells of thousands are never in memory at once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from zoneproc.intake.packet import Packet

__all__ = ["Ticket", "Tray", "tray"]

Ticket = tuple[int, int]
"""Where a submission lies, and how long it is."""


@dataclass(frozen=True, slots=True)
class Tray:
    """Packed submissions laid down in a file."""

    file: IO[bytes]

    def put(self, packet: Packet) -> Ticket:
        """Lays a submission down; the ticket it is called by."""
        at = self.file.seek(0, 2)
        self.file.write(packet.data)
        return at, len(packet.data)

    def packed(self, ticket: Ticket) -> bytes:
        """A submission as it lies there, to be handed on."""
        at, size = ticket
        self.file.seek(at)
        return self.file.read(size)


@contextmanager
def tray() -> Iterator[Tray]:
    """An empty tray; what lies on it is gone when the block ends."""
    with tempfile.TemporaryFile(prefix="zoneproc-") as file:
        yield Tray(file)
