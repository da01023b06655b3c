"""Blocks of items, and reasons in words: what groups, branches and awards share."""

from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.scoring.points import totals_of

BREAK = ";"


def items_of(points: pd.DataFrame, codes: Sequence[str], subjects: pd.Series) -> pd.DataFrame:
    """The exact points, one row per subject in the order given and one column per indicator code; missing = 不适用."""
    wide = points.pivot(index="subject", columns="indicator", values="points")  # noqa: PD010  # one value per cell
    return wide.reindex(index=pd.Index(subjects), columns=list(codes)).astype("float64").reset_index(drop=True)


def block_points(points: pd.DataFrame, subjects: pd.Series) -> pd.Series:
    """Exact points of a block, in the order of `subjects`: what does not apply leaves the maximum, and the rest is
    scaled to the full block (4/46, U43, U50). Missing where nothing applies.
    """
    sums = totals_of(points, subjects)
    full = points.groupby("subject")["full"].sum().reindex(sums.index)
    share = sums["earned"] / sums["maximum"].where(sums["maximum"] > 0)
    return (share * full).astype("float64").reset_index(drop=True)


def reasons(faults: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """For each row the texts whose mask holds, joined with `;`; "" where none does."""
    joined = pd.Series("", index=index, dtype="str")
    for text, mask in faults.items():
        with_fault = joined.where(joined == "", joined + BREAK) + text
        joined = joined.mask(mask.fillna(value=False).astype(bool), with_fault)
    return joined
