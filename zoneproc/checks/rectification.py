"""The G family: what was to be put right is, in time, and somebody else says so (S5.1.4c, 1.3 A10: a work matter only)."""

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.rectifications import deadlines_of
from zoneproc.findings import Code, Finding, Severity, declare

G01 = declare(
    Code(
        "G01",
        Severity.NOTE,
        "限期改正逾期未销号",
        "“{number}”的期限是 {deadline},至今没有销号。",
        "请督促改正并验收销号;确需延期的,只能延期一次。",
        "S5.1.4c",
    )
)
G02 = declare(
    Code(
        "G02",
        Severity.NOTE,
        "延期过长",
        "“{number}”延期至 {seen},超过整改时限后 {days} 天。",
        "延期以一次、{days} 天为限;考核按 {longest} 计算。",
        "domain.md 3.6, U54",
    )
)
G03 = declare(
    Code(
        "G03",
        Severity.ERROR,
        "验收人是本人",
        "“{number}”的验收人“{seen}”就是改正的党员本人。",
        "请由支部委员或督办人验收。",
        "domain.md 2.5",
    )
)
G04 = declare(
    Code(
        "G04",
        Severity.NOTE,
        "改正状态与日期不一致",
        "“{number}”的状态是“{seen}”,{fault}。",
        "请核对状态与完成、销号、延期日期。",
        "domain.md 2.5 Q-4",
    )
)
_CLOSED = "已销号"


def _rows(view: View) -> pd.DataFrame:
    """The latest row of every matter, with `deadline`."""
    return view.once("matters with their deadlines", lambda: _latest(view))


def _latest(view: View) -> pd.DataFrame:
    rows = latest_rows(view.ledger, "rectifications", "rect_no", view.months[-1].whole_year)
    return rows.assign(deadline=deadlines_of(rows, view.rules))


@check("return")
def rectifications_end_in_time(view: View) -> list[Finding]:
    """G01: not struck off on the last day, the deadline with its one extension past."""
    rows = _rows(view)
    late = rows[rows["closed_date"].isna() & rows["deadline"].lt(pd.Timestamp(view.day))]
    return view.findings(G01, "rectifications", late, "due_date", number="rect_no", deadline="deadline")


@check("return")
def an_extension_has_its_limit(view: View) -> list[Finding]:
    """G02: 延期至 later than `rectification_days` after 整改时限; scoring counts to the limit (U54)."""
    rows = _rows(view)
    days = int(view.rules.number("rectification_days"))
    over = rows[rows["extended_to"] > rows["deadline"]]
    words = {"number": "rect_no", "seen": "extended_to", "longest": "deadline"}
    return view.findings(G02, "rectifications", over, "extended_to", days=str(days), **words)


@check("return")
def nobody_accepts_his_own_work(view: View) -> list[Finding]:
    """G03: 验收人 is not the member himself."""
    names = view.ledger["members"].drop_duplicates(["member_no", "_branch"], keep="last")[
        ["member_no", "_branch", "name"]
    ]
    rows = _rows(view).merge(names, on=["member_no", "_branch"])
    own = rows[rows["accepted_by"].eq(rows["name"]).fillna(False).astype(bool)]
    return view.findings(G03, "rectifications", own, "accepted_by", number="rect_no", seen="accepted_by")


@check("return")
def the_state_fits_the_dates(view: View) -> list[Finding]:
    """G04: 已销号 and 销号日期 go together, and 延期 names its new date."""
    rows = _rows(view)
    closed = rows["rect_status"].eq(_CLOSED)
    faults = {
        "却填了销号日期": rows["rect_status"].notna() & ~closed & rows["closed_date"].notna(),
        "却没有填延期至": rows["rect_status"].eq("延期") & rows["extended_to"].isna(),
    }
    return [
        finding
        for fault, mask in faults.items()
        for finding in view.findings(
            G04,
            "rectifications",
            rows[mask.to_numpy(dtype=bool)],
            "rect_status",
            number="rect_no",
            seen="rect_status",
            fault=fault,
        )
    ]
