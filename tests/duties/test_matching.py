"""Rows matched by whole numbers."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.duties.matching import matches, months_in, places, taken
from zoneproc.period import Period

NUMBERS = st.lists(st.integers(-1, 4), max_size=12)


@given(NUMBERS, NUMBERS)
def test_matches_are_those_of_two_loops(left, right):
    expected = [(at, to) for at, one in enumerate(left) for to, other in enumerate(right) if one == other >= 0]
    found = matches(np.array(left, dtype="int64"), np.array(right, dtype="int64"), 5)
    assert list(zip(*(each.tolist() for each in found), strict=True)) == expected


def test_nothing_matches_where_no_number_is_known():
    nobody = np.array([-1, -1])
    assert [each.tolist() for each in matches(nobody, nobody, 0)] == [[], []]


def test_unknown_and_missing_texts_have_no_place():
    texts = pd.Series(["b", None, "x", "a"], dtype="str")
    assert places(pd.Index(["a", "b"], dtype="str"), texts).tolist() == [1, -1, -1, 0]
    periods = pd.Series(["2026-03", "2026Q1", "2025-02", "2026-01"], dtype="str")
    assert months_in(Period(2026, 1, 3), periods).tolist() == [2, -1, -1, 0]


def test_what_stands_nowhere_is_missing_as_asked():
    column = pd.Series(["x", "y"], index=[7, 9], dtype="str")
    assert taken(column, np.array([1, -1, 0]), "").tolist() == ["y", "", "x"]
    assert taken(column[:0], np.array([-1]), "").tolist() == [""]
    assert taken(pd.Series([5]), np.array([0, -1]), 0).tolist() == [5, 0]
