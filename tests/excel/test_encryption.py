"""A book that is only "read-only recommended" opens; one with a real password does not (dependencies.md 2)."""

import io
import sys

import pytest
from workbooks import book

from zoneproc.excel.reading import RawBook, Unreadable, read_book_bytes


def locked(password: str) -> bytes:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    target = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(book({"甲": [["值"]]}))).encrypt(password, target)
    return target.getvalue()


def test_the_password_known_to_all_opens():
    data = locked("VelvetSweatshop")
    found = read_book_bytes(data)
    assert isinstance(found, RawBook)
    assert found.sheets[0].rows == [["值"]]
    assert found.size == len(data)


def test_any_other_password_stays_shut():
    assert isinstance(read_book_bytes(locked("另一个")), Unreadable)


def test_without_the_optional_tool_the_file_is_refused_with_advice(monkeypatch):
    data = locked("VelvetSweatshop")
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    told = read_book_bytes(data)
    assert isinstance(told, Unreadable)
    assert told.advice
