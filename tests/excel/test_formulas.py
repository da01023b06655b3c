"""Pieces of formulas that read cells; what they compute is tried against LibreOffice in tests/office."""

import re

import pytest

from zoneproc.excel import formulas

PIECES = ("day", "ditto", "folded", "moment", "number", "parts_of", "stripped", "broken")


@pytest.mark.parametrize("name", PIECES)
def test_pieces_are_balanced_and_keep_to_short_literals(name):
    """Excel takes 255 characters in a literal; brackets outside literals must close."""
    text = getattr(formulas, name)("'表'!$A$5:$A$64")
    literals = re.findall(r'"(?:[^"]|"")*"', text)
    assert all(len(literal) <= 257 for literal in literals)
    bare = re.sub(r'"(?:[^"]|"")*"', "", text)
    assert bare.count("(") == bare.count(")")


def test_long_literals_are_joined():
    assert formulas.literal("甲" * 300).count('"&"') == 1
    assert formulas.literal("") == '""'
    assert formulas.literal('a"b') == '"a""b"'


def test_words_are_listed_once():
    assert formulas.listed("A1", ("是", "否", "是")).count("是") == 1


def test_an_error_becomes_text_before_anything_is_joined_to_it():
    """LibreOffice drops erroneous elements when arrays are joined, and the rest move up."""
    assert all(getattr(formulas, name)("A1:A9").count("IFERROR") for name in ("folded", "parts_of", "stripped"))
    assert formulas.stripped("A1").startswith("IFERROR(")
