"""R-11 限期改正通知单与台账: who may have to be asked, a notice per case, and what became of earlier ones. S5.1.4c.

A request to mend the work of a zone, issued by the branch; never a formal measure (domain.md 1.3 A10).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.duties.contacts import contact_months
from zoneproc.duties.incidents import latest_rows
from zoneproc.duties.rectifications import deadlines_of
from zoneproc.excel.cover import period_words
from zoneproc.excel.pages import FRAMED, PLAIN_TEXT, Box, Line, Pages
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.excel.styles import HEAD, STRONG, style
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import branch_explanation
from zoneproc.reports.masthead import Sheets, workbook
from zoneproc.reports.names import branch_labels, group_names, member_names, rows_of, with_branch
from zoneproc.results import QuarterResult, Run
from zoneproc.scoring.correction import TASKS, correction_candidates
from zoneproc.scoring.quarter import MEMBER, QUARTERLY

NUMBER, TITLE, BOOK = "R-11", "限期改正", "限期改正通知单与台账"
OPEN, EXTENDED, OVERDUE, DONE, CLOSED = "整改中", "已延期", "超期", "待验收", "已销号"
_STATES = (OVERDUE, OPEN, EXTENDED, DONE, CLOSED)
_ASKED = {
    "季度等次不合格": "对照本季考核表逐项改进,落实责任区任务,下季度考核达到合格以上。",
    "连续两月未谈心": "补上谈心并如实记录;此后每月与每名重点联系人至少谈心一次。",
    "交办任务未完成": "在时限内完成任务并报支部验收;确有困难的,向支部说明并商定办法。",
}
_CLAUSE = (
    "根据《党员责任区实施意见》五(一)4 关于对没有完成责任区任务的党员及时提出要求、限期改正的规定,",
    "实施意见五(一)4",
)
_SAID = (
    "候选名单按考核办法自动列出:季度等次不合格、同一联系人连续两个月没有谈心、到期交办任务没有完成;是否下达由支部研究决定。",
    "已有未销号通知的党员不再列新的通知单,见台账。",
    "情况按生成依据日判断:已填销号日期的为已销号;过了时限(含延期,延期以考核办法规定的天数为限)仍未销号的为超期;已完成未销号的为待验收。",
    "通知单是对责任区工作的督促和改进要求,一式两份,本人、支部各存一份。",
)
_WIDTHS = (15.0, 30.0, 15.0, 30.0)
_LABEL = FRAMED | STRONG | style(align="center", bg_color=HEAD)
_WORDS = FRAMED | style(indent=1)
_MIDDLE = FRAMED | style(align="center")
_DAY = _MIDDLE | style(num_format='yyyy"年"m"月"d"日"')
_TOP = FRAMED | style(valign="top", indent=1)
_TITLE = PLAIN_TEXT | style(font_size=18, bold=True, align="center")
_BODY = PLAIN_TEXT | style(font_size=12)
_RIGHT = PLAIN_TEXT | style(align="right")
_SMALL = PLAIN_TEXT | style(font_size=9)
_BLANK_DAY, _DATED = "      年   月   日", "\n\n      年    月    日"


def corrections(result: QuarterResult) -> Sequence[Workbook]:
    """The office's workbook of all branches, and for each branch with a case its own with the notices to print."""
    run = result.run
    asked, rows = _candidates(result), rectification_ledger(run)
    sheets = [
        _overview(run, asked, rows),
        _candidate_sheet(asked),
        _ledger_sheet(rows),
        branch_explanation(run, _SAID),
    ]
    codes = sorted({*asked["branch_code"], *rows["branch_code"]})
    labels = branch_labels(run.ledger, codes)
    notices: dict[str, list[Sequence[Line]]] = {code: [] for code in codes}
    for case in [*rows_of(rows[rows["state"].ne(CLOSED)]), *rows_of(asked[~asked["already_open"].astype(bool)])]:
        notices[str(case["branch_code"])].append(_notice(run, case))
    own = [_own(run, (_of(asked, code), _of(rows, code)), notices[code], labels[code]) for code in codes]
    return [workbook(run, (NUMBER, BOOK), sheets, _figures(asked, rows)), *own]


def _own(
    run: Run, frames: tuple[pd.DataFrame, pd.DataFrame], notices: Sequence[Sequence[Line]], label: str
) -> Workbook:
    asked, rows = frames
    pages = Pages("通知单", "一件一页,供支部研究下达、本人签收;空白处由支部填写。", _WIDTHS, notices)
    sheets: Sheets = [
        _candidate_sheet(asked, alone=True),
        _ledger_sheet(rows, alone=True),
        *([pages] if notices else []),
        branch_explanation(run, _SAID),
    ]
    return workbook(run, (NUMBER, TITLE), sheets, _figures(asked, rows), label)


def _of(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    return rows[rows["branch_code"] == code]


def _figures(asked: pd.DataFrame, rows: pd.DataFrame) -> Sequence[tuple[str, object]]:
    new = int((~asked["already_open"].astype(bool)).sum())
    return [
        ("候选(尚无未销号通知)", f"{new} 人"),
        *((state, f"{int(rows['state'].eq(state).sum())} 件") for state in _STATES),
    ]


def rectification_ledger(run: Run) -> pd.DataFrame:
    """The Q-4 rows as last reported, the longest overdue first (U07, U54).

    One row per matter: columns of Q-4 and branch_code, branch, name, group, deadline (with its extension), state (超期, 整改中,
    已延期, 待验收 or 已销号), overdue_days (missing unless 超期).
    """
    rows = latest_rows(run.ledger, "rectifications", "rect_no", run.period)
    deadline = deadlines_of(rows, run.rules)
    late = (pd.Timestamp(run.judged_on) - deadline).dt.days
    closed = rows["closed_date"].notna()
    overdue = late.gt(0) & ~closed
    state = pd.Series(OPEN, index=rows.index, dtype="str").mask(rows["extended_to"].notna(), EXTENDED)
    state = state.mask(rows["done_date"].notna(), DONE).mask(overdue, OVERDUE).mask(closed, CLOSED)
    rows = rows.assign(
        branch_code=rows["_branch"],
        deadline=deadline,
        state=state,
        overdue_days=late.where(overdue).astype("Int64"),
        order=state.map({word: at for at, word in enumerate(_STATES)}),
    )
    rows = rows.sort_values(
        ["order", "overdue_days", "branch_code", "rect_no"], ascending=[True, False, True, True], kind="stable"
    )
    return _named(run, rows.reset_index(drop=True))


def _named(run: Run, rows: pd.DataFrame) -> pd.DataFrame:
    people = run.ledger["members"].drop_duplicates("member_no", keep="last").set_index("member_no")["group_code"]
    groups = rows["member_no"].map(people).map(group_names(run.ledger)).fillna("")
    return with_branch(rows.assign(name=rows["member_no"].map(member_names(run.ledger)), group=groups), run.ledger)


def _candidates(result: QuarterResult) -> pd.DataFrame:
    """The candidates with what is to be mended, in words: problem, demand."""
    run = result.run
    rows = correction_candidates(run.ledger, run.rules, result.scores)
    facts = _facts(result)
    found = [
        [(reason, facts.get((number, reason), "")) for reason in reasons.split(";")]
        for number, reasons in zip(rows["member_no"], rows["reasons"], strict=True)
    ]
    return _named(
        run,
        rows.assign(
            problem=pd.Series([";".join(f"{reason}{fact}" for reason, fact in each) for each in found], dtype="str"),
            demand=pd.Series(["\n".join(_ASKED[reason] for reason, _ in each) for each in found], dtype="str"),
            taken=rows["already_open"].astype(bool).map({True: "已有未销号通知", False: ""}).astype("str"),
        ),
    )


def _facts(result: QuarterResult) -> Mapping[tuple[str, str], str]:
    """Behind each reason of a member its facts in brackets; contacts are not named."""
    run, scores = result.run, result.scores
    facts: dict[tuple[str, str], str] = {}
    due = contact_months(run.ledger, run.rules, run.period.months)
    missed = due[~due["done"].astype(bool)].groupby(["member_no", "month"]).size().reset_index(name="count")
    by_member: dict[str, list[str]] = defaultdict(list)
    for number, month, count in zip(missed["member_no"], missed["month"], missed["count"], strict=True):
        by_member[str(number)].append(f"{int(str(month)[-2:])}月 {count} 人")
    facts |= {(number, "连续两月未谈心"): f"(未谈:{'、'.join(months)})" for number, months in by_member.items()}
    codes = [row.code for row in run.rules.indicators(MEMBER, QUARTERLY) if row.measure == TASKS]
    cases = scores.cases[scores.cases["indicator"].isin(codes)]
    undone = cases[cases["numerator"].eq(0) & cases["denominator"].gt(0)]
    for number, notes in undone.groupby("subject")["note"]:
        facts[str(number), "交办任务未完成"] = f"({'、'.join(dict.fromkeys(notes))})"
    totals = scores.members.dropna(subset=["total"])
    for number, total in zip(totals["member_no"], totals["total"], strict=True):
        facts[str(number), "季度等次不合格"] = f"(得分 {total:.2f})"
    return facts


def _overview(run: Run, asked: pd.DataFrame, rows: pd.DataFrame) -> Sheet:
    new = ~asked["already_open"].astype(bool)
    counts = {"asked": asked.groupby("branch_code").size(), "new": new.groupby(asked["branch_code"]).sum()}
    counts |= {state: rows["state"].eq(state).groupby(rows["branch_code"]).sum() for state in _STATES}
    table = pd.DataFrame(counts).fillna(0).astype("int64").rename_axis("branch_code").reset_index()
    columns = (
        Column("支部", "branch", "name"),
        Column("候选", "asked", "integer", band="本季候选"),
        Column("其中尚无通知", "new", "integer", band="本季候选"),
        *(Column(state, state, "integer", band="台账", alarm=state == OVERDUE) for state in _STATES),
    )
    total = {column.name: int(table[column.name].sum()) for column in columns if column.look == "integer"}
    table = with_branch(table.sort_values("branch_code", ignore_index=True), run.ledger)
    block = TableBlock(columns, table, total={"branch": "合计", **total}, frozen=1)
    return Sheet("总览", "限期改正总览", "各支部本季候选人数和台账情况。", [block])


def _candidate_sheet(rows: pd.DataFrame, *, alone: bool = False) -> Sheet:
    columns = (
        *(() if alone else (Column("支部", "branch", "name"),)),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("党小组", "group", "name"),
        Column("需要改正的问题", "problem", "long", 52),
        Column("建议的改正要求", "demand", "long", 44),
        Column("备注", "taken", "name", 16),
    )
    note = "按规则自动列出,供支部研究;是否下达由支部决定。"
    return Sheet("候选名单", "限期改正候选名单", note, [TableBlock(columns, rows, frozen=2 if alone else 3)])


def _ledger_sheet(rows: pd.DataFrame, *, alone: bool = False) -> Sheet:
    columns = (
        Column("情况", "state", "state", 10),
        Column("编号", "rect_no", "code", 16),
        *(() if alone else (Column("支部", "branch", "name"),)),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name"),
        Column("问题内容", "problem", "long", 34),
        Column("整改要求", "demand", "long", 34),
        Column("督办人", "supervisor", "name"),
        Column("下达日期", "issued_date", "date"),
        Column("整改时限", "due_date", "date"),
        Column("延期至", "extended_to", "date"),
        Column("超期天数", "overdue_days", "integer"),
        Column("完成日期", "done_date", "date"),
        Column("整改结果", "result", "long", 26),
        Column("验收人", "accepted_by", "name"),
        Column("销号日期", "closed_date", "date"),
    )
    note = "支部报来的限期改正事项,每个编号取最近一次的情况;超期的在前。"
    return Sheet("台账", "责任区任务限期改正(整改)台账", note, [TableBlock(columns, rows, frozen=2)])


def _notice(run: Run, case: Mapping[str, object]) -> Sequence[Line]:
    """One notice on one page; what is not decided yet is left blank to be filled in by hand."""
    days = int(run.rules.number("rectification_days"))
    number = _text(case, "rect_no")
    group = _text(case, "group")
    whom = f"{_text(case, 'name')} 同志(党员编号 {_text(case, 'member_no')},{_text(case, 'branch')}{group}):"
    said = f"{_CLAUSE[0]}现将有关事项通知如下,请按期改正,并及时向支部报告。"
    source = _text(case, "source") or f"{period_words(str(run.period))}考核"
    until = _day(case, "due_date", f"下达之日起 {days} 日内")
    extended = _day(case, "extended_to", f"只可延期一次,最长 {days} 日")
    return [
        Line([Box("党员责任区任务限期改正通知单", _TITLE, wide=4)], 44),
        Line([Box(f"编号:{number or '(由支部编号)            '}", _RIGHT, wide=4)], 22),
        Line([Box(whom, _BODY | STRONG, wide=4)], 28),
        Line([Box(f"    {said}", _BODY, wide=4)], 42),
        Line([Box("问题来源", _LABEL), Box(source, _MIDDLE), Box("责任督办人", _LABEL), Box(_text(case, "supervisor"), _MIDDLE)], 28),
        _wide("需要改正的\n问题", _text(case, "problem"), 60),
        _wide("改正要求", _text(case, "demand"), 60),
        _wide("改正措施\n(本人填写)", _text(case, "measure"), 60),
        Line([Box("下达日期", _LABEL), _day(case, "issued_date", _BLANK_DAY), Box("改正时限", _LABEL), until], 28),
        Line([Box("延期至", _LABEL), extended, Box("依据", _LABEL), Box(_CLAUSE[1], _MIDDLE)], 28),
        Line([Box(f"党支部书记(盖章):{_DATED}", _TOP, wide=2), Box(f"本人签收:{_DATED}", _TOP, wide=2)], 70),
        _wide("本人说明", "", 50),
        _wide("改正结果", _text(case, "result"), 56),
        Line([Box("完成日期", _LABEL), _day(case, "done_date", _BLANK_DAY), Box("销号日期", _LABEL), Box(_BLANK_DAY, _MIDDLE)], 28),
        Line([Box(f"验收人签名:{_DATED}", _TOP, wide=2), Box(f"党小组长签名:{_DATED}", _TOP, wide=2)], 62),
        Line([Box("本通知单一式两份,本人、支部各存一份。验收人不能是本人;按期完成并经验收后由支部销号。", _SMALL, wide=4)], 24),
    ]  # fmt: skip


def _wide(label: str, text: str, least: float) -> Line:
    return Line([Box(label, _LABEL), Box(text, _WORDS, wide=3)], least)


def _text(case: Mapping[str, object], name: str) -> str:
    value = case.get(name)
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def _day(case: Mapping[str, object], name: str, otherwise: str) -> Box:
    value = case.get(name)
    if isinstance(value, pd.Timestamp):
        return Box(value.to_pydatetime(), _DAY)
    return Box(otherwise, _MIDDLE)


REPORT = REPORTS.add(NUMBER, Report(NUMBER, QuarterResult, corrections))
