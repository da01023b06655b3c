"""What an .xlsb hides from calamine is found in its records ([MS-XLSB])."""

import struct
from datetime import datetime

import pytest
from compounds import binary_record as record
from compounds import wide
from hostile import relations_xml
from workbooks import package

from zoneproc.excel.facts import Content
from zoneproc.excel.guard import Unreadable, inspect
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.kinds import ErrorCell


def row(number: int, *, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBB", number, 0, 300, 0, 0x10 if hidden else 0) + bytes(5))


def cell(kind: int, column: int, content: bytes, look: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, look) + content)


def xlsb(cells: bytes, *, texts: bytes = b"", flags: int = 0, looks: bytes = b"") -> bytes:
    types = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    book = record(131) + record(153, struct.pack("<II", flags, 0) + wide("")) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("甲")) + record(144) + record(132)
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 9, 0, 9)) + record(145) + cells + record(146)
    sheet += (
        record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", 4, 6, 1, 2)) + record(178) + record(130)
    )
    root = relations_xml("xl/workbook.bin", "officeDocument")
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.bin" ContentType="{types}"/></Types>',
        "_rels/.rels": root,
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relations_xml("worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": sheet,
    }
    more = {"xl/sharedStrings.bin": texts, "xl/styles.bin": looks}
    return package(members | {name: part for name, part in more.items() if part})


CELLS = (
    row(0)
    + cell(5, 0, struct.pack("<d", 1.5))
    + cell(3, 2, b"\x2a")
    + row(3, hidden=True)
    + cell(11, 1, b"\x07" + bytes(10))
    + cell(1, 3, b"")
)


def test_errors_hidden_rows_and_merges_are_brought_home_and_values_read():
    found = read_book_bytes(xlsb(CELLS, flags=1))
    assert isinstance(found, RawBook)
    sheet = found.sheets[0]
    assert sheet.rows[0][:3] == [1.5, "", ErrorCell("#N/A")]
    assert sheet.rows[3][1] == ErrorCell("#DIV/0!")
    assert sheet.facts.hidden_rows == {4}
    assert sheet.facts.merges == ((5, 1, 7, 2),)
    assert (found.facts.content, found.facts.date1904, found.facts.blind) == (Content.XLSB, True, False)


def test_days_and_moments_are_told_from_numbers_by_their_look():
    """Looks of cells: general, the 14 of Excel for a day, and one of the book's own."""
    own = (
        record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 170) + wide("yyyy-mm-dd hh:mm")) + record(616)
    )
    forms = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 14, 170)]
    looks = record(278) + own + record(617, struct.pack("<I", 3)) + b"".join(forms) + record(618) + record(279)
    cells = [cell(5, look, struct.pack("<d", 46086.25), look) for look in range(3)]
    found = read_book_bytes(xlsb(row(0) + b"".join(cells), looks=looks))
    assert isinstance(found, RawBook)
    moment = datetime(2026, 3, 5, 6)
    assert found.sheets[0].rows[0][:3] == [46086.25, moment, moment]


def test_a_wide_grid_and_claimed_texts_are_refused():
    far = row(0) + cell(5, 0, struct.pack("<d", 1)) + row(1_048_575) + cell(5, 16_383, struct.pack("<d", 1))
    assert isinstance(inspect(xlsb(far)), Unreadable)
    assert isinstance(inspect(xlsb(CELLS, texts=record(159, struct.pack("<II", 1, 0xFFFFFFFF)))), Unreadable)


@pytest.mark.parametrize("cut", range(1, 80, 5))
def test_records_cut_anywhere_never_raise(cut):
    read_book_bytes(xlsb(CELLS[:cut]))
