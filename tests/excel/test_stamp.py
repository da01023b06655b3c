"""The stamp that tells which workbook this is."""

from zoneproc.excel.stamp import STAMP_KEYS, packed, unpacked


def test_packed_stamp_round_trips():
    stamp = dict(zip(STAMP_KEYS, ("MON", "a1b2c3d4e5f6", "", "2026-03"), strict=True))
    assert unpacked(packed(stamp)) == stamp
    assert unpacked("something else") == {}
    assert unpacked(f'="{packed(stamp)}"') == stamp
