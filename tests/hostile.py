"""Hostile files made on the spot (robustness.md 1), and work that hurts whoever does it; all importable by workers."""

import io
import os
import struct
import time
import warnings
import zipfile
import zlib
from pathlib import Path

from workbooks import handmade, package

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>'
TEXT = '<row r="1"><c r="A1" t="inlineStr"><is><t>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "urn:oasis:names:tc:opendocument:xmlns"


def with_bomb(name: str, before: bytes, size: int, after: bytes) -> bytes:
    """A sound workbook, one of whose parts is blown up by blanks."""
    return handmade(CELL, **{name: before + b" " * size + after})


def swollen(before: str, filler: str, megabytes: int, after: str) -> bytes:
    """A workbook whose sheet holds many megabytes of the same, in a few kilobytes, made without ever holding them."""
    piece = (filler * ((1 << 20) // len(filler))).encode()
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    head = deflate.compress(before.encode()) + deflate.flush(zlib.Z_FULL_FLUSH)
    block = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)  # stands on its own, so it can be repeated
    packed = head + block * megabytes + deflate.compress(after.encode()) + deflate.flush()
    name, target = b"xl/worksheets/sheet1.xml", io.BytesIO(handmade(CELL, **{"xl/worksheets/sheet1.xml": "x"}))
    data, size = target.getvalue(), len(before) + len(piece) * megabytes + len(after)
    infos = zipfile.ZipFile(target).infolist()
    at = next(info.header_offset for info in infos if info.orig_filename.encode() == name)
    assert at == max(info.header_offset for info in infos)  # the last member, so that no other moves
    sizes = struct.pack("<III", 0, len(packed), size)
    directory = data.rindex(b"PK\x01\x02")
    start = data.index(b"PK\x01\x02")
    entries = data[start:directory] + data[directory : directory + 16] + sizes + data[directory + 28 : -22]
    local = data[at : at + 14] + sizes + data[at + 26 : at + 30 + len(name)] + packed
    end = data[-22:-6] + struct.pack("<IH", at + len(local), 0)
    return data[:at] + local + entries + end


def ole(*, fat: int = 1, first: int = 0, stream: str = "Workbook") -> bytes:
    """A compound file of one directory sector that names a stream."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<II", header, 44, fat, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, first, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 3, 2, *[0xFFFFFFFF] * 124)
    name = stream.encode("utf-16-le") + b"\x00\x00"
    entry = (
        name.ljust(64, b"\x00") + struct.pack("<HB", len(name), 2) + bytes(49) + struct.pack("<II", 2, 9999) + bytes(4)
    )
    return bytes(header) + table + entry.ljust(512, b"\x00") + bytes(1024)


def ods(rows: str, **members: str) -> bytes:
    """An .ods around one sheet's rows."""
    spaces = " ".join(f'xmlns:{name}="{ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="甲">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            **members,
        }
    )


def ods_cell(value: str, given: str = "") -> str:
    """A cell that shows a text."""
    return f'<table:table-cell office:value-type="string" {given}><text:p>{value}</text:p></table:table-cell>'


def ods_row(cells: str, given: str = "") -> str:
    """A row."""
    return f"<table:table-row {given}>{cells}</table:table-row>"


def sheets_xml(tags: str) -> str:
    """A workbook part with these sheets."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tags}</sheets></workbook>'


def relations_xml(target: str, kind: str = "worksheet") -> str:
    """The relations of a workbook whose only sheet is at `target`."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{space}">{relation}</Relationships>'


def sheet_xml(rows: str) -> str:
    """A sheet part."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def with_tail(xml: str) -> bytes:
    """A workbook with something behind the cells of its sheet."""
    part = sheet_xml(CELL).replace("</sheetData>", f"</sheetData>{xml}")
    return handmade(CELL, **{"xl/worksheets/sheet1.xml": part})


def twice_the_same_name() -> bytes:
    """A zip in which a second reader could see another workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        target = io.BytesIO(handmade(CELL))
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
    return target.getvalue()


CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
EVIL_TITLE = "../../a/b:c*?[x]&#10;=1+1"


def refused() -> dict[str, bytes]:
    """Files that must be refused, by the trick they play."""
    elsewhere = {
        "xl/_rels/workbook.xml.rels": relations_xml("media/image1.png"),
        "xl/media/image1.png": sheet_xml(CORNERS),
    }
    return {
        "two legal corners": handmade(CORNERS),
        "the last column in 100,000 rows": handmade(
            "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
            + '<row r="100001"><c r="XFD100001"><v>1</v></c></row>'
        ),
        "claimed texts": handmade(CELL, **{"xl/sharedStrings.xml": '<sst count="1" uniqueCount="4294967295"></sst>'}),
        "row number": handmade('<row r="2147483647"><c><v>1</v></c></row>'),
        "the last column in 1,000 rows": handmade(
            "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1001))
        ),
        "1 GiB of blanks": swollen(SHEET, " ", 1024, "</sheetData></worksheet>"),
        "1 GiB in one cell": swollen(f"{SHEET}{TEXT}", "甲", 1024, "</t></is></c></row></sheetData></worksheet>"),
        "one cell 10 million times": swollen(
            f'{SHEET}<row r="1">', '<c r="A1"><v>1</v></c>', 210, "</row></sheetData></worksheet>"
        ),
        "200,000 nested extensions": handmade(
            CELL + "</sheetData>" + "<ext>" * 200_000 + "</ext>" * 200_000 + "<sheetData>"
        ),
        "300 MB of blanks": with_bomb("xl/sharedStrings.xml", b"<sst>", 300_000_000, b"</sst>"),
        "a long text": handmade(
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{os.urandom(120_000).hex()}</t></is></c></row>'
        ),
        "one cell 3 million times": handmade('<row r="1">' + '<c r="A1"><v>1</v></c>' * 3_000_000 + "</row>"),
        "20,000 sheets in one part": handmade(
            CELL, **{"xl/workbook.xml": sheets_xml('<sheet name="a" sheetId="1" r:id="r1"/>' * 20_000)}
        ),
        "billion laughs": handmade(CELL, head=LAUGHS),
        "quadratic entity": handmade(CELL, head=f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'),
        "external entity": handmade(CELL, head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "row 0": handmade('<row r="1"><c r="A0"><v>1</v></c></row>'),
        "column ZZZZ": handmade('<row r="2"><c r="ZZZZ2"><v>1</v></c></row>'),
        "row 1048577": handmade(CELL + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "one member name twice": twice_the_same_name(),
        "prefixed": handmade(CELL + '<x:row r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>'),
        "apostrophes": handmade(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c s='1' r='XFD2'><v>1</v></c></row>"
        ),
        "a sheet where pictures are": handmade(CELL, **elsewhere),
        "a sheet called a theme": handmade(
            CELL,
            **{
                "xl/_rels/workbook.xml.rels": relations_xml("theme/t.xml", "theme"),
                "xl/theme/t.xml": sheet_xml(CORNERS),
            },
        ),
        "a sheet hidden behind a comment": handmade(f"</sheetData><!-- --><sheetData>{CORNERS}"),
        "table of sectors beyond the file": ole(fat=0xFFFFFFF0),
        "sectors in a circle": ole(),
        "ods grid": ods(
            ods_row(ods_cell("1", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048576"')
        ),
        "ods row repeated": ods(ods_row(ods_cell("1"), 'table:number-rows-repeated="4294967295"')),
        "ods last cell": ods(
            ods_row("<table:table-cell/>", 'table:number-rows-repeated="1048575"')
            + ods_row('<table:table-cell table:number-columns-repeated="16383"/>' + ods_cell("1"))
        ),
        "10,000 members": package({f"{number}.xlsx": "" for number in range(10_000)}),
        "zip in zip in zip": package({"a.zip": package({"b.zip": package({"c.zip": package({"d": "x"})})})}),
    }


def survived() -> dict[str, bytes]:
    """Files that play tricks but are read: as data, or as a book nobody asked for."""
    lying = sheet_xml(CELL).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    whole = "A1:XFD1048576"
    return {
        "lying dimension": handmade(CELL, **{"xl/worksheets/sheet1.xml": lying}),
        "the last column in 200 rows": handmade(
            "".join(f'<row r="{n}"><c r="ALL{n}"><v>1</v></c></row>' for n in range(1, 201))
        ),
        "a merge over the grid": with_tail(f'<mergeCells><mergeCell ref="{whole}"/></mergeCells>'),
        "a merge over a column": with_tail('<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'),
        "a link over the grid": with_tail(f'<hyperlinks><hyperlink ref="{whole}" location="甲!A1"/></hyperlinks>'),
        "nested extensions": handmade(CELL + "</sheetData>" + "<ext>" * 8_000 + "</ext>" * 8_000 + "<sheetData>"),
        "strange numbers": handmade(
            '<row r="1">'
            + "".join(
                f'<c r="{column}1"><v>{text}</v></c>'
                for column, text in zip("ABCDE", ("1e999", "nan", "1_000", "１２", "0x10"), strict=True)
            )
            + "</row>"
        ),
        "no addresses": handmade("<row><c><v>1</v></c><c><v>2</v></c></row>"),
        "rows out of order": handmade('<row r="3"><c r="A3"><v>3</v></c></row>' + CELL),
        "style 999": handmade('<row r="1"><c r="A1" s="999"><v>1</v></c></row>'),
        "evil title": handmade(
            CELL, **{"xl/workbook.xml": sheets_xml(f'<sheet name="{EVIL_TITLE}" sheetId="1" r:id="r1"/>')}
        ),
        "odd characters": handmade('<row r="1"><c r="A1" t="inlineStr"><is><t>_x0000_\u202e\ufeff</t></is></c></row>'),
        "a tag without end": handmade(CELL, **{"xl/workbook.xml": sheets_xml(f'<sheet {"a" * 90_000} r:id="r1"/>')}),
    }


def hurt(thing: str) -> str:
    """Does to the worker what the thing says."""
    if thing.startswith("die once"):
        marker = Path(thing.removeprefix("die once "))
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), 9)
    {"die": lambda: os.kill(os.getpid(), 9), "abort": os.abort, "hang": lambda: time.sleep(60)}.get(thing, str)()
    if thing == "swell":
        return str(len(bytearray(1 << 40)))
    if thing == "grow":
        GROWN.append(bytearray(200_000_000))
    if thing == "raise":
        raise KeyError(thing)
    if thing == "exit":
        raise SystemExit(3)
    print("a library that talks")
    return f"{thing} {os.getpid()}"


GROWN: list[bytearray] = []
