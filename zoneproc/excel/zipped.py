"""A zip put together from parts of which much is always the same: such stretches are deflated once and copied as they are.

A deflated stretch ends on a byte and refers to nothing before it, so stretches can be laid one after the other. The same
parts give the same bytes.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import pack

__all__ = ["Part", "Pieces", "Stretch", "zip_of"]

_USUAL = 3
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION, _DEFLATED = 20, 8
_TIME, _DATE = 0, 1 << 5 | 31  # 1980-01-31, as the Excel library has it
_LAST_BLOCK = b"\x03\x00"
"""An empty block that ends a deflated stream."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes that recur in many files: as they are, and deflated."""

    plain: bytes
    deflated: bytes

    @classmethod
    def of(cls, text: str, level: int = _USUAL) -> "Stretch":
        """A text deflated up to the end of a byte."""
        plain, packer = text.encode(), zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


Pieces = Sequence[str | Stretch]
"""A text in pieces, those deflated already among them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the zip."""

    name: str
    pieces: Pieces


def zip_of(parts: Iterable[Part]) -> bytes:
    """The zip of these parts, in their order; each is asked for when the one before is packed."""
    body, index, offset = [], [], 0
    for part in parts:
        name = part.name.encode()
        check, size, blocks = _packed(part.pieces)
        packed = sum(map(len, blocks))
        facts = pack("<HHHHHIIIHH", _VERSION, 0, _DEFLATED, _TIME, _DATE, check, packed, size, len(name), 0)
        head = pack("<I", _LOCAL) + facts + name
        body += [head, *blocks]
        index.append(pack("<IH", _CENTRAL, _VERSION) + facts + pack("<HHHII", 0, 0, 0, 0, offset) + name)
        offset += len(head) + packed
    size = sum(map(len, index))
    end = pack("<IHHHHIIH", _END, 0, 0, len(index), len(index), size, offset, 0)
    return b"".join((*body, *index, end))


def _packed(pieces: Pieces) -> tuple[int, int, list[bytes]]:
    """Check sum and size of the text, and its deflated blocks."""
    check, size, blocks = 0, 0, []
    for stretch in _stretches(pieces):
        check = zlib.crc32(stretch.plain, check)
        size += len(stretch.plain)
        blocks.append(stretch.deflated)
    return check, size, [*blocks, _LAST_BLOCK]


def _stretches(pieces: Pieces) -> Iterator[Stretch]:
    """The pieces, texts that follow each other deflated together."""
    texts: list[str] = []
    for piece in (*pieces, Stretch(b"", b"")):
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            yield Stretch.of("".join(texts))
            texts.clear()
        yield piece
