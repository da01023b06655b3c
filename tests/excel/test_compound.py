import pytest
from compounds import compound
from hostile import OLE, ole

from zoneproc.excel.compound import Compound
from zoneproc.excel.package import Refused


def test_streams_and_folders_are_found_by_name_in_any_case():
    found = Compound(compound({"Book": b"a" * 5000, "Other": b"b" * 9000}, ("_VBA_PROJECT_CUR",)))
    assert found.stream("workbook", "BOOK")[:5001] == b"a" * 5000 + b"\x00"
    assert found.stream("Other").startswith(b"b" * 9000)
    assert found.stream("none") == b""
    assert "_vba_project_cur" in found.names


@pytest.mark.parametrize("data", [OLE, OLE + bytes(504), ole(fat=0xFFFFFFF0), OLE + b"\xff" * 3000])
def test_headers_that_promise_more_than_the_file_holds_are_refused(data):
    with pytest.raises(Refused):
        Compound(data)


def test_sectors_in_a_circle_are_refused():
    with pytest.raises(Refused):
        Compound(ole()).stream("Workbook")


def test_a_table_longer_than_the_header_in_a_circle_ends():
    data = bytearray(compound({"Book": b"a" * 5000}))
    data[68:72] = (1).to_bytes(4, "little")
    data[44:48] = (5).to_bytes(4, "little")
    assert Compound(bytes(data)).stream("none") == b""
