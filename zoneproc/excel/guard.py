"""The porter: looks at a file's bytes before any library opens it, and refuses what could hurt or mislead.

`inspect` tells what a file is by its content (names mean nothing), applies the limits of robustness.md 3 and brings home
the facts calamine hides. It never raises and never runs anything found in a file.
"""

from zoneproc.excel.biff import has_book, xls_facts
from zoneproc.excel.compound import SIGNATURE, Compound
from zoneproc.excel.facts import Content, Facts
from zoneproc.excel.foreign import foreign
from zoneproc.excel.ooxml import xlsx_facts
from zoneproc.excel.opendocument import ods_facts
from zoneproc.excel.package import LIMITS, Limits, Package, Refused, Unreadable
from zoneproc.excel.xlsb import xlsb_facts

__all__ = ["Content", "Facts", "Limits", "Unreadable", "inspect", "is_package"]

_BIFF_STREAM = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"
_FACTS = {Content.XLSX: xlsx_facts, Content.XLSB: xlsb_facts, Content.ODS: ods_facts}


def inspect(data: bytes, limits: Limits = LIMITS) -> Facts | Unreadable:
    """The facts of a file, or why it is refused. Never raises."""
    try:
        return _inspected(data, limits)
    except Refused as refused:
        return refused.unreadable


def is_package(data: bytes, limits: Limits = LIMITS) -> bool:
    """Whether the file is a plain zip, to be looked into for workbooks; a quick look, nothing more."""
    if not data.startswith(b"PK"):
        return False
    try:
        return _content(Package(data, limits)) is Content.ZIP
    except Refused:
        return False


def _inspected(data: bytes, limits: Limits) -> Facts:
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused("文件是空的", "请重新报送。")
    if data.startswith(b"PK"):
        return _inspected_zip(data, limits)
    if len(data) > limits.file_size:
        raise _too_big(limits.file_size)
    if data.startswith(SIGNATURE):
        return _inspected_compound(data, limits)
    if data.startswith(_BIFF_STREAM):
        return Facts(Content.XLS, blind=True)
    raise foreign(data)


def _too_big(size: int) -> Refused:
    return Refused(f"文件超过 {size // 1_000_000} MB", "请删去图片等多余内容,或分几次报送。")


def _inspected_compound(data: bytes, limits: Limits) -> Facts:
    compound = Compound(data)
    if not has_book(compound):
        raise Refused("不是表格文件(可能是文字文档、演示文稿或邮件)", _RESAVE)
    return xls_facts(compound, limits)


def _inspected_zip(data: bytes, limits: Limits) -> Facts:
    package = Package(data, limits)
    content = _content(package)
    size = limits.package_size if content is Content.ZIP else limits.file_size
    if len(data) > size:
        raise _too_big(size)
    if content is Content.ZIP:
        return Facts(Content.ZIP)
    package.require_safe_names()
    return _FACTS[content](package, limits)


def _content(package: Package) -> Content:
    types = package.read("[Content_Types].xml")
    if b"sheet.binary" in types:
        return Content.XLSB
    if b"spreadsheetml" in types or b"ms-excel.sheet" in types or "xl/workbook.xml" in package:
        return Content.XLSX
    kind = package.read("mimetype")
    if b"opendocument.spreadsheet" in kind:
        return Content.ODS
    if types or b"opendocument" in kind:
        raise Refused("不是表格文件(可能是文字文档或演示文稿)", "请报送填好的表格文件。")
    return Content.ZIP
