"""Where files that were read wait for their turn: on disk, so that the raw cells of thousands are never in memory at once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from zoneproc.intake.packet import Packet

__all__ = ["Tray", "tray"]

Ticket = tuple[int, int]
"""Where something lies, and how long it is."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What was read of files, laid down packed; `places` says where each lies by the hash of its file: submission and cells."""

    file: IO[bytes]
    places: dict[str, tuple[Ticket, Ticket]] = field(default_factory=dict)

    def put(self, sha256: str, packet: Packet) -> None:
        """Lays down what was read of a file."""
        self.places[sha256] = self._laid(packet.data), self._laid(packet.cells)

    def _laid(self, data: bytes) -> Ticket:
        at = self.file.seek(0, 2)
        self.file.write(data)
        return at, len(data)

    def submission(self, sha256: str) -> bytes:
        """A submission as it lies there, to be handed on; nothing if it does not."""
        return self._at(sha256, 0)

    def cells(self, sha256: str) -> bytes:
        """All that stands in a file as it lies there; nothing if it does not."""
        return self._at(sha256, 1)

    def _at(self, sha256: str, which: int) -> bytes:
        at, size = self.places[sha256][which] if sha256 in self.places else (0, 0)
        self.file.seek(at)
        return self.file.read(size)


@contextmanager
def tray() -> Iterator[Tray]:
    """An empty tray; what lies on it is gone when the block ends."""
    with tempfile.TemporaryFile(prefix="zoneproc-") as file:
        yield Tray(file)
