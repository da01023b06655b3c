"""The porter: looks at a file's bytes before any library opens it, and refuses what could hurt or mislead.

`inspect` tells what a file is by its content (names mean nothing), applies the limits of robustness.md 3 and brings home
the facts calamine hides. It never raises and never runs anything found in a file.
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from posixpath import dirname, join, normpath

from zoneproc.excel.package import LIMITS, Limits, Package, Refused, Unreadable
from zoneproc.excel.scan import SheetFacts, attributes, scan_sheet, text_of, utf8
from zoneproc.excel.stamp import PROPERTY_PREFIX, STAMP_KEYS, STAMP_NAME, unpacked

__all__ = ["Content", "Facts", "Limits", "Unreadable", "inspect"]


class Content(Enum):
    """What a file is, by its content."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file before it is read.

    `sheets` (by title) is filled for .xlsx only. `stamp` is what properties and defined names say of the template.
    `macros` and `links`: the book holds macros, or values drawn from other files; both are only ever data to us.
    """

    content: Content
    producer: str = ""
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    stamp: Mapping[str, str] = field(default_factory=dict)
    macros: bool = False
    links: bool = False
    date1904: bool = False


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_A_WORKBOOK = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "这是 rar 压缩包", "请改用 zip 压缩,或直接报送表格文件。"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包", "请改用 zip 压缩,或直接报送表格文件。"),
    (b"%PDF", "这是 PDF 文件", "请报送填好的表格文件,不要打印成 PDF。"),
    (b"\x89PNG", "这是图片", "请报送填好的表格文件。"),
    (b"\xff\xd8\xff", "这是图片", "请报送填好的表格文件。"),
)
_MARKUP = re.compile(rb"<(!doctype html|html|table|meta|head|body|\?xml|style|div)", re.IGNORECASE)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"))
_BIFF_STREAM = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^<>]*>")
_NAME = re.compile(rb"<(?:[\w.-]+:)?definedName\s")
_STAMP = re.compile(rb'<definedName name="' + STAMP_NAME.encode() + rb'"[^<>]*>([^<]*)<')
_PROPERTY = re.compile(rb'name="' + PROPERTY_PREFIX.encode() + rb'(\w+)"[^<>]*>\s*<vt:\w+>([^<]*)<')
_APPLICATION = re.compile(rb"<Application>([^<]*)<")
_UNIQUE = re.compile(rb'<(?:[\w.-]+:)?sst\s[^<>]*?uniqueCount\s*=\s*["\'](\d+)')


def inspect(data: bytes, limits: Limits = LIMITS) -> Facts | Unreadable:
    """The facts of a file, or why it is refused. Never raises."""
    try:
        return _inspected(data, limits)
    except Refused as refused:
        return refused.unreadable


def _inspected(data: bytes, limits: Limits) -> Facts:
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused("文件是空的", "请重新报送。")
    if data.startswith(b"PK"):
        return _inspected_zip(data, limits)
    if len(data) > limits.file_size:
        raise Refused(_too_big(limits.file_size), "请删去图片等多余内容后再报送。")
    if data.startswith(_OLE):
        return _inspected_ole(data)
    if data.startswith(_BIFF_STREAM):
        return Facts(Content.XLS)
    raise _foreign(data)


def _too_big(size: int) -> str:
    return f"文件超过 {size // 1_000_000} MB"


def _foreign(data: bytes) -> Refused:
    for mark, reason, advice in _FOREIGN:
        if data.startswith(mark):
            return Refused(reason, advice)
    if _MARKUP.search(data[:2000]):
        return Refused("这是网页格式,不是表格文件", _NOT_A_WORKBOOK)
    if b"\x00" not in data[:4000]:
        return Refused("这是文本文件,不是表格文件", _NOT_A_WORKBOOK)
    return Refused("不是表格文件", _NOT_A_WORKBOOK)


def _inspected_ole(data: bytes) -> Facts:
    """An .xls or .et; refuses headers that promise more than the file can hold (calamine would ask for it all)."""
    if len(data) < 512:
        raise Refused("文件已损坏:内容不完整", _NOT_A_WORKBOOK)
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    fat, small, long_chain = (struct.unpack_from("<I", data, offset)[0] for offset in (44, 64, 72))
    if sector not in (512, 4096) or any(count * sector > len(data) for count in (fat, small, long_chain)):
        raise Refused("文件已损坏:目录与大小不符", _NOT_A_WORKBOOK)
    if _ENCRYPTED_STREAM in data:
        raise Refused("文件设有密码", "请取消打开密码后再报送。")
    if not any(stream in data for stream in _BOOK_STREAMS):
        raise Refused("不是表格文件", _NOT_A_WORKBOOK)
    return Facts(Content.XLS)


def _inspected_zip(data: bytes, limits: Limits) -> Facts:
    content = _content(Package(data, limits))
    size = limits.package_size if content is Content.ZIP else limits.file_size
    if len(data) > size:
        raise Refused(_too_big(size), "请删去图片等多余内容,或分几次报送。")
    if content is Content.ZIP:
        return Facts(Content.ZIP)
    package = Package(data, limits)
    package.require_safe_names()
    if content is Content.XLSX:
        return _xlsx_facts(package, limits)
    for name in package.names():
        if name.endswith((".xml", ".bin", ".rels")):
            utf8(package.read(name))
    return Facts(content)


def _content(package: Package) -> Content:
    types = package.read("[Content_Types].xml")
    if b"sheet.binary" in types:
        return Content.XLSB
    if b"spreadsheetml" in types or b"ms-excel.sheet" in types or "xl/workbook.xml" in package:
        return Content.XLSX
    if types:
        raise Refused("不是表格文件(可能是文字文档或演示文稿)", "请报送填好的表格文件。")
    kind = package.read("mimetype")
    if b"opendocument.spreadsheet" in kind:
        return Content.ODS
    if b"opendocument" in kind:
        raise Refused("不是表格文件(可能是文字文档或演示文稿)", "请报送填好的表格文件。")
    return Content.ZIP


def _relations(package: Package, part: str) -> list[dict[str, str]]:
    """The relations of a part, each `Target` made a member name."""
    folder, _, name = part.rpartition("/")
    found = [attributes(tag) for tag in _RELATION.findall(package.read(join(folder, "_rels", f"{name}.rels")))]
    for relation in found:
        target = relation.get("Target", "")
        relation["Target"] = target[1:] if target.startswith("/") else normpath(join(dirname(part), target))
    return found


def _xlsx_facts(package: Package, limits: Limits) -> Facts:
    parts = {name: utf8(package.read(name)) for name in package.names() if name.endswith((".xml", ".rels"))}
    read: Callable[[str], bytes] = lambda name: parts.get(name, b"")  # noqa: E731
    book = next((r["Target"] for r in _relations(package, "") if r.get("Type", "").endswith("/officeDocument")), "")
    content = read(book) or read("xl/workbook.xml")
    relations = _relations(package, book or "xl/workbook.xml")
    _require_possible_counts(parts, relations)
    tags = _SHEET.findall(content)
    if len(tags) > limits.sheets or len(_NAME.findall(content)) > limits.names:
        raise Refused("工作表或名称多得不合常理", "请新建模板重新填写后报送。")
    targets = {relation.get("Id", ""): relation["Target"] for relation in relations}
    scanned = {name: scan_sheet(part, limits) for name, part in parts.items() if "/worksheets/" in f"/{name}"}
    application = _APPLICATION.search(read("docProps/app.xml"))
    return Facts(
        Content.XLSX,
        producer=text_of(application[1]) if application else "",
        sheets=_by_title(tags, targets, scanned),
        stamp=_stamp(content, read("docProps/custom.xml")),
        macros=any(name.endswith("vbaProject.bin") for name in package.names()),
        links=any("/externalLinks/" in name for name in package.names()),
        date1904=re.search(rb'date1904\s*=\s*"(1|true)"', content) is not None,
    )


def _require_possible_counts(parts: Mapping[str, bytes], relations: list[dict[str, str]]) -> None:
    """A table of texts cannot hold more entries than bytes; calamine would reserve room for the number it claims."""
    claimed = {r["Target"] for r in relations if r.get("Type", "").endswith("/sharedStrings")} | {
        "xl/sharedStrings.xml"
    }
    for name in claimed:
        part = parts.get(name, b"")
        count = _UNIQUE.search(part)
        if count and int(count[1]) * 4 > len(part):
            raise Refused("文件已损坏:文字数目与内容不符", "请在 Excel 或 WPS 中重新打开、另存后再报送。")


def _by_title(
    tags: list[bytes], targets: Mapping[str, str], scanned: Mapping[str, SheetFacts]
) -> dict[str, SheetFacts]:
    sheets = (attributes(tag) for tag in tags)
    return {
        sheet.get("name", ""): scanned[targets[sheet["id"]]]
        for sheet in sheets
        if targets.get(sheet.get("id", "")) in scanned
    }


def _stamp(book: bytes, properties: bytes) -> dict[str, str]:
    """The stamp from the defined name, overlaid with the one from the document properties."""
    name = _STAMP.search(book)
    found = unpacked(text_of(name[1])) if name else {}
    found |= {
        key.decode(): text_of(value) for key, value in _PROPERTY.findall(properties) if key.decode() in STAMP_KEYS
    }
    return found
