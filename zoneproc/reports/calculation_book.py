"""R-16 计算说明: for the year, all rules in force, the versions of every return and the files behind the results."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.forms import FORMS
from zoneproc.reports import REPORTS, Report
from zoneproc.reports.explanation import explanation
from zoneproc.reports.masthead import workbook
from zoneproc.reports.names import with_branch
from zoneproc.results import Run, YearResult

NUMBER, TITLE = "R-16", "计算说明"
_FIXED = "名额"  # an argument of awards whose places are not a share
SUBJECTS = (("党员", "季度"), ("党员", "年度"), ("党小组", "年度"), ("支部", "年度"), ("书记", "年度"))
_SAID = (
    "本册汇集全年计算所用的全部规定、参数和来源文件,供党委办公室复核、存档;各结果表末尾另有本表的计算说明。",
    "各季得分按季末有效的规定计算,年度得分按年末有效的规定计算;年内改过规定的,见考核办法各行的生效日期。",
    "“报送版本”列出收到的每一版报表和处理结果,“计入”的一版参加计算。",
    "文件指纹为文件内容 SHA-256 的前 12 位,完整的值和程序版本在本文件夹 manifest.json 中。",
)


def calculation_book(result: YearResult) -> Sequence[Workbook]:
    """The workbook: explanation with every standard and parameter, quotas, versions of returns."""
    run = result.run
    first, *rest = explanation(run, _SAID, SUBJECTS)
    sheets = [first, *rest, _quota_sheet(run), _version_sheet(run)]
    figures = [
        ("考核办法", f"{run.rules.day:%Y-%m-%d} 有效的规定"),
        ("参数", f"{len(run.rules.parameters)} 个"),
        ("来源文件", f"{len(run.ledger.sources)} 个"),
        ("生成依据日", f"{run.judged_on:%Y-%m-%d}"),
    ]
    return [workbook(run, (NUMBER, TITLE), sheets, figures)]


def _quota_sheet(run: Run) -> Sheet:
    rows = [
        (
            award,
            None if _FIXED in quota.arguments else quota.share,
            "固定" if _FIXED in quota.arguments else quota.rounding,
            ";".join(f"{name}={value:g}" for name, value in quota.arguments.items()),
        )
        for award, quota in sorted(run.rules.quota_rows.items())
    ]
    columns = (
        Column("奖项", "award", "text"),
        Column("比例", "share", "percent", missing="—"),
        Column("取整", "rounding", "name"),
        Column("附加条件", "arguments", "long", 40),
    )
    frame = pd.DataFrame(rows, columns=["award", "share", "rounding", "arguments"])
    return Sheet("名额", "评优名额", "各奖项的名额比例和取整方式。", [TableBlock(columns, frame)])


def _version_sheet(run: Run) -> Sheet:
    rows = run.ledger.returns
    rows = rows.assign(
        title=rows["form"].map({form: FORMS[form].title for form in FORMS}),
        taken=rows["counts"].astype(bool).map({True: "计入", False: ""}),
    )
    rows = with_branch(rows, run.ledger).sort_values(["branch_code", "form", "period", "received_at"], kind="stable")
    columns = (
        Column("支部", "branch", "name"),
        Column("表册", "title", "name"),
        Column("报告期", "period", "code"),
        Column("版本", "version", "integer", 7),
        Column("收到时间", "received_at", "datetime"),
        Column("处理结果", "verdict", "state", 13),
        Column("计入", "taken", "name", 9),
        Column("文件指纹", "source", "code"),
    )
    return Sheet("报送版本", "报送版本", "收到的每一版报表和处理结果。", [TableBlock(columns, rows, frozen=2)])


REPORT = REPORTS.add(NUMBER, Report(NUMBER, YearResult, calculation_book))
