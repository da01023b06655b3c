"""Zips put together from parts deflated beforehand: any program unpacks them, and they hold what was put in."""

import io
import zipfile

from zoneproc.excel.zipped import Packing, Part, Stretch, zip_of

LONG = "责任区" * 20_000


def test_what_was_put_in_comes_out():
    parts = [
        Part("a.xml", ["甲", Stretch.of(LONG), "乙", "丙", Stretch.of("尾")]),
        Part("b/empty.xml", []),
        Part("b/text.xml", [LONG]),
    ]
    with zipfile.ZipFile(io.BytesIO(zip_of(parts))) as package:
        assert package.testzip() is None
        assert package.namelist() == ["a.xml", "b/empty.xml", "b/text.xml"]
        assert package.read("a.xml").decode() == f"甲{LONG}乙丙尾"
        assert package.read("b/empty.xml") == b""
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_a_stretch_is_deflated_once_and_stays_small():
    stretch = Stretch.of(LONG)
    assert len(stretch.deflated) < len(stretch.plain) / 50
    assert stretch.deflated in zip_of([Part("a", [stretch])])


def test_a_text_packed_while_it_is_written_comes_out_whole():
    packing = Packing()
    packing.write("头")
    packing.writelines([LONG] * 20)
    assert packing.begun
    assert len(packing.getvalue()) < 20 * len(LONG)
    packing.write("尾")
    with zipfile.ZipFile(io.BytesIO(zip_of([Part("a.xml", packing)]))) as package:
        assert package.testzip() is None
        assert package.read("a.xml").decode() == f"头{LONG * 20}尾"


def test_a_short_text_waits():
    packing = Packing()
    packing.writelines(["甲", "乙"])
    assert (packing.begun, packing.getvalue()) == (False, "甲乙")


def test_same_parts_give_same_bytes():
    assert zip_of([Part("a", [LONG])]) == zip_of([Part("a", [LONG[:9], LONG[9:]])])
