"""R-2: one slip per branch, the gravest first, every place named."""

import pandas as pd
from building import ledger_of
from printed import BLOCKED, NOTED, WRONG, finding, month_of, printed, table
from year_rows import HERE, THERE, branch

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.slips import slips

FINDINGS = (
    finding(NOTED, HERE),
    finding(WRONG, HERE, value="=1+1"),
    finding(BLOCKED, HERE, cell=""),
    finding(WRONG, THERE, value="x"),
    finding(BLOCKED, "", "陌生.xlsx"),
)


def made(*organisations):
    return slips(month_of(ledger_of(organisations=list(organisations)), findings=FINDINGS))


def test_one_workbook_per_branch_and_one_for_unknown_files():
    names = [book.file_name for book in made(branch(), branch(THERE))]
    assert names == [
        "退回/R-2_退回修改单_支部1_2026-03_内部.xlsx",
        "退回/R-2_退回修改单_支部2_2026-03_内部.xlsx",
        "退回/R-2_退回修改单_未识别文件_2026-03_内部.xlsx",
    ]


def test_branches_of_one_name_keep_their_own_slips():
    names = [book.file_name for book in made(branch(short_name="车队/一"), branch(THERE, short_name="车队/一"))]
    assert names[0] == f"退回/R-2_退回修改单_车队_一{HERE}_2026-03_内部.xlsx"
    assert len(set(names)) == 3


def test_blocking_findings_come_first_and_text_stays_text(tmp_path):
    rows = table(printed(made(branch(), branch(THERE))[0], tmp_path), "问题清单", "序号")
    assert [(row["级别"], row["代码"], row["填报内容"]) for row in rows] == [
        ("阻断", "S03", None),
        ("错误", "S05", "=1+1"),
        ("提醒", "C06", None),
    ]
    assert list(rows[0]) == ["序号", "级别", "代码", "文件", "工作表", "单元格", "填报内容", "问题", "怎么办"]


def test_summary_counts_each_code(tmp_path):
    rows = table(printed(made(branch(), branch(THERE))[0], tmp_path), "按代码汇总", "级别")
    assert [(row["代码"], row["件数"]) for row in rows] == [("S03", 1), ("S05", 1), ("C06", 1), (None, 3)]


def test_slips_stand_in_their_folder(tmp_path):
    assert write_workbook(tmp_path, made(branch())[0]).parent == tmp_path / "退回"


LIVES = pd.DataFrame(
    [
        (HERE, "MON", "2026-03", 1, "a.xlsx", "部分受理", 3, 0, 0, 0),
        (HERE, "MON", "2026-03", 2, "b.xlsx", "受理有疑问", 0, 1, 2, 0),
        (HERE, "MON", "2026-02", 1, "c.xlsx", "受理", 0, 0, 0, 0),
        (HERE, "BASE", "2026", 1, "d.xlsx", "受理", 0, 0, 0, 0),
        (THERE, "MON", "2026-03", 1, "e.xlsx", "退回", 1, 0, 0, 0),
    ],
    columns="branch_code form period version file verdict 新增 未改 已改 复发".split(),
)


def test_what_became_of_the_findings_from_version_to_version(tmp_path):
    """Promise 37: this period's returns and the register, each version with its verdict and counts."""
    month = month_of(ledger_of(organisations=[branch()]), findings=FINDINGS, lives=LIVES)
    book = printed(slips(month)[0], tmp_path)
    rows = table(book, "问题变化", "表册")
    assert [(row["表册"], row["版本"], row["处理结果"], row["已改"]) for row in rows] == [
        ("月度报表", 1, "部分受理", 0),
        ("月度报表", 2, "受理有疑问", 2),
        ("基础台账", 1, "受理", 0),
    ]
    index = [cell.value for row in book["目录"].iter_rows() for cell in row]
    assert "受理有疑问" in index


def test_answers_are_shown_and_settle_notes(tmp_path):
    """Promise 16: a 提醒 answered is 已说明, an answered 错误 stays one; both answers are shown."""
    answers = {FINDINGS[0]: "图板已更新", FINDINGS[1]: "系统无此选项"}
    month = month_of(ledger_of(organisations=[branch()]), findings=FINDINGS, answers=answers)
    rows = table(printed(slips(month)[0], tmp_path), "问题清单", "序号")
    assert [(row["级别"], row["代码"], row["支部说明"]) for row in rows] == [
        ("阻断", "S03", None),
        ("错误", "S05", "系统无此选项"),
        ("已说明", "C06", "图板已更新"),
    ]


def test_what_a_correction_changed_is_shown_also_where_nothing_is_left_to_mend(tmp_path):
    """Promise 18: rows by key, cells; a branch whose correction left nothing open gets its comparison all the same."""
    columns = "branch_code form period version against table label key change field before after cell".split()
    rows = [
        (
            THERE,
            "MON",
            "2026-03",
            2,
            1,
            "talks",
            "联系谈心记录",
            "D1/2026-03-05",
            "改动",
            "思想状态",
            "=1",
            "有波动",
            "E6",
        ),
        (THERE, "MON", "2026-03", 3, 2, "", "", "", "没有改动", "", "", "", ""),
    ]
    changes = pd.DataFrame(rows, columns=columns)
    book, other = slips(
        month_of(ledger_of(organisations=[branch(), branch(THERE)]), findings=FINDINGS[:1], changes=changes)
    )
    assert [row["版本"] for row in table(printed(book, tmp_path), "版本对比", "表册")] == [None]
    shown = table(printed(other, tmp_path), "版本对比", "表册")
    assert [(row["版本"], row["哪一行"], row["变化"], row["原填"], row["单元格"]) for row in shown] == [
        ("第 1 → 2 版", "D1/2026-03-05", "改动", "=1", "E6"),
        ("第 2 → 3 版", None, "没有改动", None, None),
    ]
