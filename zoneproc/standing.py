"""看进度: how the returns of a period stand, and the words to remind those who have not sent theirs (promise 19)."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from zoneproc.duties.returns import LATE, MISSING, ON_TIME
from zoneproc.period import Period

_FORMS = {"MON": "月度报表", "QTR": "季度考核", "ANN": "年度报表"}


@dataclass(frozen=True, slots=True)
class Status:
    """The standing of a period: `returns` (one row per owed return) and the reminder `text` for a chat group."""

    returns: pd.DataFrame
    text: str


def status_of(returns: pd.DataFrame, period: Period, moment: datetime) -> Status:
    """The standing at a moment; `returns` as from duties.awaiting. A return received later than that is not known yet."""
    known = returns["received_at"].isna() | (returns["received_at"] <= pd.Timestamp(moment))
    owed = returns.assign(state=returns["state"].where(known, MISSING))
    lines = [f"【{period} 报送情况】截至 {moment:%Y-%m-%d %H:%M}"]
    for form in owed["form"].unique():
        lines += _paragraph(owed[owed["form"] == form], str(form), moment)
    sent_back = owed[owed["state"].eq(MISSING) & (owed["send_backs"] > 0)]
    if len(sent_back):
        lines.append(f"已退回、等待更正:{_names(sent_back)}。请按退回修改单改好后,报送版本加 1 再报。")
    if not len(owed):
        lines.append("本期没有应报的支部,请检查公司台账的“组织代码”。")
    return Status(owed, "\n".join(lines))


def _paragraph(owed: pd.DataFrame, form: str, moment: datetime) -> list[str]:
    counts = owed["state"].value_counts()
    due = owed["due_at"].max()
    missing = owed[owed["state"] == MISSING]
    on_time, late = int(counts.get(ON_TIME, 0)), int(counts.get(LATE, 0))
    lines = [
        f"{_FORMS[form]}:应报 {len(owed)} 份,已收 {on_time + late} 份(按时 {on_time},迟报 {late}),未报 {len(missing)} 份。"
    ]
    if len(missing):
        tail = "已过截止时间,请今天内报送。" if due < pd.Timestamp(moment) else "请按时报送。"
        lines.append(f"未报:{_names(missing)}。截止 {due:%m-%d %H:%M},{tail}")
    return lines


def _names(rows: pd.DataFrame) -> str:
    return "、".join(dict.fromkeys(rows["short_name"]))
