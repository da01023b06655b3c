"""Blocks of items and reasons in words (U06, U50)."""

import pandas as pd
import pytest

from zoneproc.scoring.blocks import block_points, items_of, reasons

POINTS = pd.DataFrame(
    {
        "subject": ["a", "a", "b", "b"],
        "indicator": ["X", "Y", "X", "Y"],
        "full": [30.0, 10.0, 30.0, 10.0],
        "points": [24.0, None, None, None],
    }
)


def test_what_does_not_apply_leaves_the_maximum_U50():
    found = block_points(POINTS, pd.Series(["b", "a", "c"]))
    assert found.isna().tolist() == [True, False, True]
    assert found[1] == pytest.approx(32.0)


def test_items_in_the_order_asked():
    found = items_of(POINTS, ["Y", "X"], pd.Series(["a"]))
    assert found.columns.tolist() == ["Y", "X"]
    assert found["X"].tolist() == [24.0]


def test_reasons_are_joined_and_empty_without_fault():
    masks = {"甲": pd.Series([True, False]), "乙": pd.Series([True, pd.NA], dtype="boolean")}
    assert reasons(masks, pd.RangeIndex(2)).tolist() == ["甲;乙", ""]
