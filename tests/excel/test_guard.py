"""Hostile and foreign files end as a reason and an advice, quickly; robustness.md 1 and 3."""

import io
import time
import warnings
import zipfile

import openpyxl
import pytest
import workbooks
from compounds import compound, record, xls_stream
from workbooks import handmade, package

from zoneproc.excel.guard import Content, Facts, Unreadable, inspect
from zoneproc.excel.package import Limits
from zoneproc.excel.reading import read_book_bytes

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


HOSTILE = {
    "corner": handmade('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "prefixed": handmade(CELL + '<x:row r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>'),
    "apostrophes": handmade("<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c s='1' r='XFD2'><v>1</v></c></row>"),
    "spaced": handmade('<row r="1"><c\nr = "XFD1"><v>1</v></c></row>'),
    "row number": handmade('<row r="2147483647"><c><v>1</v></c></row>'),
    "entity in address": handmade('<row r="1"><c r="&#88;FD1"><v>1</v></c></row>'),
    "wide box": handmade(CELL + '<row r="199999"><c r="ZZ199999"><v>1</v></c></row>'),
    "doctype": handmade(CELL, head='<!DOCTYPE x [<!ENTITY a "b">]>'),
    "doctype utf-16": package(
        {"[Content_Types].xml": "spreadsheetml", "xl/workbook.xml": "<!DOCTYPE a><x/>".encode("utf-16")}
    ),
    "bomb": handmade(CELL + " " * 40_000_000),
    "claimed texts": handmade(CELL, **{"xl/sharedStrings.xml": '<sst count="1" uniqueCount="4294967295"></sst>'}),
    "backslash": handmade(CELL, **{"xl\\evil.xml": "<x/>"}),
    "climbing": handmade(CELL, **{"../evil.xml": "<x/>"}),
    "collision": handmade(CELL, **{"XL/Workbook.xml": "<x/>"}),
    "many sheets": handmade(CELL, **{"xl/workbook.xml": "<workbook>" + '<sheet name="a" r:id="r1"/>' * 201}),
    "encrypted": compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
    "locked": compound({"Workbook": xls_stream(b"", globals_=record(0x2F, bytes(6)))}),
    "word in ole": compound({"WordDocument": b"x"}),
    "short ole": compound({})[:100],
    "word": package({"[Content_Types].xml": "wordprocessingml", "word/document.xml": "<x/>"}),
    "mhtml": b"MIME-Version: 1.0\r\n",
    "xml 2003": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "7z": b"7z\xbc\xaf\x27\x1c rest",
    "utf-16 text": "姓名\t编号\r\n".encode("utf-16"),
    "html": "<html><table><tr><td>姓名</td></tr></table></html>".encode("gbk"),
    "csv": "姓名,编号\n张三,1\n".encode("gbk"),
    "empty": b"",
    "blank": b"\x00" * 100,
    "rar": b"Rar!\x1a\x07\x01\x00rest",
    "pdf": b"%PDF-1.7",
    "noise": bytes(range(256)) * 10,
    "cut": handmade(CELL)[:400],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_foreign_file_is_refused_quickly(name):
    started = time.perf_counter()
    verdict = read_book_bytes(HOSTILE[name])
    assert isinstance(verdict, Unreadable)
    assert verdict.reason
    assert verdict.advice
    assert time.perf_counter() - started < 2


def test_a_duplicate_member_is_refused():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        target = io.BytesIO(handmade(CELL))
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
    assert isinstance(inspect(target.getvalue()), Unreadable)


def test_limits_can_be_set():
    data = handmade(CELL + '<row r="3"><c r="A3"><v>1</v></c></row>' + '<row r="12345" s="1"/>')
    assert isinstance(inspect(data), Facts)
    assert isinstance(inspect(data, Limits(rows=2)), Unreadable)
    assert isinstance(inspect(data, Limits(entries=3)), Unreadable)
    assert isinstance(inspect(data, Limits(file_size=100)), Unreadable)
    assert isinstance(inspect(data, Limits(inflated_total=100)), Unreadable)


def test_styles_without_content_far_away_are_no_reason_to_refuse():
    facts = inspect(handmade(CELL + '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'))
    assert isinstance(facts, Facts)


def test_errors_uncached_formulas_hidden_rows_and_merges_are_brought_home():
    data = handmade(
        '<row r="2" hidden="1"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" s="1"/><c r="D2"><f>A1</f><v/></c></row>'
        '<row r="3"><c r="B3" t="str"><f>""</f><v></v></c><c r="C3"><f>1+1</f><v>2</v></c></row>'
    )
    facts = inspect(data)
    assert isinstance(facts, Facts)
    assert dict(facts.sheets["甲"].errors) == {(2, 1): "#DIV/0!", (2, 3): "公式没有保存结果"}
    assert facts.sheets["甲"].hidden_rows == {2}


def test_the_same_facts_are_found_under_a_prefix():
    facts = inspect(handmade('<x:row r="1"><x:c r="B1" t="e"><x:v>#REF!</x:v></x:c></x:row>'))
    assert isinstance(facts, Facts)
    assert dict(facts.sheets["甲"].errors) == {(1, 1): "#REF!"}


def test_merges_and_the_producer_are_read(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.merge_cells("B2:C4")
    workbook.save(tmp_path / "a.xlsx")
    facts = inspect((tmp_path / "a.xlsx").read_bytes())
    assert isinstance(facts, Facts)
    assert facts.sheets["Sheet"].merges == ((2, 1, 4, 2),)
    assert facts.producer
    assert facts.content is Content.XLSX


def test_a_sound_book_and_a_package_are_told_apart():
    data = workbooks.book({"甲": [["a"]]})
    for given, content in ((data, Content.XLSX), (package({"a.xlsx": data}), Content.ZIP)):
        facts = inspect(given)
        assert isinstance(facts, Facts)
        assert facts.content is content
