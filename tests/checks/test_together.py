"""What cells of several columns say together."""

import pandas as pd

from zoneproc.checks.together import among, said


def test_rows_are_found_by_what_several_columns_say():
    rows = pd.DataFrame({"a": ["x", "x", "y"], "b": ["1", "2", "1"]})
    assert list(said(rows, "b", "a")) == [("1", "x"), ("2", "x"), ("1", "y")]
    assert list(among(rows, ["a", "b"], {("x", "2"), ("y", "1")})) == [False, True, True]


def test_no_rows_say_nothing():
    rows = pd.DataFrame({"a": pd.Series([], dtype="str")})
    assert list(said(rows, "a")) == []
    assert len(among(rows, ["a"], {("x",)})) == 0
