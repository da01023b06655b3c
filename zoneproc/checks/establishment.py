"""The D family, first part: the branch has set the system up, meets about it, shows it, and sums it up (S5.1)."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zoneproc.checks import View, check
from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.forms import table_of
from zoneproc.ledger import in_force
from zoneproc.period import Cadence

D01 = declare(
    Code(
        "D01",
        Severity.NOTE,
        "缺少实施意见或已过期",
        "“实施与发动资料”{fault}。",
        "请制定本支部的具体实施意见,每年复核一次,登记在基础台账“实施与发动资料”。",
        "S5.1.1c, S0b",
    )
)
D02 = declare(
    Code(
        "D02",
        Severity.NOTE,
        "全年没有召开党员大会",
        "{year} 年没有登记以支部为单位的党员大会。",
        "请召开党员大会做好思想发动,登记在“组织生活与会议”或“实施与发动资料”。",
        "S5.1.1d",
    )
)
D03 = declare(
    Code(
        "D03",
        Severity.NOTE,
        "图板内容与责任区不一致",
        "“{label}”为 {seen},责任区划分中是 {right}。",
        "请核对公开图板,按现行责任区划分更新后重填。",
        "S5.1.2a, domain.md 2.5",
    )
)
D04 = declare(
    Code(
        "D04",
        Severity.ERROR,
        "图板公开了不应公开的内容",
        "“{label}”不是“是”。",
        "请从图板上撤下联系人名单;没有本人同意的照片也请撤下。",
        "domain.md 2.5, 6",
    )
)
D05 = declare(
    Code(
        "D05",
        Severity.NOTE,
        "全年没有责任区议题的组织生活会",
        "{year} 年的组织生活会(民主生活会)都没有责任区议题。",
        "请至少召开一次以参加责任区活动和发挥作用为议题的组织生活会,互相评议、互相监督。",
        "S5.1.3a",
    )
)
D06 = declare(
    Code(
        "D06",
        Severity.NOTE,
        "没有听遍党员的责任区汇报",
        "{year} 年组织生活会共听取 {heard} 人次汇报,本支部在岗党员 {members} 名。",
        "请利用组织生活会,每年至少听取每名党员汇报一次。",
        "S5.1.4a",
    )
)
D07 = declare(
    Code(
        "D07",
        Severity.NOTE,
        "没有年度总结",
        "{year} 年度“总结与典型”中没有年度总结。",
        "请总结全年责任区工作,登记在年度报表“总结与典型”。",
        "S5.1.5a",
    )
)

D15 = declare(
    Code(
        "D15",
        Severity.NOTE,
        "支部党员超过五十名",
        "本支部现有党员 {count} 名。",
        "党员超过 50 名的支部一般应分设支部或成立党总支,请报党委研究。",
        "domain.md 4/29(F31)",
    )
)

_MOST_MEMBERS = 50
_A_YEAR = pd.DateOffset(years=1)
_ORGANISATION_LIFE = "组织生活会(民主生活会)"
_BOARD_COUNTS = {"members_shown": "member_no", "zones_shown": "zone_code"}
_BOARD_CONSENTS = ("contacts_hidden", "photo_consent")


def asks_for_year(view: View) -> bool:
    """Whether a whole year is asked about: yearly duties are not found wanting before its end."""
    return any(period.cadence is Cadence.YEAR for period in view.periods)


def branch_files(view: View, form: str) -> pd.DataFrame:
    """One row per branch with a BASE at hand: its last file of the form, else the BASE, as `_branch`, `_source`, `_row`."""
    return view.once(f"files of {form}", lambda: _branch_files(view, form))


def _branch_files(view: View, form: str) -> pd.DataFrame:
    covers = view.ledger["cover"]
    covers = covers[covers["template_id"].isin(["BASE", form])]
    ordered = covers.assign(of_form=covers["template_id"].eq(form))
    ordered = ordered.sort_values(["of_form", "_period"], kind="stable")
    registers = view.ledger["members"].drop_duplicates("_branch")
    both = pd.concat([registers[["_branch", "_source"]], ordered[["_branch", "_source"]]])
    files = both.drop_duplicates("_branch", keep="last")
    return files[files["_branch"].isin(view.on_file)].assign(_row=0).sort_values("_branch", ignore_index=True)


def told_on_sheet(view: View, code: Code, table: str, rows: pd.DataFrame, **words: str) -> list[Finding]:
    """As `View.on_sheet`; where the branch sent no such sheet, the place is the sheet's name alone."""
    found = view.on_sheet(code, table, rows, **words)
    label = table_of(table)[1].label
    return [at if at.place.sheet else replace(at, place=Place("", label)) for at in found]


@check("return")
def every_branch_has_its_own_rules(view: View) -> list[Finding]:
    """D01: a 实施意见 in B-7, not older than a year on the last day (once, reviewed yearly)."""
    documents = view.ledger["documents"]
    rules = documents[documents["doc_kind"].eq("实施意见") & documents["doc_date"].le(pd.Timestamp(view.day))]
    latest = rules.sort_values("doc_date", kind="stable").drop_duplicates("_branch", keep="last")
    old = latest[latest["doc_date"] < pd.Timestamp(view.day) - _A_YEAR]
    old = old.assign(fault=[f"中的实施意见是 {day:%Y-%m-%d} 的,已满一年没有复核" for day in old["doc_date"]])
    branches = branch_files(view, "BASE")
    none = branches[~branches["_branch"].isin(latest["_branch"])]
    return [
        *told_on_sheet(view, D01, "documents", none, fault="没有登记实施意见"),
        *view.findings(D01, "documents", old, "doc_date", fault="fault"),
    ]


@check("company")
def every_branch_calls_its_members_together(view: View) -> list[Finding]:
    """D02: a 党员大会 in the year, in Q-5 or as a record in B-7."""
    if not asks_for_year(view):
        return []
    year = view.months[-1].year
    meetings, records = view.ledger["meetings"], view.ledger["documents"]
    called = meetings[meetings["meeting_kind"].eq("党员大会") & meetings["meeting_date"].dt.year.eq(year)]
    written = records[records["doc_kind"].eq("党员大会记录") & records["doc_date"].dt.year.eq(year)]
    met = {*called["_branch"], *written["_branch"]}
    return _missing(view, D02, "meetings", "QTR", met)


def _missing(view: View, code: Code, table: str, form: str, done: set[str]) -> list[Finding]:
    """The branches that have not done it, told on the sheet where it would stand."""
    branches = branch_files(view, form)
    branches = branches[~branches["_branch"].isin(done)]
    return told_on_sheet(view, code, table, branches, year=str(view.months[-1].year))


@check("return", "boards")
def the_board_counts_what_the_register_holds(view: View) -> list[Finding]:
    """D03: members and zones shown are those with a zone in force on the day of the board, of the latest board."""
    boards = _latest_boards(view)
    found = []
    for shown, key in _BOARD_COUNTS.items():
        right = [_in_use(view, branch, day, key) for branch, day in zip(*_branch_and_day(boards), strict=True)]
        rows = boards.assign(right=pd.Series(right, index=boards.index, dtype="Int64"))
        rows = rows[rows[shown].ne(rows["right"]).fillna(False).astype(bool)]
        label = "上板党员数" if shown == "members_shown" else "上板责任区数"
        found += view.findings(D03, "boards", rows, shown, label=label, seen=shown, right="right")
    return found


def _latest_boards(view: View) -> pd.DataFrame:
    boards = view.rows("boards").dropna(subset=["board_date"]).sort_values("board_date", kind="stable")
    boards = boards.drop_duplicates(["_branch", "location"], keep="last")
    return boards[boards["_branch"].isin(view.on_file)]


def _branch_and_day(boards: pd.DataFrame) -> tuple[Sequence[str], Sequence[pd.Timestamp]]:
    return list(boards["_branch"]), list(boards["board_date"])


def _in_use(view: View, branch: str, day: pd.Timestamp, key: str) -> int:
    zones = in_force(view.ledger["zones"], day.date())
    return int(zones.loc[zones["_branch"].eq(branch), key].nunique())


@check("return", "boards")
def the_board_shows_nothing_private(view: View) -> list[Finding]:
    """D04: 已隐去联系人名单 is 是, and so is the consent to a photograph (domain.md 6)."""
    boards = view.rows("boards")
    labels = {"contacts_hidden": "已隐去联系人名单", "photo_consent": "照片公开本人同意"}
    return [
        finding
        for name in _BOARD_CONSENTS
        for finding in view.findings(
            D04, "boards", boards[boards[name].eq(False).fillna(False).astype(bool)], name, label=labels[name]
        )
    ]


@check("company")
def the_year_has_a_meeting_about_zones(view: View) -> list[Finding]:
    """D05: at least one 组织生活会(民主生活会) of the year with 责任区议题 是."""
    if not asks_for_year(view):
        return []
    return _missing(view, D05, "meetings", "QTR", set(_zone_meetings(view)["_branch"]))


def _zone_meetings(view: View) -> pd.DataFrame:
    meetings = view.ledger["meetings"]
    asked = meetings["meeting_date"].dt.year.eq(view.months[-1].year) & meetings["zone_topic"].eq(True).fillna(False)
    about_zones: pd.DataFrame = meetings[asked & meetings["meeting_kind"].eq(_ORGANISATION_LIFE)]
    return about_zones


@check("company")
def every_member_is_heard_once_a_year(view: View) -> list[Finding]:
    """D06: reports heard at the 组织生活会 of the year against the members owed on the last day; numbers only, no names."""
    if not asks_for_year(view):
        return []
    heard = _zone_meetings(view).groupby("_branch")["heard_count"].sum()
    people = view.roster(view.day)
    owed = people[people["owed"]].groupby("branch_code").size()
    branches = branch_files(view, "QTR")
    branches = branches[branches["_branch"].isin(heard.index)]
    rows = branches.assign(heard=branches["_branch"].map(heard), members=branches["_branch"].map(owed).fillna(0))
    rows = rows.astype({"heard": "Int64", "members": "Int64"})
    short = rows[rows["heard"] < rows["members"]]
    year = str(view.months[-1].year)
    return told_on_sheet(view, D06, "meetings", short, year=year, heard="heard", members="members")


@check("company")
def the_year_is_summed_up(view: View) -> list[Finding]:
    """D07: an 年度总结 in Y-6; content is not judged (S5.1.2c: completeness only, not quality)."""
    if not asks_for_year(view):
        return []
    summaries = view.rows("summaries")
    return _missing(view, D07, "summaries", "ANN", set(summaries.loc[summaries["kind"].eq("年度总结"), "_branch"]))


@check("company")
def no_branch_grows_too_large(view: View) -> list[Finding]:
    """D15: more than fifty members on the roll on the last day; a reminder only."""
    sizes = view.roster(view.day).groupby("branch_code").size()
    branches = branch_files(view, "BASE")
    rows = branches.assign(count=branches["_branch"].map(sizes).fillna(0).astype("int64"))
    return told_on_sheet(view, D15, "members", rows[rows["count"] > _MOST_MEMBERS], count="count")
