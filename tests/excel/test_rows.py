"""Rows come to cells column by column; excerpts of a frame share what its columns come to."""

import pandas as pd
import pytest

from zoneproc.excel.rows import Excerpt, values_of


@pytest.mark.parametrize(
    ("values", "kind", "cells"),
    [
        (["甲", "", None, "乙\x07"], "str", ["甲", None, None, "乙"]),
        ([1, None, 10**15], "Int64", [1, None, str(10**15)]),
        ([1.5, float("nan"), 2], "float64", [1.5, None, 2.0]),
        ([True, False], "bool", ["是", "否"]),
        ([True, None], "boolean", ["是", None]),
        ([1, True, "1", ["甲", "乙"]], "object", [1, "是", "1", "甲;乙"]),
        (["2026-01-02 12:00", "1899-05-01", None], "datetime64[s]", [46024.5, "1899-05-01 00:00:00", None]),
    ],
)
def test_values_of_every_kind(values, kind, cells):
    found = values_of(pd.Series(values).astype(kind) if kind != "object" else pd.Series(values, dtype=kind))
    assert found == cells
    assert list(map(type, found)) == list(map(type, cells))


def test_excerpts_share_the_cells_of_the_whole():
    rows = pd.DataFrame({"name": ["甲", "乙", "丙"], "points": [1.0, None, 3.0]}, index=[7, 8, 9])
    made = {}
    first, second = Excerpt(rows, 0, 1, made), Excerpt(rows, 1, 3, made)
    assert (first.cells("name"), second.cells("points")) == (["甲"], [None, 3.0])
    assert made == {"name": ["甲", "乙", "丙"], "points": [1.0, None, 3.0]}
    assert (len(first), len(second), second["name"].tolist()) == (1, 2, ["乙", "丙"])
    assert second.frame["points"].sum() == 3
