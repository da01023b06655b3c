"""V05 of nominees whose year does not carry the award: what can only be told once the year is scored (2.10, U64)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.checks import as_ruled
from zoneproc.checks.votes import V05
from zoneproc.findings import Finding
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset
from zoneproc.scoring.awards import BARRED
from zoneproc.scoring.blocks import BREAK

__all__ = ["unworthy_nominees"]

_TOLD = ("被一票否决", "有限期改正未销号")
"""Reasons that the returns themselves show, told by the check of the same number."""


def unworthy_nominees(ledger: Ledger, rules: Ruleset, year: Period, awards: pd.DataFrame) -> Sequence[Finding]:
    """V05 at the row of Y-3 of every nominee who is 不符合, with the reasons that were not told before, as the office rules it."""
    barred = awards[awards["status"].eq(BARRED)].set_index(["award", "subject"])["reasons"]
    rows = ledger["nominations"]
    rows = rows[rows["_period"].eq(str(year))]
    pairs = zip(rows["award"], rows["subject_no"], strict=True)
    faults = [_untold(str(barred.get(pair, ""))) for pair in pairs]
    rows = rows.assign(fault=pd.Series(faults, index=rows.index, dtype="str"))
    slots = {"name": "subject_name", "seen": "subject_no", "fault": "fault"}
    found = ledger.findings_of(V05, "nominations", rows[rows["fault"] != ""], "subject_no", **slots)
    return as_ruled(found, rules, year.end)


def _untold(reasons: str) -> str:
    left = [reason for reason in reasons.split(BREAK) if reason and reason not in _TOLD]
    return f"不符合评选条件:{'、'.join(left)}" if left else ""
