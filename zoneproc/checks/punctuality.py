"""The L family: returns that came late, not at all, or not again."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.duties.returns import LATE, MISSING, deadlines, returns_received, working_day_after
from zoneproc.findings import Code, Finding, Place, Severity, declare

L01 = declare(
    Code(
        "L01",
        Severity.NOTE,
        "迟报",
        "{what}应于 {due} 前报送,实际 {received} 收到。",
        "请下期按时报送。",
        "domain.md 4/33, U51",
    )
)
L02 = declare(
    Code(
        "L02",
        Severity.NOTE,
        "未报",
        "{what}应于 {due} 前报送,至今没有收到可用的报表。",
        "请尽快报送。",
        "domain.md 4/34",
    )
)
L03 = declare(
    Code(
        "L03",
        Severity.NOTE,
        "退回后未按时重报",
        "{what}于 {sent} 退回修改,应在 {due} 前重报。",
        "请按退回修改单改正后尽快重报。",
        "domain.md 3.6, 4/35",
    )
)

_TITLES = {"BASE": "基础台账", "MON": "月度报表", "QTR": "季度考核", "ANN": "年度报表"}
_KEYS = ["form", "period"]


@check("company")
def returns_come_in_time(view: View) -> list[Finding]:
    """L01, L02: the owed returns of the periods asked that came late or, the deadline past, not at all."""
    received = returns_received(view.ledger, view.rules, view.months[-1].year)
    asked = received[received["period"].isin(_asked(view, received))]
    due = asked["state"].eq(MISSING) & _past(view, asked["due_at"])
    return [
        *[
            _told(L01, row, received=f"{row['received_at']:%Y-%m-%d %H:%M}")
            for row in _rows(asked[asked["state"].eq(LATE)])
        ],
        *[_told(L02, row) for row in _rows(asked[due])],
    ]


@check("company")
def returned_forms_come_back(view: View) -> list[Finding]:
    """L03: sent back, and no further version by the end of the last correction day (working days, U73)."""
    if not view.ledger.returns["send_back"].any():
        return []
    allowed = deadlines(view.ledger, view.rules, view.months[-1].year)[[*_KEYS, "correction_days"]]
    versions = view.ledger.returns.merge(allowed, on=_KEYS)
    versions = versions.sort_values(["received_at", "version"], kind="stable")
    versions["answer"] = versions.groupby(["branch_code", *_KEYS])["received_at"].shift(-1)
    sent = versions[versions["send_back"] & versions["period"].isin(_asked(view, versions))]
    days = [
        working_day_after(view.ledger, moment.date(), int(count))
        for moment, count in zip(sent["judged_at"], sent["correction_days"], strict=True)
    ]
    sent = sent.assign(due_at=pd.to_datetime(pd.Series(days, index=sent.index, dtype="object")))
    over = sent["due_at"] + pd.Timedelta(days=1)
    late = sent["answer"].ge(over) | (sent["answer"].isna() & _past(view, over))
    return [_told(L03, row, sent=f"{row['received_at']:%Y-%m-%d}") for row in _rows(sent[late])]


def _past(view: View, deadline: pd.Series) -> pd.Series:
    return pd.Series(True, deadline.index) if view.moment is None else deadline.lt(view.moment)


def _asked(view: View, rows: pd.DataFrame) -> list[str]:
    return [written for written in rows["period"].unique() if view.asks(written)]


def _rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


def _told(code: Code, row: Mapping[str, Any], **words: str) -> Finding:
    midnight = row["due_at"] == row["due_at"].normalize()
    due = f"{row['due_at']:%Y-%m-%d}" if midnight else f"{row['due_at']:%Y-%m-%d %H:%M}"
    return Finding(
        code,
        Place(row["file"]),
        code.message.format(what=f"{row['period']} {_TITLES[row['form']]}", due=due, **words),
        value=row["period"],
        branch=row["branch_code"],
        source=row["source"],
    )
