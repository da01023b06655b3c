"""A book that is only "read-only recommended" opens; one with a real password does not (dependencies.md 2)."""

import io

from msoffcrypto.format.ooxml import OOXMLFile
from workbooks import book

from zoneproc.excel.reading import RawBook, Unreadable, read_book_bytes


def locked(password: str) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(book({"甲": [["值"]]}))).encrypt(password, target)
    return target.getvalue()


def test_the_password_known_to_all_opens():
    data = locked("VelvetSweatshop")
    found = read_book_bytes(data)
    assert isinstance(found, RawBook)
    assert found.sheets[0].rows == [["值"]]
    assert found.size == len(data)


def test_any_other_password_stays_shut():
    assert isinstance(read_book_bytes(locked("另一个")), Unreadable)
