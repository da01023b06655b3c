"""计算说明 (R-16), appended to every result: by which rules, from which files, and what may still change."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Notes, Sheet, TableBlock
from zoneproc.forms import FORMS
from zoneproc.ledger import Source
from zoneproc.reports.masthead import PRIVACY, finality, note_of
from zoneproc.reports.names import branch_names
from zoneproc.results import Run
from zoneproc.rules import default_rule_rows, said
from zoneproc.scoring.scheme_text import BLOCK_NAMES

__all__ = ["branch_explanation", "explanation"]

Subjects = Sequence[tuple[str, str]]
"""Whose rules are printed: subject (党员) and cadence (季度)."""


def explanation(run: Run, lines: Sequence[str], subjects: Subjects = ()) -> Sequence[Sheet]:
    """The last sheets of a workbook. `lines` say in plain words how the figures of this workbook come about."""
    heading = f"计算说明 — {finality(run)}"
    said = [note_of(run), *lines, _openness(run), PRIVACY]
    numbered = [f"{number}. {line}" for number, line in enumerate(said, start=1)]
    note = "本表册依据的规定、来源和尚未确定之处。"
    first = Sheet("计算说明", heading, note, [Notes(numbered, "说明"), _awaited(run)])
    standards = [_standards(run, subjects), *_extra(run, subjects)] if subjects else []
    return [first, *standards, _parameters(run), _sources(run)]


def branch_explanation(run: Run, lines: Sequence[str], code: str = "") -> Sheet:
    """The last sheet of a branch's own workbook: how its figures come about and, with its code, from which of its files."""
    said = [note_of(run), *lines, _openness(run, "尚有报表未报"), PRIVACY]
    notes = Notes([f"{number}. {line}" for number, line in enumerate(said, start=1)], "说明")
    heading, note = f"计算说明 — {finality(run)}", "本表册的说明和本支部计入结果的报表。"
    if not code:
        return Sheet("计算说明", heading, note, [notes])
    own = [source for source in run.ledger.sources.values() if source.branch == code]
    return Sheet("计算说明", heading, note, [notes, _source_table(run, own)])


def _openness(run: Run, some: str = "尚有报表未报(见下表)") -> str:
    if run.provisional:
        return f"截至 {run.judged_on:%Y-%m-%d} {some},收齐或封存后重新生成,结果可能变化。"
    return f"截至 {run.judged_on:%Y-%m-%d} 应报报表已收齐或已封存,结果不再因缺报变化。"


def _awaited(run: Run) -> TableBlock:
    titles = {form: FORMS[form].title for form in FORMS}
    rows = run.open_returns.sort_values(["branch_code", "due_at", "form"], kind="stable")
    rows = rows.assign(title=rows["form"].map(titles))
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "short_name", "name"),
        Column("表册", "title", "name"),
        Column("报告期", "period", "code"),
        Column("应报时间", "due_at", "datetime"),
    )
    return TableBlock(columns, rows, "待报报表")


def _standards(run: Run, subjects: Subjects) -> Sheet:
    rules = run.rules
    items = [
        (
            row.subject,
            row.cadence,
            BLOCK_NAMES.get(row.block, row.block),
            row.code,
            row.label,
            row.full_points,
            row.measure,
            row.shape,
            _terms(row.arguments),
            row.basis,
        )
        for subject, cadence in subjects
        for row in rules.indicators(subject, cadence)
    ]
    grades = [
        (subject, cadence, grade.label, grade.at_least, grade.cap_share)
        for subject, cadence in subjects
        for grade in rules.grades(subject, cadence)
    ]
    who = {subject for subject, _ in subjects}
    vetoes = [(*key, effect) for key, effect in rules.veto_rows.items() if key[0] in who]
    blocks = [
        TableBlock(_ITEMS, _frame(items, _ITEMS), "指标"),
        TableBlock(_GRADES, _frame(grades, _GRADES), "等次"),
        TableBlock(_VETOES, _frame(vetoes, _VETOES), "一票否决"),
    ]
    shown = [block for block in blocks if len(block.rows)]
    return Sheet("指标与等次", "指标、等次和一票否决", "得分所用的指标、满分、计分方式和依据。", shown)


def _extra(run: Run, subjects: Subjects) -> Sequence[Sheet]:
    """What bonuses and deductions are worth: long, so on a sheet of its own, whose head is repeated on paper."""
    who = {subject for subject, _ in subjects}
    known = (item for item in run.rules.adjustment_rows.items() if item[0][0] in who)
    rows = [(*key, row.points, row.kind_cap, row.basis) for key, row in known]
    note = "每类加分、扣分事项按级别的分值;每季上限为同一类在一个季度内最多计的分。"
    return [Sheet("加扣分标准", "加扣分标准", note, [TableBlock(_EXTRA, _frame(rows, _EXTRA))])] if rows else []


def _terms(arguments: Mapping[str, float]) -> str:
    return ";".join(f"{name}={'清零' if value == float('inf') else f'{value:g}'}" for name, value in arguments.items())


def _frame(rows: Sequence[tuple[object, ...]], columns: Sequence[Column]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[column.name for column in columns])


_ITEMS = (
    Column("对象", "subject", "name"),
    Column("周期", "cadence", "name"),
    Column("板块", "block", "name"),
    Column("代码", "code", "code"),
    Column("指标", "label", "text"),
    Column("满分", "full", "points"),
    Column("计算内容", "measure", "name"),
    Column("计分方式", "shape", "name"),
    Column("计分参数", "arguments", "long", 34),
    Column("依据", "basis", "long", 40),
)
_GRADES = (
    Column("对象", "subject", "name"),
    Column("周期", "cadence", "name"),
    Column("等次", "label", "state"),
    Column("最低得分", "at_least", "points"),
    Column("名额比例", "cap_share", "percent", missing="不限"),
)
_EXTRA = (
    Column("对象", "subject", "name"),
    Column("类别", "kind", "name"),
    Column("级别", "level", "name", missing="不分"),
    Column("分值", "points", "points"),
    Column("每季上限", "cap", "points", missing="不限"),
    Column("依据", "basis", "long", 40),
)
_VETOES = (Column("对象", "subject", "name"), Column("情形", "kind", "text"), Column("效果", "effect", "text"))


def _parameters(run: Run) -> Sheet:
    known = _basis(run)
    rows = [(*known.get(key, ("", None, "")), said(key, value), key) for key, value in run.rules.parameters.items()]
    frame = pd.DataFrame(rows, columns=["label", "since", "basis", "value", "key"])
    columns = (
        Column("含义", "label", "long", 48),
        Column("取值", "value", "name"),
        Column("生效日期", "since", "date"),
        Column("依据", "basis", "long", 46),
        Column("参数代号", "key", "text", aside=True),
    )
    note = "计算时有效的全部参数,按考核办法的次序;需要调整的,在考核办法“参数”表增加一行并写明生效日期和依据。"
    return Sheet("参数与依据", "参数与依据", note, [TableBlock(columns, frame)])


def _basis(run: Run) -> Mapping[str, tuple[str, object, str]]:
    """Meaning, date and basis of each parameter's row in force: the office's workbook first, else the shipped scheme."""
    told = {str(row["key"]): _meaning(row) for row in default_rule_rows()["parameters"]}
    office = run.ledger["parameters"]
    office = office[office["effective_from"].fillna(pd.Timestamp.min) <= pd.Timestamp(run.rules.day)]
    for row in (
        office.sort_values("effective_from", kind="stable").fillna({"label": "", "basis": ""}).to_dict("records")
    ):
        told[str(row["key"])] = _meaning({str(name): value for name, value in row.items()})
    return told


def _meaning(row: Mapping[str, object]) -> tuple[str, object, str]:
    return str(row.get("label", "")), row.get("effective_from"), str(row.get("basis", ""))


def _sources(run: Run) -> Sheet:
    note = "计入本结果的全部文件;同一报表多次报送的,按考核办法只计一个版本。"
    return Sheet("来源文件", "来源文件", note, [_source_table(run, run.ledger.sources.values())])


def _source_table(run: Run, sources: Iterable[Source]) -> TableBlock:
    names = branch_names(run.ledger)
    ordered = sorted(sources, key=lambda source: (source.branch, source.form, source.period, source.file))
    frame = pd.DataFrame(
        [_source_row(source, names) for source in ordered],
        columns=["file", "branch", "form", "period", "version", "received", "id"],
    ).astype({"received": "datetime64[s]"})
    columns = (
        Column("文件", "file", "path", 66),
        Column("支部", "branch", "name", missing="公司"),
        Column("表册", "form", "name"),
        Column("报告期", "period", "code"),
        Column("报送版本", "version", "integer"),
        Column("收到时间", "received", "datetime"),
        Column("文件指纹", "id", "code"),
    )
    return TableBlock(columns, frame)


def _source_row(source: Source, names: Mapping[str, str]) -> tuple[object, ...]:
    form = FORMS[source.form].title if source.form in FORMS else source.form
    branch = names.get(source.branch, source.branch) or None
    return source.file, branch, form, source.period, source.version, source.received_at, source.id
