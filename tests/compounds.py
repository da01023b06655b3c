"""Compound files and the records of old workbooks, written by hand: just enough of both to be read."""

import struct

SECTOR = 512


def compound(streams: dict[str, bytes], folders: tuple[str, ...] = ()) -> bytes:
    """A compound file with these streams, each long enough to stand in sectors of its own."""
    contents = [content.ljust(4096, b"\x00") for content in streams.values()]
    contents = [content + bytes(-len(content) % SECTOR) for content in contents]
    names = ["Root Entry", *streams, *folders]
    per_sector = SECTOR // 128
    directory_sectors = -(-len(names) // per_sector)
    table = [0xFFFFFFFD, *[n + 2 for n in range(directory_sectors - 1)], 0xFFFFFFFE]
    entries, at = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)], 1 + directory_sectors
    for name, content in zip(streams, contents, strict=True):
        count = len(content) // SECTOR
        table += [*range(at + 1, at + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, at, len(content)))
        at += count
    entries += [_entry(name, 1, 0, 0) for name in folders]
    assert len(table) <= SECTOR // 4
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\x00")
    return b"".join([_header(), struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))), directory, *contents])


def _header() -> bytes:
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    head = raw.ljust(64, b"\x00") + struct.pack("<HB", len(raw), kind)
    return head.ljust(116, b"\x00") + struct.pack("<II", start, size) + bytes(4)


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def xls_stream(cells: bytes, *, globals_: bytes = b"") -> bytes:
    """The stream of an .xls with one sheet 甲."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    title = "甲".encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, 1, 1) + title
    head = begin + globals_ + record(0x85, bound) + record(0x0A)
    bound = struct.pack("<IBBBB", len(head), 0, 0, 1, 1) + title
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + record(0x0A)
    return begin + globals_ + record(0x85, bound) + record(0x0A) + sheet


def binary_record(kind: int, content: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(content)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 127 else 0)])
        left >>= 7
        if not left:
            return number + size + content


def wide(text: str) -> bytes:
    """A text of an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
