"""What the machine knows beside each line of the 看 checklist: E-2 系统事实 (S5.2.2c, 3.4.1). The examiner scores, not this."""

from collections.abc import Callable, Mapping

import pandas as pd

from zoneproc.duties.archive_index import archive_index
from zoneproc.ledger import Ledger, in_force
from zoneproc.rules import Ruleset
from zoneproc.scoring.year import YearScores

NOTHING = "没有记录"
Facts = Mapping[str, str]


def file_check_facts(ledger: Ledger, rules: Ruleset, scores: YearScores) -> pd.DataFrame:
    """One row per branch of the year and item of the checklist: branch_code, item_no, max_score, machine_fact.

    A fact begins with what the item asks for; of an item the office added nothing more is known.
    """
    branches = scores.branches[["branch_code"]]
    items = pd.DataFrame(
        [(item.item_no, item.max_points) for item in rules.file_check_items], columns=["item_no", "max_score"]
    ).astype({"item_no": "str", "max_score": "float64"})
    rows = branches.merge(items, how="cross")
    known = {item: find(ledger, scores) for item, find in FINDERS.items() if item in set(items["item_no"])}
    asked = {item.item_no: item.label for item in rules.file_check_items}
    pairs = zip(rows["branch_code"], rows["item_no"], strict=True)
    facts = [
        f"{asked[item]}:{known[item].get(branch, NOTHING)}" if item in known else asked[item] for branch, item in pairs
    ]
    return rows.assign(machine_fact=pd.Series(facts, index=rows.index, dtype="str"))


def _rules_of_branches(ledger: Ledger, scores: YearScores) -> Facts:
    rows = _dated(ledger, "documents", "doc_date", scores)
    rows = rows[rows["doc_kind"].eq("实施意见")].drop_duplicates("_branch", keep="last")
    return _said(rows, rows["doc_name"].fillna("") + ",日期 " + rows["doc_date"].dt.strftime("%Y-%m-%d"))


def _general_meetings(ledger: Ledger, scores: YearScores) -> Facts:
    rows = _dated(ledger, "meetings", "meeting_date", scores)
    counted = rows[rows["meeting_kind"].eq("党员大会")].groupby("_branch").size()
    return {str(branch): f"党员大会 {count} 次" for branch, count in counted.items()}


def _zones_and_board(ledger: Ledger, scores: YearScores) -> Facts:
    zones = in_force(ledger["zones"], scores.period.end).groupby("_branch")["zone_code"].nunique()
    boards = _dated(ledger, "boards", "board_date", scores).drop_duplicates("_branch", keep="last")
    shown = dict(zip(boards["_branch"], boards["zones_shown"].astype("str"), strict=True))
    return {
        str(branch): f"现行责任区 {count} 个,最近图板 {shown.get(branch, '没有')} 个" for branch, count in zones.items()
    }


def _contacts(ledger: Ledger, scores: YearScores) -> Facts:
    links = in_force(ledger["contacts"], scores.period.end).groupby("_branch").size()
    return {str(branch): f"现有联系关系 {count} 条" for branch, count in links.items()}


def _topics(ledger: Ledger, scores: YearScores) -> Facts:
    rows = _dated(ledger, "meetings", "meeting_date", scores)
    counted = rows[rows["zone_topic"].eq(True).fillna(False).astype(bool)].groupby("_branch").size()
    return {str(branch): f"有责任区议题的会议 {count} 次" for branch, count in counted.items()}


def _signed(ledger: Ledger, scores: YearScores) -> Facts:
    rows = ledger["assessments"]
    rows = rows[rows["_period"].str.startswith(str(scores.period.year))]
    signed = rows["member_signed"].fillna(value=False).astype("float64")
    return _shares(pd.DataFrame({"branch": rows["_branch"], "done": signed, "due": 1.0}), "本人确认")


def _archive(ledger: Ledger, scores: YearScores) -> Facts:
    index = archive_index(ledger, scores.period)
    index = index[~index["nil_allowed"]]
    return _shares(pd.DataFrame({"branch": index["branch_code"], "done": index["present"], "due": 1.0}), "应有表册")


def _counted(indicator: str, part: str, words: str) -> Callable[[Ledger, YearScores], Facts]:
    """The counts behind one indicator of the branch (and part), as a share."""

    def find(_: Ledger, scores: YearScores) -> Facts:
        rows = scores.measured[scores.measured["indicator"].eq(indicator) & scores.measured["part"].eq(part)]
        counts = {"branch": rows["subject"], "done": rows["numerator"], "due": rows["denominator"]}
        return _shares(pd.DataFrame(counts), words)

    return find


FINDERS: Mapping[str, Callable[[Ledger, YearScores], Facts]] = {
    "K01": _rules_of_branches,
    "K02": _general_meetings,
    "K03": _zones_and_board,
    "K04": _contacts,
    "K05": _counted("A3", "", "谈心完成"),
    "K06": _counted("A4", "", "月汇报"),
    "K07": _counted("A8", "意见", "意见按期办结"),
    "K08": _signed,
    "K09": _counted("A8", "限期改正", "限期改正按期销号"),
    "K10": _topics,
    "K11": _archive,
}


def _dated(ledger: Ledger, table: str, day: str, scores: YearScores) -> pd.DataFrame:
    """The rows of a table up to the year's end, documents of any age, the rest of this year only, in order of date."""
    rows = ledger[table]
    first = pd.Timestamp.min if table == "documents" else pd.Timestamp(scores.period.start)
    inside = (rows[day] >= first) & (rows[day] <= pd.Timestamp(scores.period.end))
    return rows[inside].sort_values(day, kind="stable")


def _said(rows: pd.DataFrame, words: "pd.Series[str]") -> Facts:
    return dict(zip(rows["_branch"], words, strict=True))


def _shares(rows: pd.DataFrame, words: str) -> Facts:
    """`words` with the share done and the numbers, per branch with anything due."""
    sums = rows.groupby("branch")[["done", "due"]].sum()
    return {
        str(branch): f"{words}率 {done / due:.0%}({done:g}/{due:g})"
        for branch, done, due in zip(sums.index, sums["done"], sums["due"], strict=True)
        if due > 0
    }
