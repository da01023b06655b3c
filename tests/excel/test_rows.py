"""Rows come to cells column by column; excerpts of a frame share what its columns come to."""

import pandas as pd
import pytest

from zoneproc.excel.rows import Excerpt, Values, values_of


@pytest.mark.parametrize("times", [1, 150])
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
def test_values_of_every_kind(values, kind, cells, times):
    listed = values * times
    found = values_of(pd.Series(listed).astype(kind) if kind != "object" else pd.Series(listed, dtype=kind))
    assert list(found) == cells * times
    assert list(map(type, found)) == list(map(type, cells * times))


@pytest.mark.parametrize("times", [1, 150])
def test_kinds_come_in_the_order_of_the_rows(times):
    """Texts of a workbook are numbered in that order, those for missing values among them."""
    found = values_of(pd.Series(["乙", None, "甲", "乙"] * times, dtype="str"))
    assert found.kinds == ["乙", None, "甲"]
    assert list(found.begin(2)) == ["乙", None]
    part = found.part(1, 3)
    assert (part.kinds, part.which, len(part)) == ([None, "甲"], [0, 1], 2)
    assert Values.of([1.0, "1", 1.0]).which == [0, 1, 0]


def test_excerpts_share_the_cells_of_the_whole():
    rows = pd.DataFrame({"name": ["甲", "乙", "丙"], "points": [1.0, None, 3.0]}, index=[7, 8, 9])
    made = {}
    first, second = Excerpt(rows, 0, 1, made), Excerpt(rows, 1, 3, made)
    assert (list(first.cells("name")), list(second.cells("points"))) == (["甲"], [None, 3.0])
    assert {name: list(cells) for name, cells in made.items()} == {
        "name": ["甲", "乙", "丙"],
        "points": [1.0, None, 3.0],
    }
    assert (len(first), len(second), second["name"].tolist()) == (1, 2, ["乙", "丙"])
    assert second.frame["points"].sum() == 3
