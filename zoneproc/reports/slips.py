"""R-2 退回修改单: for each branch what is wrong in its returns, where, and how to mend it; the gravest first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zoneproc.excel.cover import period_words
from zoneproc.excel.rows import Rows, listed
from zoneproc.excel.sheets import Column, Notes, Sheet, TableBlock, Workbook
from zoneproc.findings import Finding, Severity
from zoneproc.forms import FORMS
from zoneproc.reports import REPORTS, PerBranch, Report
from zoneproc.reports.masthead import file_name, note_of
from zoneproc.reports.names import OfBranches, branch_names
from zoneproc.reports.problems import by_code, findings_frame, problem_columns, summary_by_code
from zoneproc.results import MonthResult, Run
from zoneproc.rounds import LIVES

NUMBER, TITLE, FOLDER = "R-2", "退回修改单", "退回"
UNKNOWN = "未识别文件"
_CHANGE_COLUMNS = ("form", "title", "period", "versions", "label", "key", "change", "field", "before", "after", "cell")
_SETTLED = (
    "感谢更正。本支部报表中没有需要再改的问题,不用重报。",
    "“版本对比”列出了这次更正改动的内容,请核对是否与本意一致。",
)

_ROUNDS = (
    Column("表册", "title", "name", 11),
    Column("报告期", "period", "code", 11),
    Column("版本", "version", "integer", 7),
    Column("处理结果", "verdict", "state", 13),
    *(Column(life, life, "integer", 8) for life in LIVES),
    Column("文件", "file", "long", 50),
)
_COMPARED = (
    Column("表册", "title", "name", 11),
    Column("报告期", "period", "code", 11),
    Column("版本", "versions", "code", 14),
    Column("工作表", "label", "text", 22),
    Column("哪一行", "key", "text", 26),
    Column("变化", "change", "state", 11),
    Column("栏目", "field", "text", 18),
    Column("原填", "before", "long", 30),
    Column("现填", "after", "long", 30),
    Column("单元格", "cell", "code", 10),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What one slip tells: the findings, how many there are of each code, and the versions of the branch's returns.

    `lives`: how the findings of each version fared; `verdicts`: what came of the last version of each return; `changes`:
    what was changed from one version to the next.
    """

    findings: Sequence[Finding]
    rows: Rows
    codes: Rows
    lives: Rows
    verdicts: Rows
    changes: Rows


def slips(result: MonthResult) -> Sequence[Workbook]:
    """One workbook per branch with findings or corrections, in order of code; what has no branch shares the last one."""
    run = result.run
    by_branch: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        by_branch[finding.branch].append(finding)
    rows = findings_frame(run.findings, run)
    rows = rows.assign(number=rows.groupby("branch_code").cumcount() + 1)
    lives, changes = _lives(run), _changes(run)
    parted = [OfBranches(frame) for frame in (rows, by_code(rows), lives, _verdicts(lives), changes)]
    codes = sorted({*by_branch, *changes["branch_code"]} - {""})
    labels = _labels(codes, branch_names(run.ledger))

    def slip(code: str) -> Workbook:
        return _slip(run, labels.get(code, UNKNOWN), _Told(by_branch.get(code, ()), *(frame[code] for frame in parted)))

    return PerBranch([*codes, *([""] if "" in by_branch else [])], slip)


def _labels(codes: Sequence[str], names: Mapping[str, str]) -> Mapping[str, str]:
    """Short names for the files; branches that share one get their code behind it, so that no slip replaces another."""
    shared = Counter(names.get(code, code) for code in codes)
    return {code: name if shared[name := names.get(code, code)] == 1 else f"{name}{code}" for code in codes}


def _lives(run: Run) -> pd.DataFrame:
    """The versions of this period's returns and of the registers, each with how its findings fared."""
    if run.lives.empty:
        return pd.DataFrame(columns=["branch_code", "form", "title", "period", "version", "file", "verdict", *LIVES])
    rows = run.lives[run.lives["period"].eq(str(run.period)) | run.lives["form"].eq("BASE")]
    return rows.assign(title=rows["form"].map(_title))


def _changes(run: Run) -> pd.DataFrame:
    """What each correction changed, with both versions in one word."""
    if run.changes.empty:
        return pd.DataFrame(columns=["branch_code", *_CHANGE_COLUMNS])
    versions = run.changes["version"].astype("str")
    titles = run.changes["form"].map(_title)
    words = "第 " + run.changes["against"].astype("str") + " → " + versions + " 版"
    return run.changes.assign(title=titles, versions=words)


def _title(form: object) -> str:
    """A form as people know it: 月度报表 for MON."""
    return FORMS[str(form)].title if str(form) in FORMS else str(form)


def _slip(run: Run, label: str, told: _Told) -> Workbook:
    title = f"{TITLE} — {label}({period_words(str(run.period))})"
    columns = problem_columns(told.rows, with_branch=False)
    problems = Sheet(
        "问题清单", title, "逐条列出位置、填报内容和改法,先改“阻断”。", [TableBlock(columns, told.rows, frozen=3)]
    )
    summary = Sheet("按代码汇总", title, "同一类问题各有几件。", [summary_by_code(told.codes)])
    words = _unknown_advice() if label == UNKNOWN else _advice(run) if told.findings else _SETTLED
    guide = Sheet("修改说明", title, "怎样改、何时报。", [Notes(words)])
    return Workbook(
        file_name=f"{FOLDER}/{file_name(NUMBER, f'{TITLE}_{label}', run.period, '内部')}",
        title=title,
        note=note_of(run),
        sheets=[guide, problems, summary, _rounds(title, told.lives), _compared(title, told.changes)],
        figures=[
            *zip(*(listed(told.verdicts, name) for name in ("said", "verdict")), strict=True),
            *_figures(told.findings),
        ],
        caution=any(finding.severity is Severity.BLOCK for finding in told.findings),
        mark="内部资料",
    )


def _rounds(title: str, lives: Rows) -> Sheet:
    """Version by version: what became of the findings (promise 37)."""
    note = "每一版比上一版:新增的问题、还没有改的、已经改好的、改好后又出现的。"
    return Sheet("问题变化", title, note, [TableBlock(_ROUNDS, lives)])


def _compared(title: str, changes: Rows) -> Sheet:
    """Version by version: rows that came or went, and cells that say something else (promise 18)."""
    note = "每一版比上一版改了什么;单元格是新一版中的位置,删去的行是上一版中的位置。"
    return Sheet("版本对比", title, note, [TableBlock(_COMPARED, changes, frozen=5)])


def _verdicts(lives: pd.DataFrame) -> pd.DataFrame:
    """The outcome of the last version of each return, in words."""
    last = lives.drop_duplicates(["branch_code", "form", "period"], keep="last")
    said = last["title"] + " " + last["period"] + " 第 " + last["version"].astype("str") + " 版"
    return last[["branch_code", "verdict"]].assign(said=said)


def _figures(findings: Sequence[Finding]) -> Sequence[tuple[str, object]]:
    counts = Counter(finding.severity for finding in findings)
    return [(severity.value, f"{counts[severity]} 件") for severity in Severity]


def _advice(run: Run) -> Sequence[str]:
    days = int(run.rules.number("correction_days"))
    return (
        "感谢报送。核对时发现下列事项。本支部文件夹内的“退回修改单_…”已按所报内容填好并标出单元格,可直接在其中改正后报送。",
        "“阻断”:本次报表未能受理,改正后才能计入;“错误”:请改正后重报;“提醒”:请核对,确实无误的在“支部说明”中写一句。",
        f"请于收到之日起 {days} 个工作日内重新报送,封面“报送版本”加 1;按时改正的,报送时间仍按第一次计算。",
        "“文件”“工作表”“单元格”是你支部所报文件中的位置;灰色单元格由党委办公室填写,请勿改动。",
        "对结果有不同意见的,请与党委办公室联系,并说明依据。",
    )


def _unknown_advice() -> Sequence[str]:
    return (
        "下列文件未能认出是哪个支部的哪种报表,或是公司台账、考核办法中需要核对的事项。",
        "认不出的文件:请与报送人联系,用下发的模板填写,封面的支部编码、报告期请勿改动,然后重新报送。",
        "公司台账和考核办法中的事项:请党委办公室改正后重新运行。",
    )


REPORT = REPORTS.add(NUMBER, Report(NUMBER, MonthResult, slips, per_branch=True))
