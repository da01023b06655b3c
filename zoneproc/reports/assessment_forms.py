"""R-12 党员责任区季度考核表: one page per member to be signed and filed; one workbook per branch. S5.1.2b, S5.2.1."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.excel.cover import period_words
from zoneproc.excel.pages import FRAMED, PLAIN_TEXT, Box, Line, Pages
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.excel.styles import CALM, HEAD, STRONG, style
from zoneproc.excel.wording import cut
from zoneproc.reports import REPORTS, PerBranch, Report
from zoneproc.reports.explanation import branch_explanation
from zoneproc.reports.masthead import Sheets, finality, workbook
from zoneproc.reports.member_quarter import BANDS, remarks
from zoneproc.reports.names import branch_labels, branch_names, group_names, rows_of
from zoneproc.reports.quarter_overview import MEMBER, QUARTERLY
from zoneproc.reports.score_sheets import costly_cases, items_wide
from zoneproc.results import QuarterResult, Run
from zoneproc.rules import Indicator
from zoneproc.scoring.adjustments import adjustments_of

NUMBER, TITLE = "R-12", "季度考核表"
HEADING, FORMS, LIST = "党员责任区季度考核表", "考核表", "成绩一览"
ABSENT, NOT_APPLICABLE, NOTHING = "—", "不适用", "无"
_WIDTHS = (14.0, 23.0, 9.0, 12.0, 34.0)
_LONGEST_REASON, _LONGEST_REMARK = 100, 160
_MONTH = re.compile(r"\b\d{4}-0?(\d{1,2}) ")
_LABEL = FRAMED | STRONG | style(align="center", bg_color=HEAD)
_MIDDLE = FRAMED | style(align="center")
_FIGURE = FRAMED | style(align="center", num_format="0.00")
_WORDS = FRAMED | style(indent=1)
_SMALL = _WORDS | style(font_size=10)
_RESULT = _FIGURE | STRONG | style(bg_color=CALM, font_size=12)
_SIGNED = FRAMED | style(valign="top", indent=1)
_FAINT = PLAIN_TEXT | style(font_size=9, align="center")
_TITLE = PLAIN_TEXT | style(font_size=18, bold=True, align="center")
_DATED = "\n\n\n        年    月    日"
_NOTE = "本表一式两份,本人、支部各存一份。对得分有异议的,请在“本人异议”栏写明理由,由支部核实;支部更正前得分不变。"
_SAID = (
    "一名党员一页,按支部内名次排列;点“成绩一览”中的箭头可到本人一页。打印用 A4 纸纵向。",
    "“扣分原因”逐项列出影响得分的事项,次数多的只列前几项;全部明细和来源单元格见党员季度得分表(R-7)。",
    "得分、等次、名次与党员季度得分表(R-7)一致,计算规则和参数见该表“计算说明”。",
    "“本人异议”取自支部所报季度考核表;异议不改变得分,支部核实后以更正的报表为准。",
)


def assessment_forms(result: QuarterResult) -> Sequence[Workbook]:
    """One workbook per branch: its members by place, a page for each, and how the figures come about."""
    run = result.run
    people = _People(result)
    members = people.members.sort_values(
        ["branch_code", "rank", "member_no"], kind="stable", na_position="last", ignore_index=True
    )
    codes = members["branch_code"].unique().tolist()
    labels = branch_labels(run.ledger, codes)
    by_branch = members.groupby("branch_code", sort=False)
    return PerBranch(codes, lambda code: _workbook(run, people, by_branch.get_group(code), labels[code]))


def _workbook(run: Run, people: "_People", members: pd.DataFrame, label: str) -> Workbook:
    pages = [people.page(row) for row in rows_of(members)]
    forms = Pages(FORMS, "一人一页,供本人确认、签字、存档。", _WIDTHS, pages)
    rows = members.assign(at=forms.starts, signed=[people.signed(number) for number in members["member_no"]])
    sheets: Sheets = [_list_sheet(rows), forms, branch_explanation(run, _SAID)]
    disputed = sum(bool(people.said(number, "objection")) for number in members["member_no"])
    figures = [("党员", f"{len(members)} 人"), ("提出异议", f"{disputed} 人")]
    return workbook(run, (NUMBER, TITLE), sheets, figures, label)


def _list_sheet(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("名次", "rank", "rank", 11, tied_by="tied", missing=ABSENT),
        Column("党员编号", "member_no", "code"),
        Column("姓名", "name", "name", leads=(FORMS, "at")),
        Column("类别", "member_type", "name"),
        Column("基础分 B", "base", "points", 10, missing=ABSENT),
        Column("加分", "bonus", "points"),
        Column("扣分", "deduction", "points"),
        Column("得分 S", "total", "total", 10, missing=ABSENT),
        Column("等次", "grade", "state", 14),
        Column("本人确认", "signed", "name", 11, missing=ABSENT),
    )
    return Sheet(
        LIST, "党员季度成绩一览", "按支部内名次排列;点姓名可到本人考核表。", [TableBlock(columns, rows, frozen=3)]
    )


class _People:
    """What the pages of a quarter are filled from, looked up by member."""

    def __init__(self, result: QuarterResult) -> None:
        run, scores = result.run, result.scores
        self.run, self.indicators = run, run.rules.indicators(MEMBER, QUARTERLY)
        self.members = scores.members.assign(remark=remarks(scores.members))
        self._items = items_wide(scores.points, self.indicators).to_dict("index")
        self._reasons = _reasons(costly_cases(scores.cases, scores.points, self.indicators))
        self._adjusted = _adjustments(run)
        assessed = run.ledger["assessments"]
        own = assessed[assessed["_period"] == str(run.period)].drop_duplicates("member_no", keep="last")
        self._said = own.set_index("member_no")[["rating_reason", "objection", "member_signed"]].to_dict("index")
        self._groups, self._branches = group_names(run.ledger), branch_names(run.ledger)
        self._sizes = scores.members.groupby("branch_code")["ranked"].sum().to_dict()
        self._blocks = _blocks(self.indicators)

    def said(self, number: str, name: str) -> str:
        """What the branch filled in for a member (Q-1); empty if nothing."""
        value = self._said.get(number, {}).get(name)
        return "" if value is None or pd.isna(value) else str(value)

    def signed(self, number: str) -> str:
        """Whether the member has confirmed the result: 是, 否, or empty."""
        return {"True": "是", "False": "否"}.get(self.said(number, "member_signed"), "")

    def page(self, row: Mapping[str, object]) -> Sequence[Line]:
        """The page of one member."""
        return [*self._head(row), *self._item_lines(str(row["member_no"])), *self._sums(row), *self._foot(row)]

    def _head(self, row: Mapping[str, object]) -> Sequence[Line]:
        branch = self._branches.get(str(row["branch_code"]), str(row["branch_code"]))
        group = self._groups.get(str(row["group_code"]), "") or NOTHING
        about = f"{self.run.company}    {period_words(str(self.run.period))}    结果性质:{finality(self.run)}"
        return [
            Line([Box(HEADING, _TITLE, wide=5)], 36),
            Line([Box(about, _FAINT, wide=5)], 20),
            Line(
                [
                    Box("姓  名", _LABEL),
                    Box(row["name"], _MIDDLE | STRONG),
                    Box("编  号", _LABEL),
                    Box(row["member_no"], _MIDDLE),
                    Box(f"党支部:{branch}", _WORDS),
                ],
                24,
            ),
            Line(
                [
                    Box("类  别", _LABEL),
                    Box(row["member_type"], _MIDDLE),
                    Box("在岗月数", _LABEL),
                    Box(row["months_in_service"], _MIDDLE),
                    Box(f"党小组:{group}", _WORDS),
                ],
                24,
            ),
            Line([Box(text, _LABEL) for text in ("任务", "指标", "满分", "得分", "扣分原因")], 24),
        ]

    def _item_lines(self, number: str) -> Sequence[Line]:
        points = self._items.get(number, {})
        lines = []
        for item, block in zip(self.indicators, self._blocks, strict=True):
            value = points.get(item.code)
            known = value is not None and not pd.isna(value)
            boxes = [
                Box(item.label, _WORDS),
                Box(item.full_points, _MIDDLE),
                Box(value if known else NOT_APPLICABLE, _FIGURE),
                Box(self._reasons.get((number, item.code), ""), _SMALL),
            ]
            lines.append(Line([block, *boxes] if block else boxes, 23, start=0 if block else 1))
        return lines

    def _sums(self, row: Mapping[str, object]) -> Sequence[Line]:
        place = f"第 {row['rank']} 名{'(并列)' if row['tied'] else ''},共 {self._sizes[row['branch_code']]} 人排名"
        ranked = not pd.isna(row["rank"])  # type: ignore[call-overload]
        scored = row["unscored_reason"] == ""
        earned = [Box(row[name] if scored else None, _FIGURE) for name in ("maximum", "earned")]
        adjusted = self._adjusted.get(str(row["member_no"]), "")
        return [
            Line(
                [Box("适用指标合计", _LABEL, wide=2), *earned, Box("基础分 B = 100 × 得分合计 ÷ 满分合计", _SMALL)], 23
            ),
            Line(
                [
                    Box("基础分 B", _LABEL),
                    Box(_or_absent(row["base"]), _FIGURE),
                    Box("加分", _LABEL),
                    Box(row["bonus"], _FIGURE),
                    Box(f"扣分 {row['deduction']:.2f}{adjusted}", _SMALL),
                ],
                24,
            ),
            Line(
                [
                    Box("季度得分 S", _LABEL),
                    Box(_or_absent(row["total"]), _RESULT),
                    Box("等次", _LABEL),
                    Box(row["grade"], _MIDDLE | STRONG),
                    Box(f"支部内名次:{place if ranked else ABSENT}", _WORDS | STRONG),
                ],
                26,
            ),
        ]

    def _foot(self, row: Mapping[str, object]) -> Sequence[Line]:
        number = str(row["member_no"])
        rating = str(row["branch_rating"] or "") or "未评"
        why = self.said(number, "rating_reason")
        rating = f"{rating}({why})" if why else rating
        told = (("备  注", cut(str(row["remark"]), _LONGEST_REMARK)), ("支部评价", rating))
        signers = (("本人签名:", 2), ("党小组长:", 2), ("党支部书记(盖章):", 1))
        return [
            *(Line([Box(label, _LABEL), Box(text, _WORDS, wide=4)], 23) for label, text in told),
            Line([Box("本人异议", _LABEL), Box(self.said(number, "objection") or NOTHING, _WORDS, wide=4)], 34),
            Line([Box(text + _DATED, _SIGNED, wide=wide) for text, wide in signers], 76),
            Line([Box(_NOTE, _FAINT | style(align="left"), wide=5)], 30),
        ]


def _or_absent(value: object) -> object:
    return ABSENT if value is None or pd.isna(value) else value  # type: ignore[call-overload]


def _blocks(indicators: Sequence[Indicator]) -> Sequence[Box | None]:
    """The box of the task before its first item; None before the others it reaches down to."""
    blocks = [row.block for row in indicators]
    return [
        Box(BANDS.get(block, block), _MIDDLE, tall=_run_length(blocks, at))
        if at == 0 or blocks[at - 1] != block
        else None
        for at, block in enumerate(blocks)
    ]


def _run_length(blocks: Sequence[str], at: int) -> int:
    return next((end for end in range(at, len(blocks)) if blocks[end] != blocks[at]), len(blocks)) - at


def _reasons(cases: pd.DataFrame) -> Mapping[tuple[str, str], str]:
    """By member and indicator: the cases that cost points in words, equal ones counted, no longer than fits."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, indicator, note, count in zip(
        cases["subject"], cases["indicator"], cases["note"], cases["count"], strict=True
    ):
        found[subject, indicator].append(_MONTH.sub(r"\1月 ", note) or count)
    return {key: _told(notes) for key, notes in found.items()}


def _told(notes: Sequence[str]) -> str:
    text = ""
    for note in dict.fromkeys(notes):
        if text and len(text) + len(note) > _LONGEST_REASON:
            return f"{text}等 {len(notes)} 项"
        times = notes.count(note)
        text += f"{';' if text else ''}{cut(note, _LONGEST_REASON)}{f'({times} 次)' if times > 1 else ''}"
    return text


def _adjustments(run: Run) -> Mapping[str, str]:
    """By member: what earned bonus and what was deducted (Q-2), in words."""
    rows = adjustments_of(run.ledger, run.rules, run.period)
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows[rows["counted"]].to_dict("records"):
        found[str(row["member_no"])].append(f"{row['adj_kind']} {row['points']:+g}({row['reason']})")
    return {number: cut(f"。加减分事项:{';'.join(texts)}", _LONGEST_REMARK) for number, texts in found.items()}


REPORT = REPORTS.add(NUMBER, Report(NUMBER, QuarterResult, assessment_forms, per_branch=True))
