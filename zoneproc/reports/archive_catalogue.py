"""R-14 档案目录(一支部一册): which records of a year each branch has on file, and which are missing. S5.1.2b, S0b."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.duties.archive_index import BRANCH_FORMS
from zoneproc.duties.awaiting import returns_of
from zoneproc.duties.branches import branches_in
from zoneproc.duties.returns import MISSING
from zoneproc.excel.cover import period_words
from zoneproc.excel.pages import FRAMED, PLAIN_TEXT, Box, Line, Pages
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.excel.states import state_style
from zoneproc.excel.styles import CALM, HEAD, STRONG, style
from zoneproc.forms import FORMS, table_of
from zoneproc.forms.vocabularies import DOCUMENT_KINDS
from zoneproc.kinds import as_text
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import branch_explanation, explanation
from zoneproc.reports.masthead import Sheets, finality, workbook
from zoneproc.reports.names import branch_labels, rows_of
from zoneproc.results import Run, YearResult

NUMBER, TITLE, BOOK = "R-14", "档案目录", "档案目录总览"
COMPLETE, NIL, LACKING = "齐全", "零报告", "缺"
_SECTIONS = {"BASE": "基础台账", "MON": "月度报表", "QTR": "季度考核", "ANN": "年度报表"}
_DOCUMENTS, _RETURNS, _SIGNED = "实施与发动资料", "报送记录", "签字归档材料"
_BY_HAND = (
    ("季度考核表(R-12)签字件", "□ 一季度  □ 二季度  □ 三季度  □ 四季度"),
    ("限期改正通知单(R-11)签收件", "□ 已归档  □ 本年没有"),
    ("公开图板(R-13)各次更新留存", "□ 已归档"),
    ("推荐票决、公示材料", "□ 已归档  □ 本年没有推荐"),
)
_SAID = (
    "一个支部一册,按实施与发动资料、基础台账、月度、季度、年度报表的次序编排。",
    "“应有”是当年应报的期数,“已有”是有记录的期数;允许零报告的表没有内容时记“零报告”,其余没有记录的记“缺”。",
    "缺报的期次列在“说明”栏;“报送记录”为各期报表受理情况。",
    "签字归档材料由支部装订时逐项核对打勾。",
)
_COLUMNS = "branch_code section name due held state said".split()
_WIDTHS = (6.0, 34.0, 8.0, 8.0, 10.0, 36.0)
_HEAD = FRAMED | STRONG | style(align="center", bg_color=HEAD, font_size=10)
_SECTION = FRAMED | STRONG | style(bg_color=CALM, font_size=10, indent=1)
_WORDS = FRAMED | style(font_size=10, indent=1)
_MIDDLE = FRAMED | style(font_size=10, align="center")
_TITLE = PLAIN_TEXT | style(font_size=18, bold=True, align="center")
_FAINT = PLAIN_TEXT | style(font_size=9, align="center")
_SIGNATURE = PLAIN_TEXT | style(font_size=11)


def archive_catalogues(result: YearResult) -> Sequence[Workbook]:
    """The office's overview of what is missing, and for each branch its own catalogue to file."""
    run = result.run
    records = records_of(run)
    codes = records["branch_code"].unique().tolist()
    labels = branch_labels(run.ledger, codes)
    by_branch = records.groupby("branch_code", sort=False)
    own = [_own(run, by_branch.get_group(code), labels[code]) for code in codes]
    lacking = records[records["state"].eq(LACKING)].assign(branch=lambda rows: rows["branch_code"].map(labels))
    sheets = [_overview(records, labels), _lacking_sheet(lacking), *explanation(run, _SAID)]
    figures = [("支部", f"{len(codes)} 个"), ("缺项", f"{len(lacking)} 项")]
    return [workbook(run, (NUMBER, BOOK), sheets, figures), *own]


def records_of(run: Run) -> pd.DataFrame:
    """The records every branch should have for the year, in the order of the catalogue.

    One row per branch and record: branch_code, section, name, due and held (periods; missing for documents not counted by
    period), state (齐全, 零报告 or 缺), said (what is missing, or where it lies).
    """
    codes = branches_in(run.ledger, run.period)["branch_code"].tolist()
    returns = returns_of(run.ledger, run.rules, run.period)
    filed = _Filed(run, returns)
    rows: list[tuple[object, ...]] = []
    for code in codes:
        rows += _documents(run, code)
        rows += [filed.record(code, form, str(sheet)) for form, sheet in filed.sheets]
        rows += _returns(returns[returns["branch_code"] == code], code)
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"due": "Int64", "held": "Int64"})


class _Filed:
    """Which sheets of which returns hold rows."""

    def __init__(self, run: Run, returns: pd.DataFrame) -> None:
        self.sheets = [
            (form, table.name)
            for form in BRANCH_FORMS
            for table in FORMS[form].tables
            if table.key and not table.reference and table.name != "documents"
        ]
        self._held = {name: _periods(run, name) for _, name in self.sheets}
        self._owed, self._came = defaultdict(list), defaultdict(set)
        for branch, form, period, state in zip(
            returns["branch_code"], returns["form"], returns["period"], returns["state"], strict=True
        ):
            self._owed[branch, form].append(str(period))
            if state != MISSING:
                self._came[branch, form].add(str(period))
        self._year = str(run.period)

    def record(self, branch: str, form: str, name: str) -> tuple[object, ...]:
        """One sheet of one branch: periods owed and held, and which are missing."""
        table = table_of(name)[1]
        held = self._held[name].get(branch, set())
        living = form == "BASE"
        owed = [self._year] if living else self._owed[branch, form]
        came = set(owed) & (held if living else self._came[branch, form])
        may_be_empty = table.nil_allowed or table.may_be_empty
        lacking = [each for each in owed if each not in held and not (may_be_empty and (each in came or living))]
        there = [each for each in owed if each in held]
        state = LACKING if lacking else COMPLETE if there else NIL
        said = f"缺:{'、'.join(_short(each) for each in lacking)}" if lacking else ""
        empty = len(owed) - len(there) - len(lacking)
        if empty and there:
            said = f"{said}{';' if said else ''}零报告 {empty} 期"
        return branch, _SECTIONS[form], f"{table.code} {table.label}", len(owed), len(there), state, said


def _periods(run: Run, name: str) -> Mapping[str, set[str]]:
    rows = run.ledger[name][["_branch", "_period"]].drop_duplicates()
    found: dict[str, set[str]] = defaultdict(set)
    for branch, period in zip(rows["_branch"], rows["_period"], strict=True):
        found[branch].add(str(period))
    return found


def _short(period: str) -> str:
    """2026-03 → 3月, 2026Q1 → 1季度; a year as it is."""
    tail = period[5:]
    if "Q" in period:
        return f"{period[-1]}季度"
    return f"{int(tail)}月" if tail else period


def _documents(run: Run, branch: str) -> Sequence[tuple[object, ...]]:
    """The kinds of B-7, each with the documents the branch has of it."""
    rows = run.ledger["documents"]
    rows = rows[rows["_branch"] == branch]
    found: list[tuple[object, ...]] = []
    for kind in DOCUMENT_KINDS.values:
        own = rows[rows["doc_kind"] == kind]
        told = [
            ",".join(
                part for part in (_shown(row["doc_name"]), _shown(row["doc_date"]), _shown(row["location"])) if part
            )
            for row in own.to_dict("records")
        ]
        state = COMPLETE if told else LACKING
        found.append((branch, _DOCUMENTS, f"B-7 {kind}", None, len(told), state, ";".join(told)))
    return found


def _shown(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return as_text(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)


def _returns(rows: pd.DataFrame, branch: str) -> Sequence[tuple[object, ...]]:
    """How the returns of each form came in."""
    found: list[tuple[object, ...]] = []
    for form in BRANCH_FORMS:
        own = rows[rows["form"] == form]
        if own.empty:
            continue
        missing = own.loc[own["state"].eq(MISSING), "period"]
        late = own.loc[own["state"].eq("迟报"), "period"]
        parts = [
            f"{word}:{'、'.join(map(_short, found))}"
            for word, found in (("缺报", missing), ("迟报", late))
            if len(found)
        ]
        state = LACKING if len(missing) else COMPLETE
        name = f"{FORMS[form].title}受理情况"
        found.append((branch, _RETURNS, name, len(own), len(own) - len(missing), state, ";".join(parts)))
    return found


def _own(run: Run, records: pd.DataFrame, label: str) -> Workbook:
    catalogue = Pages("档案目录", "本支部一册的目录,打印后置于卷首。", _WIDTHS, [_page(run, records, label)])
    lacking = int(records["state"].eq(LACKING).sum())
    figures = [("应归档", f"{len(records)} 项"), ("缺", f"{lacking} 项")]
    sheets: Sheets = [catalogue, branch_explanation(run, _SAID, str(records["branch_code"].iloc[0]))]
    return workbook(run, (NUMBER, TITLE), sheets, figures, label)


def _page(run: Run, records: pd.DataFrame, label: str) -> Sequence[Line]:
    about = f"{run.company}    {label}    {period_words(str(run.period))}    结果性质:{finality(run)}"
    lines = [
        Line([Box("党员责任区档案目录", _TITLE, wide=6)], 36),
        Line([Box(about, _FAINT, wide=6)], 20),
        Line([Box(text, _HEAD) for text in ("序号", "材料名称", "应有", "已有", "情况", "说明")], 22),
    ]
    number = 0
    for section, rows in records.groupby("section", sort=False):
        lines.append(Line([Box(section, _SECTION, wide=6)], 19))
        for row in rows_of(rows):
            number += 1
            lines.append(_line(number, row))
    lines.append(Line([Box(f"{_SIGNED}(装订时核对打勾)", _SECTION, wide=6)], 19))
    for text, choice in _BY_HAND:
        number += 1
        lines.append(Line([Box(number, _MIDDLE), Box(text, _WORDS), Box(choice, _WORDS, wide=4)], 19))
    lines.append(
        Line(
            [Box("整理人:                    支部书记(盖章):                    年    月    日", _SIGNATURE, wide=6)],
            40,
        )
    )
    return lines


def _line(number: int, row: Mapping[str, object]) -> Line:
    state = str(row["state"])
    looks = (_MIDDLE, _WORDS, _MIDDLE, _MIDDLE, _MIDDLE | state_style(state), _WORDS)
    values = (number, row["name"], row["due"], row["held"], state, row["said"])
    return Line([Box(value, look) for value, look in zip(values, looks, strict=True)], 19)


def _overview(records: pd.DataFrame, labels: Mapping[str, str]) -> Sheet:
    states = {
        state: records["state"].eq(state).groupby(records["branch_code"]).sum() for state in (COMPLETE, NIL, LACKING)
    }
    lacking = records[records["state"].eq(LACKING)]
    by_section = pd.crosstab(lacking["branch_code"], lacking["section"])
    rows = pd.DataFrame({"records": records.groupby("branch_code").size(), **states}).join(by_section).fillna(0)
    sections = [name for name in (_DOCUMENTS, *_SECTIONS.values(), _RETURNS) if name in rows]
    rows = rows.astype("int64").rename_axis("branch_code").reset_index()
    rows = rows.assign(branch=rows["branch_code"].map(labels))
    columns = (
        Column("支部", "branch", "name", 22),
        Column("应归档", "records", "integer"),
        Column(COMPLETE, COMPLETE, "integer"),
        Column(NIL, NIL, "integer"),
        Column(LACKING, LACKING, "integer", alarm=True),
        *(Column(name, name, "integer", band="其中缺项", alarm=True) for name in sections),
    )
    return Sheet("总览", "各支部档案总览", "各支部应归档材料的齐缺情况。", [TableBlock(columns, rows, frozen=1)])


def _lacking_sheet(rows: pd.DataFrame) -> Sheet:
    columns = (
        Column("支部", "branch", "name", 22),
        Column("类别", "section", "name", 18),
        Column("材料名称", "name", "text", 30),
        Column("应有", "due", "integer"),
        Column("已有", "held", "integer"),
        Column("说明", "said", "long", 44),
    )
    return Sheet("缺项清单", "档案缺项清单", "请有关支部补齐。", [TableBlock(columns, rows, frozen=1)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, archive_catalogues))
