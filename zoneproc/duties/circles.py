"""Circles of branches: those that name the same person, team or line, and so may have to do with each other."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from zoneproc.duties.roster import company_branches
from zoneproc.forms import RETURNS, table_of
from zoneproc.kinds import Kind
from zoneproc.ledger import Ledger

__all__ = ["circles"]

_OWN_NUMBERS = frozenset({"activity_no", "link_no"})
"""Codes that every branch counts from one: two of them use the same without meaning the same."""


def circles(ledger: Ledger) -> Mapping[str, frozenset[str]]:
    """Every branch of the company or of a return, and the branches of its circle, itself among them.

    Any other code that two branches write, in whatever column, puts them into one circle. Missing codes join nobody.
    """
    known = {*company_branches(ledger), *ledger.returns["branch_code"]}
    parts = [_written(ledger[table], name) for table, name in _columns(ledger)]
    written = pd.concat([pd.DataFrame({"code": [], "branch": []}, dtype="str"), *parts])
    found = {branch: frozenset([branch]) for branch in sorted({*known, *written["branch"]})}
    for _, together in _shared(written).groupby("code")["branch"]:
        circle = frozenset[str]().union(*(found[branch] for branch in together))
        found |= dict.fromkeys(circle, circle)
    return found


def _columns(ledger: Ledger) -> list[tuple[str, str]]:
    return [
        (table, item.name)
        for table in ledger.frames
        if table != "cover" and table_of(table)[0].id in RETURNS
        for item in table_of(table)[1].read_fields
        if item.kind is Kind.CODE and item.name not in _OWN_NUMBERS
    ]


def _written(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows[[name, "_branch"]].set_axis(["code", "branch"], axis=1).dropna()


def _shared(written: pd.DataFrame) -> pd.DataFrame:
    """The rows of codes that more than one branch writes."""
    codes, kinds = pd.factorize(written["code"])
    branches, _ = pd.factorize(written["branch"])
    some = np.zeros(len(kinds), dtype="int64")
    some[codes] = branches  # one branch of each code, whichever
    return written[np.isin(codes, codes[some[codes] != branches])]
