"""The porter: looks at a file's bytes before any library opens it, and refuses what could hurt or mislead.

`admit` tells what a file is by its content (names mean nothing), applies the limits of robustness.md 3 and brings home
the facts calamine hides. It never raises and never runs anything found in a file.
"""

from dataclasses import replace

from zoneproc.excel.biff import has_book, is_encrypted, xls_facts
from zoneproc.excel.compound import SIGNATURE, Compound
from zoneproc.excel.encryption import decrypted
from zoneproc.excel.facts import Content, Facts
from zoneproc.excel.foreign import foreign
from zoneproc.excel.ooxml import xlsx_facts
from zoneproc.excel.opendocument import ods_facts
from zoneproc.excel.package import LIMITS, Limits, Package, Refused, Unreadable
from zoneproc.excel.xlsb import xlsb_facts

__all__ = ["Content", "Facts", "Limits", "Unreadable", "admit", "inspect", "is_package"]

_BIFF_STREAM = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_TYPES, _NAME_AT = b"[Content_Types].xml", 30
_LONGEST_TYPES = 1_000_000  # bytes; a quick look takes no more of any member
_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"
_FACTS = {Content.XLSX: xlsx_facts, Content.XLSB: xlsb_facts, Content.ODS: ods_facts}


def admit(data: bytes, limits: Limits = LIMITS) -> tuple[Facts, bytes] | Unreadable:
    """The facts of a file and the bytes to read its values from, or why it is refused. Never raises.

    The bytes are not those that came in: a book that every program opens without asking is decrypted, and of a zip only
    the members looked through here are left, so no reader can see what the guard has not.
    """
    try:
        return _admitted(data, limits)
    except Refused as refused:
        return refused.unreadable


def inspect(data: bytes, limits: Limits = LIMITS) -> Facts | Unreadable:
    """The facts of a file, or why it is refused. Never raises."""
    admitted = admit(data, limits)
    return admitted if isinstance(admitted, Unreadable) else admitted[0]


def is_package(data: bytes, limits: Limits = LIMITS) -> bool:
    """Whether the file is a plain zip, to be looked into for workbooks; a quick look, nothing more."""
    if not data.startswith(b"PK") or data.startswith(_TYPES, _NAME_AT):  # most workbooks begin with this member
        return False
    try:
        return _content(Package(data, replace(limits, inflated_entry=_LONGEST_TYPES))) is Content.ZIP
    except Refused:
        return False


def _admitted(data: bytes, limits: Limits) -> tuple[Facts, bytes]:
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused("文件是空的", "请重新报送。")
    if data.startswith(b"PK"):
        return _admitted_zip(data, limits)
    if len(data) > limits.file_size:
        raise _too_big(limits.file_size)
    if data.startswith(SIGNATURE):
        return _admitted_compound(data, limits)
    if data.startswith(_BIFF_STREAM):
        return Facts(Content.XLS, blind=True), data
    raise foreign(data)


def _too_big(size: int) -> Refused:
    return Refused(f"文件超过 {size // 1_000_000} MB", "请删去图片等多余内容,或分几次报送。")


def _admitted_compound(data: bytes, limits: Limits) -> tuple[Facts, bytes]:
    compound = Compound(data)
    if "encryptedpackage" in compound.names or is_encrypted(compound):
        return _admitted_plain(decrypted(data), limits)
    if not has_book(compound):
        raise Refused("不是表格文件(可能是文字文档、演示文稿或邮件)", _RESAVE)
    return xls_facts(compound, limits), data


def _admitted_plain(data: bytes, limits: Limits) -> tuple[Facts, bytes]:
    """What was decrypted; whatever it claims, it is not decrypted again."""
    if data.startswith(b"PK"):
        return _admitted_zip(data, limits)
    return xls_facts(Compound(data), limits), data


def _admitted_zip(data: bytes, limits: Limits) -> tuple[Facts, bytes]:
    package = Package(data, limits)
    content = _content(package)
    size = limits.package_size if content is Content.ZIP else limits.file_size
    if len(data) > size:
        raise _too_big(size)
    if content is Content.ZIP:
        return Facts(Content.ZIP), data
    package.require_safe_names()
    return _FACTS[content](package, limits), package.repacked()


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
