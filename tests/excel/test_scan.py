import pytest

from zoneproc.excel.package import Limits, Refused
from zoneproc.excel.scan import attributes, scan_sheet


def test_counts_beyond_reason_are_refused():
    part = b'<mergeCell ref="A1:A2"/>' * 50_001
    with pytest.raises(Refused):
        scan_sheet(part, Limits())


def test_more_cells_than_allowed_are_refused():
    part = b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 200 + b"</row>"
    with pytest.raises(Refused):
        scan_sheet(part, Limits(cells=100))


def test_attributes_are_told_by_their_local_name():
    assert attributes(b'<sheet name="a&amp;b" r:id=\'r1\' state="hidden"/>') == {
        "name": "a&b",
        "id": "r1",
        "state": "hidden",
    }
