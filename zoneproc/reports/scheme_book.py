"""考核办法一览: the scheme in force on a day as a workbook the committee can read, print and take to a meeting."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook
from zoneproc.findings import Finding
from zoneproc.reports.masthead import file_name
from zoneproc.scoring.scheme_text import SINCE, Section

__all__ = ["scheme_book"]

TITLE, _KEY = "考核办法一览", "参数代号"
_SHEETS: Sequence[tuple[str, str, Sequence[str]]] = (  # long tables alone: only then is their head on every page
    ("党员指标", "党员考核指标:算什么、多少分、怎样得分,每行注明依据。", ("党员季度",)),
    ("党小组和支部指标", "党小组、支部考核指标:算什么、多少分、怎样得分,每行注明依据。", ("党小组年度", "支部年度")),
    ("等次和合成", "等次分数线和年度得分的组成。", ("等次", "年度合成")),
    ("加扣分标准", "加分、扣分的分值和每季上限。", ("加扣分标准",)),
    ("一票否决", "一票否决的情形和效果。", ("一票否决",)),
    ("名额和检查项", "评先名额和年终“看”的检查项。", ("评先名额", "“看”的检查项")),
    ("参数", "计算中用到的全部数值;末列参数代号供填写考核办法用,不打印。", ("参数",)),
    ("用语字典豁免", "印在表册上的名称、自行增加的选项和经批准的豁免。", ("用语", "自行增加的下拉选项", "豁免")),
    ("尚未生效", "已经写入考核办法、以后才生效的规定。", ("已定、尚未生效的规定",)),
)
_WIDTHS: Mapping[str, float] = {
    "板块": 15,
    "指标": 18,
    "计算内容": 16,
    "计分方式": 52,
    "含义": 60,
    _KEY: 32,
    "依据": 40,
    "检查内容": 34,
    "情形": 34,
    "文字": 50,
    "内容": 56,
    "事由": 40,
}


def scheme_book(company: str, day: date, sections: Sequence[Section], findings: Sequence[Finding] = ()) -> Workbook:
    """The workbook: one sheet per group of sections that have rows, and the faults of the rules workbook in front, if any."""
    pages = [sheet for title, note, heads in _SHEETS for sheet in _sheet(title, note, heads, sections)]
    faults = [_faults(findings)] if findings else []
    return Workbook(
        file_name=file_name("考核办法", "一览", day.isoformat()),
        title=f"{TITLE}({day.isoformat()} 执行)",
        note=f"{company}    {day.isoformat()} 有效的规定    每行注明依据",
        sheets=[*faults, *pages],
        figures=[("考核办法中的问题", f"{len(findings)} 条" if findings else "没有")],
        caution=bool(findings),
    )


def _sheet(title: str, note: str, heads: Sequence[str], sections: Sequence[Section]) -> Sequence[Sheet]:
    found = [section for head in heads for section in sections if section.title.startswith(head)]
    return [Sheet(title, title, note, [_block(section, title) for section in found])] if found else []


def _block(section: Section, sheet: str) -> TableBlock:
    columns = sorted(
        (_column(label, at, section.rows) for at, label in enumerate(section.columns)), key=lambda column: column.aside
    )
    rows = pd.DataFrame(list(section.rows), columns=[f"c{at}" for at in range(len(section.columns))])
    return TableBlock(columns, rows, "" if section.title == sheet else section.title)


def _column(label: str, at: int, rows: Sequence[Sequence[object]]) -> Column:
    if label in _WIDTHS:
        return Column(label, f"c{at}", "long", _WIDTHS[label], aside=label == _KEY)
    number = all(isinstance(row[at], float) for row in rows)
    return Column(label, f"c{at}", "count" if number else "name", 12 if label == SINCE else 0)


def _faults(findings: Sequence[Finding]) -> Sheet:
    rows = pd.DataFrame(
        [(f.code.number, f.code.severity.value, f.place.sheet, f.place.cell, f.message, f.hint) for f in findings],
        columns=["code", "severity", "sheet", "cell", "message", "hint"],
    )
    columns = (
        Column("代码", "code", "code"),
        Column("级别", "severity", "state"),
        Column("工作表", "sheet", "name"),
        Column("单元格", "cell", "code"),
        Column("问题", "message", "long", 60),
        Column("怎么办", "hint", "long", 50),
    )
    return Sheet("问题清单", "考核办法中的问题", "请先改正考核办法中的问题,再据以考核。", [TableBlock(columns, rows)])
