"""Texts with places left open."""

import pytest

from zoneproc.excel.stencil import Stencil, place, places_in, with_counts
from zoneproc.excel.zipped import Stretch

LONG = "责任区" * 4_000


def text(pieces):
    return "".join(piece.plain.decode() if isinstance(piece, Stretch) else piece for piece in pieces)


def test_places_are_filled_and_all_else_stays():
    stencil = Stencil.of(f"甲{place('a')}乙{place('rows')}{LONG}{place('a')}{place()}丙", ["rows"])
    assert text(stencil.filled({"a": "1"}, {"rows": ["二", "三"]})) == f"甲1乙二三{LONG}1丙"
    assert text(stencil.filled({"a": ""}, {"rows": []})) == f"甲乙{LONG}丙"


def test_a_place_without_a_value_is_a_bug():
    with pytest.raises(KeyError):
        Stencil.of(place("a")).filled({}, {})


def test_what_is_always_the_same_is_deflated_once():
    stencil = Stencil.of(f"{place('a')}{LONG}")
    once, again = (stencil.filled({"a": value}, {})[-1] for value in "12")
    assert isinstance(once, Stretch)
    assert once is again


def test_long_texts_filled_alike_are_deflated_once():
    stencil = Stencil.of("".join(f"{number:04}{place('a')}责任区上报" for number in range(900)))
    (one,), (same,), (other,) = (stencil.filled({"a": value}, {}) for value in "112")
    assert one is same
    assert other.plain.decode() == one.plain.decode().replace("1责", "2责")


def test_numbers_that_differ_become_places():
    found = with_counts('ref="A5:A14" s="3"', 'ref="A5:A16" s="3"', lambda number, more: f"{number}+{more}")
    assert places_in(found) == ["14+2"]
    assert found == f'ref="A5:A{place("14+2")}" s="3"'


def test_texts_that_differ_in_more_are_refused():
    with pytest.raises(ValueError, match="more than their numbers"):
        with_counts("A5", "B5", lambda number, more: f"{number}{more}")
