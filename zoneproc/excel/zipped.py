"""A zip put together from parts of which much is always the same: such stretches are deflated once and copied as they are.

A deflated stretch ends on a byte and refers to nothing before it, so stretches can be laid one after the other. The same
parts give the same bytes.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from struct import pack

__all__ = ["Packing", "Part", "Pieces", "Stretch", "zip_of"]

_USUAL = 3
_MUCH = 1 << 20
"""So many characters are not kept as they are."""
_LONG = 2
"""The level of what is long: a third less work than at 4, a tenth more bytes."""
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


Packed = tuple[int, int, list[bytes]]
"""Check sum and size of a text, and its deflated blocks."""


class Packing(StringIO):
    """A text that is deflated while it is written, so far as it is written by lines: long ones are never there whole."""

    def __init__(self) -> None:
        super().__init__()
        self._check, self._size = 0, 0
        self._blocks: list[bytes] = []

    @property
    def begun(self) -> bool:
        """Whether some of it is deflated."""
        return bool(self._blocks)

    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override]  # known as lines of bytes
        """Writes texts; if much has come together, it is deflated."""
        for line in lines:
            self.write(line)
            if self.tell() > _MUCH:
                self._deflate()

    def packed(self) -> Packed:
        """All of it; nothing is written afterwards."""
        self._deflate()
        return self._check, self._size, [*self._blocks, self._packer.flush()]

    def _deflate(self) -> None:
        plain = self.getvalue().encode()
        StringIO.__init__(self)  # begins anew; a buffer cut off would take four bytes a letter
        self._check, self._size = zlib.crc32(plain, self._check), self._size + len(plain)
        if not self.begun:
            self._packer = zlib.compressobj(_LONG, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._blocks.append(self._packer.compress(plain))


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the zip."""

    name: str
    pieces: Pieces | Packing


def zip_of(parts: Iterable[Part]) -> bytes:
    """The zip of these parts, in their order; each is asked for when the one before is packed."""
    body, index, offset = [], [], 0
    for part in parts:
        name = part.name.encode()
        check, size, blocks = part.pieces.packed() if isinstance(part.pieces, Packing) else _packed(part.pieces)
        packed = sum(map(len, blocks))
        facts = pack("<HHHHHIIIHH", _VERSION, 0, _DEFLATED, _TIME, _DATE, check, packed, size, len(name), 0)
        head = pack("<I", _LOCAL) + facts + name
        body += [head, *blocks]
        index.append(pack("<IH", _CENTRAL, _VERSION) + facts + pack("<HHHII", 0, 0, 0, 0, offset) + name)
        offset += len(head) + packed
    size = sum(map(len, index))
    end = pack("<IHHHHIIH", _END, 0, 0, len(index), len(index), size, offset, 0)
    return b"".join((*body, *index, end))


def _packed(pieces: Pieces) -> Packed:
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
