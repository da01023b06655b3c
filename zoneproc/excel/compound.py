"""The compound file that holds an old .xls, a WPS .et or an encrypted workbook: its directory, and one stream of it.

Every chain is followed no further than the file itself is long, so headers that promise more cost nothing.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from zoneproc.excel.package import Refused

__all__ = ["SIGNATURE", "Compound"]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_MARKS = 0xFFFFFFFA  # this and above are no sectors
_ROOT, _STREAM = 5, 2
_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"


class _Entry(NamedTuple):
    name: str
    type: int
    start: int
    size: int


class Compound:
    """The streams of one compound file; raises `Refused` where its structure contradicts its size."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER:
            raise Refused("文件已损坏:内容不完整", _RESAVE)
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        tables, directory = struct.unpack_from("<II", data, 44)
        self._cutoff, small, small_tables, longer, longer_tables = struct.unpack_from("<IIIII", data, 56)
        counts = (tables, small_tables, longer_tables)
        if shift not in (9, 12) or small_shift != 6 or any(count << shift > len(data) for count in counts):
            raise Refused("文件已损坏:目录与大小不符", _RESAVE)
        self._size = 1 << shift
        self._table = self._numbers(self._table_sectors(tables, longer))
        self._entries = self._directory(self._stream(directory))
        self._small_table = self._numbers(self._chain(small, self._table))
        root = next((entry for entry in self._entries if entry.type == _ROOT), _Entry("", _ROOT, _MARKS, 0))
        self._small_stream = self._stream(root.start)

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders, in lower case."""
        return frozenset(entry.name.casefold() for entry in self._entries)

    def stream(self, *names: str) -> bytes:
        """The content of the first stream that has one of these names, b"" if none has."""
        wanted = [name.casefold() for name in names]
        entry = next((e for e in self._entries if e.type == _STREAM and e.name.casefold() in wanted), None)
        if entry is None:
            return b""
        if entry.size >= self._cutoff:
            return self._stream(entry.start)[: entry.size]
        sectors = self._chain(entry.start, self._small_table)
        return b"".join(self._small_stream[at * 64 : at * 64 + 64] for at in sectors)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _stream(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._table)))

    def _chain(self, start: int, table: Sequence[int]) -> list[int]:
        sectors: list[int] = []
        while start < len(table):
            if len(sectors) > len(table):
                raise Refused("文件已损坏:目录自相矛盾", _RESAVE)
            sectors.append(start)
            start = table[start]
        return sectors

    def _numbers(self, sectors: Sequence[int]) -> Sequence[int]:
        content = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _table_sectors(self, count: int, longer: int) -> list[int]:
        """Where the table of sectors is: the first 109 parts are named in the header, the others in a chain."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while len(sectors) < count and longer < _MARKS and longer not in seen:
            seen.add(longer)
            *more, longer = self._numbers([longer]) or (_MARKS,)
            sectors += more
        return [sector for sector in sectors[:count] if sector < _MARKS]

    @staticmethod
    def _directory(content: bytes) -> list[_Entry]:
        entries = []
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            raw, length, kind = struct.unpack_from("<64sHB", content, at)
            start, size = struct.unpack_from("<II", content, at + 116)
            if kind and 2 <= length <= 64:
                entries.append(_Entry(raw[: length - 2].decode("utf-16-le", "replace"), kind, start, size))
        return entries
