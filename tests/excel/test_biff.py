"""What an .xls hides from calamine is found in its records ([MS-XLS])."""

import struct

import pytest
from compounds import compound, record, xls_stream

from zoneproc.excel.biff import is_encrypted, xls_facts
from zoneproc.excel.compound import Compound
from zoneproc.excel.guard import Facts, inspect
from zoneproc.excel.package import Limits, Refused

ERROR = record(0x0205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))
TRUE = record(0x0205, struct.pack("<HHHBB", 1, 2, 0, 1, 0))
FAILED = record(0x06, struct.pack("<HHH", 2, 3, 0) + b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(8))
COMPUTED = record(0x06, struct.pack("<HHHd", 2, 4, 0, 1.5) + bytes(8))
HIDDEN_ROW = record(0x0208, struct.pack("<HHHHHHI", 7, 0, 1, 255, 0, 0, 0x20))
SHOWN_ROW = record(0x0208, struct.pack("<HHHHHHI", 8, 0, 1, 255, 0, 0, 0))
HIDDEN_COLUMNS = record(0x7D, struct.pack("<HHHHHH", 5, 6, 256, 15, 1, 0))
MERGED = record(0xE5, struct.pack("<HHHHH", 1, 4, 6, 1, 2))
CHART = record(0x0809, bytes(16)) + record(0x0205, struct.pack("<HHHBB", 9, 9, 0, 0, 1)) + record(0x0A)


def facts(cells: bytes, **given) -> Facts:
    return xls_facts(Compound(compound({"Workbook": xls_stream(cells, **given)})), Limits())


def test_errors_hidden_rows_columns_and_merges_are_brought_home():
    sheet = facts(ERROR + TRUE + FAILED + COMPUTED + HIDDEN_ROW + SHOWN_ROW + HIDDEN_COLUMNS + MERGED + CHART).sheets[
        "甲"
    ]
    assert dict(sheet.errors) == {(2, 1): "#N/A", (3, 3): "#DIV/0!"}
    assert sheet.hidden_rows == {8}
    assert sheet.hidden_columns == {5, 6}
    assert sheet.merges == ((5, 1, 7, 2),)


def test_what_is_known_of_the_book():
    own, other = struct.pack("<HH", 1, 0x0401), struct.pack("<HH", 1, 12) + bytes(20)
    plain = facts(b"", globals_=record(0x01AE, own))
    assert (plain.links, plain.date1904, plain.macros) == (False, False, False)
    told = facts(b"", globals_=record(0x01AE, other) + record(0x22, b"\x01\x00"))
    assert (told.links, told.date1904) == (True, True)
    data = compound({"Workbook": xls_stream(b"")}, ("_VBA_PROJECT_CUR",))
    assert xls_facts(Compound(data), Limits()).macros


def test_a_password_is_seen_and_a_wide_grid_refused():
    assert is_encrypted(Compound(compound({"Workbook": xls_stream(b"", globals_=record(0x2F, bytes(6)))})))
    assert not is_encrypted(Compound(compound({"Workbook": xls_stream(ERROR)})))
    far = record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0))
    with pytest.raises(Refused):
        facts(ERROR + far)


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_records_cut_anywhere_never_raise(cut):
    stream = xls_stream(ERROR + FAILED + HIDDEN_ROW + MERGED, globals_=record(0x22))
    inspect(compound({"Workbook": stream[:cut]}))
