"""What a file is that is no workbook we read: told by its first bytes, each with what its sender can do."""

import codecs
import re

from zoneproc.excel.package import Refused

__all__ = ["foreign"]

_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"
_RESEND = "请报送填好的表格文件。"
_ZIP = "请改用 zip 压缩,或直接报送表格文件。"
_PICTURE = "请报送填好的表格文件,不要截图或拍照。"
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "这是 rar 压缩包", _ZIP),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包", _ZIP),
    (b"\x1f\x8b", "这是 gz 压缩包", _ZIP),
    (b"%PDF", "这是 PDF 文件", "请报送填好的表格文件,不要打印成 PDF。"),
    (b"\x89PNG", "这是图片", _PICTURE),
    (b"\xff\xd8\xff", "这是图片", _PICTURE),
    (b"GIF8", "这是图片", _PICTURE),
    (b"BM", "这是图片", _PICTURE),
    (b"{\\rtf", "这是文字文档", _RESEND),
    (b"MIME-Version:", "这是“单个文件网页”,不是表格文件", _RESAVE),
)
_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\""),
        "这是“XML 表格 2003”格式,不是表格文件",
    ),
    (re.compile(rb"application/vnd\.oasis\.opendocument\.spreadsheet"), "这是单文件 XML 格式的 ODF 表格(.fods)"),
    (
        re.compile(rb"<(!doctype html|html|table|meta|head|body|style|div|\?xml)", re.IGNORECASE),
        "这是网页格式,只是取了表格文件的名字",
    ),
    (re.compile(rb"\A[^\r\n]*[,\t;][^\r\n]*[\r\n]"), "这是文本格式(CSV),不是表格文件"),
    (re.compile(rb"\A[^\x00]"), "这是文本文件,不是表格文件"),
)
_LOOKED_AT = 4_000


def foreign(data: bytes) -> Refused:
    """The refusal of a file that is no workbook."""
    marked = next(((reason, advice) for mark, reason, advice in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        return Refused(*marked)
    head = data[:_LOOKED_AT]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode()
    reasons = (reason for pattern, reason in _TEXTS if b"\x00" not in head and pattern.search(head))
    return Refused(next(reasons, "不是表格文件"), _RESAVE)
