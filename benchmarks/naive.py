"""A month's consolidation as an office's IT would write it: pandas in a loop over files and sheets.

It does much less than the procedure: no check, no verdict, no return slip, no version, no way back to the cell; what is
mistaken is counted all the same. One merged workbook, one workbook of summaries.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

_HEADER = 3
"""The row of machine names, counted from 0."""
_LEAST = 3
"""A row with fewer cells filled is empty, or the line to sign on."""
_TABLES = (
    *("支部信息", "线路班组", "党小组", "党员名册", "离岗登记", "责任区划分", "重点联系人", "实施与发动资料"),
    *("联系谈心记录", "党员月汇报", "群众意见台账", "三违纠正记录", "重大事项报告", "入党积极分子培养", "交办任务进展", "活动出勤"),
)  # fmt: skip


def month(folders: Sequence[Path], output: Path) -> Path:
    """All tables of all files in one workbook, and the figures of coverage, talks and reports in another."""
    tables: dict[str, list[pd.DataFrame]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.iterdir()):
            _take(path, tables)
    merged = {title: pd.concat(frames, ignore_index=True) for title, frames in tables.items()}
    output.mkdir(parents=True, exist_ok=True)
    _write(output / "合并.xlsx", merged)
    return _write(output / "汇总.xlsx", _summaries(merged))


def _take(path: Path, tables: dict[str, list[pd.DataFrame]]) -> None:
    with pd.ExcelFile(path) as book:
        cover = book.parse("封面", header=None)
        branch = str(cover.loc[cover[3] == "branch_code", 1].iloc[0])
        for title in _TABLES:
            if title in book.sheet_names:
                rows = book.parse(title, header=_HEADER, dtype=str).dropna(thresh=_LEAST)
                if len(rows):
                    tables[title].append(rows.assign(支部编码=branch, 来源文件=path.name))


def _summaries(merged: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    talks, reports = merged["联系谈心记录"], merged["党员月汇报"]
    zones, links = merged["责任区划分"], merged["重点联系人"]
    of_member = talks.groupby(["支部编码", "member_no", "member_name"])["talk_date"]
    by_member = of_member.agg(应谈="size", 已谈="count").reset_index()
    return {
        "联系谈心": by_member,
        "谈心完成率": by_member.groupby("支部编码")[["应谈", "已谈"]].sum().reset_index(),
        "月汇报": reports.groupby("支部编码")["report_date"].agg(应报="size", 已报="count").reset_index(),
        "覆盖": zones.groupby("支部编码")["team_code"].nunique().reset_index(name="班组数"),
        "联系配备": links.groupby(["支部编码", "member_no"]).size().reset_index(name="联系人数"),
    }


def _write(path: Path, frames: Mapping[str, pd.DataFrame]) -> Path:
    with pd.ExcelWriter(path) as writer:
        for title, frame in frames.items():
            frame.to_excel(writer, sheet_name=title, index=False)
    return path
