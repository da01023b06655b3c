"""看进度: how the returns of a period stand, and the words to remind those who have not sent theirs (promise 19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from zoneproc.archive import PARTLY, QUERIED
from zoneproc.duties.awaiting import AWAITED, RETURNED, standing
from zoneproc.duties.returns import LATE, ON_TIME
from zoneproc.ledger import Ledger, in_force
from zoneproc.period import Period
from zoneproc.results import Run

__all__ = ["Status", "rates", "seal_words", "secretaries_of", "status_of", "tally_of"]

_FORMS = {"MON": "月度报表", "QTR": "季度考核", "ANN": "年度报表"}
_ASKED = {
    PARTLY: "请按退回修改单改正标红的单元格,报送版本加 1 再报。",
    QUERIED: "请核对退回修改单:有误的改正,无误的在“支部说明”中写一句,再报。",
}
_SECOND, _BULLETIN = timedelta(days=2), timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Status:
    """The standing of a period: `returns` (one row per owed return) and the reminder `text` for a chat group.

    `returns` are as from duties.awaiting.standing, with the verdict on the version that counts ("" if none does).
    """

    run: Run
    returns: pd.DataFrame
    text: str


def status_of(run: Run) -> Status:
    """The standing of the run's period at its moment; a return received later than that is not known yet."""
    owed = standing(run.ledger, run.rules, run.period, run.moment)
    verdicts = run.ledger.returns.drop_duplicates("source", keep="last").set_index("source")["verdict"]
    owed = owed.assign(verdict=owed["source"].map(verdicts).astype("str").fillna(""))
    lines = [f"【{run.period} 报送情况】截至 {run.moment:%Y-%m-%d %H:%M}"]
    for form in owed["form"].unique():
        lines += _paragraph(owed[owed["form"] == form], str(form), run)
    seal = next((seal for seal in run.seals if seal.period == str(run.period)), None)
    if seal is not None:
        lines.append(f"本期已于 {seal.at:%m-%d %H:%M} 封存,以后收到的只存档、不计入。")
    if not len(owed):
        lines.append("本期没有应报的支部,请检查公司台账的“组织代码”。")
    return Status(run, owed, "\n".join(lines))


def tally_of(owed: pd.DataFrame) -> Mapping[str, int]:
    """How many returns are owed, and how many stand how."""
    counts = owed["standing"].value_counts()
    return {"应报": len(owed)} | {name: int(counts.get(name, 0)) for name in (ON_TIME, LATE, RETURNED, AWAITED)}


def rates(owed: pd.DataFrame, moment: datetime) -> tuple[float, float]:
    """按时率 and 完整率: received in time, and received at all, of the returns that are due or in; NaN if none is."""
    asked = owed[(owed["due_at"] <= pd.Timestamp(moment)) | owed["standing"].isin((ON_TIME, LATE))]
    if asked.empty:
        return float("nan"), float("nan")
    return float(asked["standing"].eq(ON_TIME).mean()), float(asked["standing"].isin((ON_TIME, LATE)).mean())


def secretaries_of(ledger: Ledger, moment: datetime) -> Mapping[str, str]:
    """The secretary in post of each branch, by code (C-9)."""
    posts = in_force(ledger["secretaries"], moment.date()).dropna(subset=["branch_code", "secretary_name"])
    return dict(zip(posts["branch_code"], posts["secretary_name"], strict=True))


def _paragraph(owed: pd.DataFrame, form: str, run: Run) -> list[str]:
    """One form of the period (of a quarter or year also the forms inside it), with whom to remind and in which tone."""
    count = tally_of(owed)
    received = count[ON_TIME] + count[LATE]
    came = f"已收 {received} 份(按时 {count[ON_TIME]},迟报 {count[LATE]})"
    lines = [
        f"{_FORMS[form]}:应报 {len(owed)} 份,{came},退回待改 {count[RETURNED]} 份,未报 {count[AWAITED]} 份。",
    ]
    back = owed[owed["standing"] == RETURNED]
    if len(back):
        lines.append(f"已退回、等待更正:{_names(back)}。请按退回修改单改好,报送版本加 1,于期限前再报。")
    for verdict, asked in _ASKED.items():
        rows = owed[owed["verdict"] == verdict]
        if len(rows):
            lines.append(f"{verdict} {len(rows)} 份:{_names(rows)}。{asked}")
    awaited = owed[owed["standing"] == AWAITED]
    for due, rows in awaited.groupby("due_at"):
        lines.append(_reminder(rows, pd.Timestamp(str(due)).to_pydatetime(), run))
    return lines


def _reminder(rows: pd.DataFrame, due: datetime, run: Run) -> str:
    """T+0 the list of missing, T+2 a second reminder naming the secretary, T+5 a word on the bulletin (section 5)."""
    late = run.moment - due
    head = f"未报:{_names(rows)}。"
    if late < timedelta(0):
        return f"{head}截止 {due:%m-%d %H:%M},请按时报送。"
    if late < _SECOND:
        return f"{head}已过截止时间({due:%m-%d %H:%M}),请今天内报送。"
    names = secretaries_of(run.ledger, run.moment)
    people = dict.fromkeys(
        f"{row.short_name} {names.get(str(row.branch_code), '')}".strip() for row in rows.itertuples()
    )
    asked = f"再次提醒,请书记督促:{'、'.join(people)}。已超期 {late.days} 天,请立即报送。"
    return asked if late < _BULLETIN else f"{asked}至今未报的,在本期通报中列为“未报”;冻结时间后不再计入。"


def _names(rows: pd.DataFrame) -> str:
    periods = len(set(rows["period"])) > 1
    return "、".join(
        dict.fromkeys(
            f"{row.short_name}({row.period})" if periods else str(row.short_name) for row in rows.itertuples()
        )
    )


def seal_words(run: Run, period: Period) -> str:
    """Whether a period is sealed, when, and for the how-manieth time."""
    seal = next((seal for seal in run.seals if seal.period == str(period)), None)
    return "未封存" if seal is None else f"已封存(第 {seal.edition} 次,{seal.at:%Y-%m-%d %H:%M})"
