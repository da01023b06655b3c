"""What is done to files outside our hands."""

import io
import zipfile

import pytest

from zoneproc.demo import tampering
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.template import Issue, write_template
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("books") / "a.xlsx"
    rows = {
        "talks": [{"member_no": "D00101", "member_name": "张三", "contact_employee_no": "E1", "contact_name": "李四"}]
    }
    write_template(path, FORMS["MON"], Issue("001001", "支部", "分公司", "2026-03"), rows)
    return path.read_bytes()


def talks(data):
    return next(sheet for sheet in read_book_bytes(data).sheets if sheet.title == "联系谈心记录")


def test_title_row_pushes_everything_down(book):
    """4/40."""
    before, after = talks(book).rows, talks(tampering.with_title_row(book, "联系谈心记录")).rows
    assert after[0][0] == "云江公交公司党员责任区上报表"
    assert list(after[1:]) == list(before)


def test_machine_names_are_gone_and_headings_still_found(book):
    altered = tampering.without_machine_names(book, "联系谈心记录")
    assert "member_no" not in talks(altered).rows[3]
    submission = read_submission("a.xlsx", altered, FORMS)
    assert len(submission.tables["talks"].values["member_no"]) == 1


def test_stamp_is_put_back(book):
    written = FORMS["MON"].fingerprint
    assert tampering.with_stamp_of(book, written, "0" * 12) != book
    assert tampering.with_stamp_of(tampering.with_stamp_of(book, written, "0" * 12), "0" * 12, written) != b""


def test_cut_short_cannot_be_opened(book):
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(tampering.cut_short(book)))


def test_zip_names_are_gbk_without_the_utf8_flag():
    packed = tampering.gbk_zip([("七月报表.xlsx", b"1"), ("台账.xlsx", b"2")])
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        names = [info.filename.encode("cp437").decode("gbk") for info in package.infolist()]
        assert names == ["七月报表.xlsx", "台账.xlsx"]
        assert not any(info.flag_bits & 0x800 for info in package.infolist())


def test_same_bytes_every_time(book):
    assert tampering.with_title_row(book, "联系谈心记录") == tampering.with_title_row(book, "联系谈心记录")
