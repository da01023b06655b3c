import pytest

from zoneproc.excel.foreign import foreign

SEEN = {
    "rar": b"Rar!\x1a\x07\x01\x00rest",
    "7z": b"7z\xbc\xaf\x27\x1c rest",
    "pdf": b"%PDF-1.7",
    "png": b"\x89PNG",
    "html": "<html><table><tr><td>姓名</td></tr></table></html>".encode("gbk"),
    "mhtml": b"MIME-Version: 1.0\r\n",
    "csv": "姓名,编号\r\n张三,1\r\n".encode("gbk"),
    "csv utf-16": "姓名\t编号\r\n".encode("utf-16"),
    "text": "张三".encode("gbk"),
    "xml 2003": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "fods": b'<?xml version="1.0"?><d office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
    "noise": bytes(range(256)),
}
ALIKE = {"csv utf-16": "csv"}


@pytest.mark.parametrize("kind", SEEN)
def test_each_kind_of_file_has_its_own_words_and_advice(kind):
    told = foreign(SEEN[kind]).unreadable
    same = [other for other in SEEN if foreign(SEEN[other]).unreadable.reason == told.reason]
    assert {ALIKE.get(other, other) for other in same} == {ALIKE.get(kind, kind)}
    assert told.advice
