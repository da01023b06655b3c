"""What happens to a workbook outside our hands: rows pushed down, machine names lost, a copy cut short.

Works on the bytes of the package, so that the rest of the file stays exactly as it was and equal seeds give equal bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET = re.compile(r'<sheet name="([^"]+)"')
_NAME_ROW = re.compile(r'<row r="4".*?(?:</row>|/>)', re.DOTALL)
_ADDRESS = re.compile(r'(<row r="|<c r="[A-Z]+|<mergeCell ref="[A-Z]+|(?<=:)[A-Z]+)(\d+)(?=")')
_MERGED = re.compile(r'(<mergeCell ref="[A-Z]+)(\d+)(?=:)')


def cut_short(data: bytes) -> bytes:
    """The first three fifths of a file: an upload that broke off."""
    return data[: len(data) * 3 // 5]


def with_title_row(data: bytes, sheet: str) -> bytes:
    """The workbook with a row of the clerk's own above everything in one sheet."""
    return _amended(data, {_part_of(data, sheet): _pushed_down})


def without_machine_names(data: bytes, sheet: str) -> bytes:
    """The workbook without the hidden row 4 of one sheet, as in copies older than that row."""
    return _amended(data, {_part_of(data, sheet): lambda text: _NAME_ROW.sub("", text, count=1)})


def with_stamp_of(data: bytes, written: str, issued: str) -> bytes:
    """The workbook with the fingerprint `issued` wherever it says `written`: people move columns, not stamps."""
    return _amended(data, {}, lambda text: text.replace(written, issued))


def _pushed_down(text: str) -> str:
    def lower(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + 1}"

    text = _MERGED.sub(lower, _ADDRESS.sub(lower, text))
    title = '<row r="1"><c r="A1" t="inlineStr"><is><t>云江公交公司党员责任区上报表</t></is></c></row>'
    return text.replace("<sheetData>", f"<sheetData>{title}", 1)


def _part_of(data: bytes, sheet: str) -> str:
    """The package part of a sheet: parts are numbered in the order of the sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        titles = _SHEET.findall(package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"


def _same(text: str) -> str:
    return text


def _amended(data: bytes, edits: Mapping[str, Callable[[str], str]], everywhere: Callable[[str], str] = _same) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as amended:
        for item in package.infolist():
            text = package.read(item).decode()
            amended.writestr(_member(item.filename), everywhere(edits.get(item.filename, _same)(text)))
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def gbk_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip as old Chinese Windows programs write it: names in GBK, and nothing that says so."""
    target = io.BytesIO()
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(target, "w") as package:
        for number, (name, data) in enumerate(files):
            raw = name.encode("gbk")
            # The library would mark the names as UTF-8, so names of equal length hold their place until they are packed.
            stand_in = f"{number}{'F' * (len(raw) - 1)}"
            names[stand_in.encode()] = raw
            package.writestr(_member(stand_in), data)
    packed = target.getvalue()
    for stand_in_bytes, raw in names.items():
        packed = packed.replace(stand_in_bytes, raw)
    return packed
