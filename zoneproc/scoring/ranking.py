"""Rounding once, and places shared by equals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

_NOISE = 9  # decimals beyond which differences are float noise: 0.1 + 0.2 is 0.3


def round_half_up(series: pd.Series, decimals: int) -> pd.Series:
    """The series rounded half up (四舍五入) to `decimals`; missing stays missing. Float noise is removed first. U06.

    >>> round_half_up(pd.Series([85.555, 2.675]), 2).tolist()
    [85.56, 2.68]
    """
    scale = 10.0**decimals
    return pd.Series(
        np.floor(np.round(series.astype("float64") * scale, _NOISE - decimals) + 0.5) / scale, series.index
    )


def half_up(number: float, decimals: int) -> float:
    """One number rounded half up; NaN stays NaN. U06."""
    return float(round_half_up(pd.Series([number], dtype="float64"), decimals).iloc[0])


def shared_ranks(frame: pd.DataFrame, by: Sequence[str], within: str = "") -> pd.Series:
    """Places 1, 2, 2, 4 (Int64) by the columns of `by` in turn, optionally inside each value of column `within`.

    Larger is better; a name with a leading `-` means smaller is better. A missing key comes last; a row whose first key
    is missing has no place (NA). Keys are compared exactly but for float noise. Never by name, code or row order. U39.
    """
    keys = pd.DataFrame({name: _key(frame, name) for name in by}, index=frame.index)
    ranked = keys[keys[by[0]].notna()].fillna(np.inf)
    places = ranked.assign(_within=frame[within] if within else "").sort_values(["_within", *by], kind="stable")
    inside = places.groupby("_within").cumcount() + 1
    first_of_tie = inside.groupby([places[name] for name in ("_within", *by)]).transform("min")
    return first_of_tie.reindex(frame.index).astype("Int64")


def _key(frame: pd.DataFrame, name: str) -> pd.Series:
    """The column so that smaller is better, without float noise."""
    sign = 1.0 if name.startswith("-") else -1.0
    return (sign * frame[name.removeprefix("-")].astype("float64")).round(_NOISE) + 0.0


def shares_place(ranks: pd.Series, within: pd.Series | None = None) -> pd.Series:
    """True where another row has the same place (inside the same value of `within`); False where there is none."""
    group = pd.Series("", index=ranks.index) if within is None else within
    same = ranks.groupby([group, ranks]).transform("size")
    return (same.fillna(0) > 1).astype(bool)
