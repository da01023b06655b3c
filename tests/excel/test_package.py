import io
import zipfile
from contextlib import suppress

import pytest
from workbooks import package

from zoneproc.excel.package import Limits, Package, Refused, member_name
from zoneproc.workspace import ZoneprocError


def test_a_bomb_costs_no_more_than_the_limit():
    bomb = package({"a": b"0" * 10_000_000})
    with pytest.raises(Refused):
        Package(bomb, Limits(inflated_entry=1000)).read("a")
    with pytest.raises(Refused):
        Package(bomb).read("a")
    assert len(Package(bomb, Limits(ratio=100_000)).read("a")) == 10_000_000


def test_names_are_those_the_sender_saw():
    """GBK names without the UTF-8 flag, even with a 0x5C second byte (dependencies.md 7)."""
    info = zipfile.ZipInfo("x")
    for encoding in ("gbk", "utf-8"):
        info.orig_filename = "三分公司/乗俓.xlsx".encode(encoding).decode("cp437")
        assert member_name(info) == "三分公司/乗俓.xlsx"


def test_a_member_that_is_cut_or_coded_strangely_is_refused():
    data = package({"a": b"abc" * 1000})
    damaged = data[:40] + b"\xff" * 8 + data[48:]
    with pytest.raises(Refused):
        Package(damaged).read("a")


def test_a_member_that_was_changed_is_refused_by_its_check_sum():
    changed = Package(package({"a": b"abcdef"}, stored=True).replace(b"abcdef", b"abcdeg"))
    with pytest.raises(Refused):
        changed.inflate(changed.infos[0])
    assert changed.read("a") == b"abcdeg"
    with zipfile.ZipFile(io.BytesIO(changed.repacked())) as archive:
        assert archive.testzip() == "a"


def test_who_opens_the_repacked_zip_sees_what_was_read_and_no_more():
    opened = Package(package({"一.xml": b"1" * 5000, "b": b"2", "c": b"3"}))
    assert opened.read("一.xml")
    assert opened.read("c")
    with zipfile.ZipFile(io.BytesIO(opened.repacked())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {"一.xml": b"1" * 5000, "c": b"3"}


def test_limits_come_from_the_settings_of_the_workspace():
    assert Limits.configured({}) == Limits()
    assert Limits.configured({"seconds": 5, "rows": 10}).rows == 10
    for wrong in ({"secs": 5}, {"rows": 0}, {"rows": "10"}, {"rows": True}):
        with pytest.raises(ZoneprocError):
            Limits.configured(wrong)


def test_a_member_that_is_not_there_is_empty():
    assert Package(package({"a": b"1"})).read("b") == b""


@pytest.mark.parametrize("place", range(46))
def test_a_directory_changed_anywhere_is_refused_and_never_raises_otherwise(place):
    """Packages are opened at home, not by a worker: a version zipfile does not know must not end the whole run."""
    data = bytearray(package({"a": b"abc" * 100}))
    start = data.rindex(b"PK\x01\x02") + place
    for value in (0x00, 0x5B, 0xFF):
        data[start] = value
        with suppress(Refused):
            opened = Package(bytes(data))
            for info in opened.infos:
                member_name(info)
                opened.inflate(info)
