"""Grades from printed totals, and the limit on how many of a branch may hold one. U37, U38, U42."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from zoneproc.rules import Grade

UNSETTLED = "不定等次"
LIMITED = "(限额)"
OPEN_TIE = "并列待定"
BEYOND = "超出名额"


def grades_of(totals: pd.Series, grades: Sequence[Grade], vetoed: pd.Series) -> pd.Series:
    """The grade of each printed total; 不定等次 where there is none; the lowest where vetoed, score or no score."""
    found = pd.Series(UNSETTLED, index=totals.index, dtype="str")
    for grade in reversed(grades):
        found = found.mask(totals >= grade.at_least, grade.label)
    return found.mask(vetoed, grades[-1].label) if grades else found


def within_caps(members: pd.DataFrame, grades: Sequence[Grade]) -> pd.DataFrame:
    """The members with limited grades cut to their share of the branch; scores stay.

    Needs branch_code, grade, rank (in the branch, missing if not ranked). Adds capped and cap_note and prints the next
    grade with (限额) for those beyond the limit; a full tie across the line leaves nobody in (并列待定). The base is
    everybody ranked by the branch, the limit at least one. U38.
    """
    members = members.assign(capped=False, cap_note="")
    for grade, lower in pairwise(grades):
        if grade.cap_share is not None and math.isfinite(grade.cap_share):
            members = _cut(members, grade, lower.label + LIMITED)
    return members


def _cut(members: pd.DataFrame, grade: Grade, printed: str) -> pd.DataFrame:
    base = members.groupby("branch_code")["rank"].transform("count")
    limit = np.floor(base * (grade.cap_share or 0.0) + 1e-9).clip(lower=1)
    tie = members.groupby(["branch_code", "rank"])["rank"].transform("size").fillna(0)
    candidates = members["grade"].eq(grade.label) & members["rank"].notna()
    first = members["rank"].astype("float64")
    beyond = candidates & (first + tie - 1 > limit)
    across = beyond & (first <= limit)
    return members.assign(
        grade=members["grade"].mask(beyond, printed),
        capped=members["capped"] | beyond,
        cap_note=members["cap_note"].mask(beyond, BEYOND).mask(across, OPEN_TIE),
    )
