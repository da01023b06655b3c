"""`zoneproc rules check` and `rules print`: the office's own workbook, edited as an office edits it."""

import openpyxl
import pytest
from click.testing import CliRunner
from small_office import AFTER_JANUARY, JANUARY, first_month

from zoneproc import workflow
from zoneproc.cli import main
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.office import MissingRulesError
from zoneproc.regulating import scheme_in
from zoneproc.rules import default_rule_rows

FIRST = 5


@pytest.fixture
def rules_file(tmp_path):
    return write_template(tmp_path / "rules" / "考核办法.xlsx", FORMS["RULES"], Issue(), default_rule_rows())


def column_of(page, name):
    return next(cell.column for cell in page[4] if cell.value == name)


def spoil(file, *edits):
    """Types values into cells named by sheet, row (from 1 = first data row; 0 = the first free one) and machine name."""
    book = openpyxl.load_workbook(file)
    for sheet, row, cells in edits:
        page = book[sheet]
        at = FIRST - 1 + row if row else next(at for at in range(FIRST, 999) if not page.cell(at, 1).value)
        for name, value in cells.items():
            page.cell(at, column_of(page, name), value)
    book.save(file)


def told(file):
    return [(found.code.number, found.place.sheet, found.place.cell) for found in scheme_in(file).findings]


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_shipped_workbook_has_no_fault(rules_file):
    assert told(rules_file) == []
    assert run("rules", "check", rules_file).exit_code == 0


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("指标", 1, {"measure": "联系谈天"}), ("K11", "指标", "G5")),
        (("指标", 2, {"shape": "比率"}), ("K12", "指标", "H6")),
        (("指标", 4, {"arguments": "轻微=一"}), ("K03", "指标", "I8")),
        (("年度合成", 1, {"weight": 0.7}), ("K05", "年度合成", "C6")),
        (("等次", 2, {"at_least": 95}), ("K04", "等次", "D6")),
        (("等次", 4, {"at_least": 10}), ("K04", "等次", "D8")),
        (("参数", 1, {"value": "许多"}), ("K02", "参数", "C5")),
        (("参数", 1, {"key": "contact_flor"}), ("K06", "参数", "")),
        (("名额", 1, {"award": "文明标兵"}), ("K08", "名额", "A5")),
        (("名额", 1, {"award": "文明标兵"}), ("K17", "名额", "")),
        (("等次", 1, {"basis": ""}), ("K16", "等次", "G5")),
        (("一票否决", 1, {"effect": "撤职"}), ("S05", "一票否决", "C5")),
        (("指标", 1, {"effective_from": "下半年"}), ("S06", "指标", "J5")),
    ],
)
def test_an_office_is_told_the_cell_of_its_own_mistake(rules_file, edit, expected):
    spoil(rules_file, edit)
    assert expected in told(rules_file)
    answer = run("rules", "check", rules_file)
    assert answer.exit_code == 1
    assert expected[0] in answer.output


def test_two_rows_for_the_same_day_overlap(rules_file):
    spoil(
        rules_file, ("参数", 0, {"key": "contact_floor", "value": "3", "effective_from": "2000-01-01", "basis": "甲"})
    )
    assert [number for number, _, _ in told(rules_file)] == ["K01"]


def test_a_note_alone_is_no_reason_to_stop(rules_file):
    spoil(rules_file, ("指标", 1, {"full_points": 20}))
    assert [number for number, _, _ in told(rules_file)] == ["K09"]
    assert run("rules", "check", rules_file).exit_code == 0


def test_print_lists_the_scheme_and_writes_the_workbook(rules_file):
    spoil(
        rules_file,
        ("参数", 0, {"key": "contact_floor", "value": "3", "effective_from": "2026-07-01", "basis": "党〔2026〕9号"}),
    )
    answer = run("rules", "print", rules_file, "--on", "2026-07-01", "--to", rules_file.parent / "印")
    assert answer.exit_code == 0
    assert "3 | contact_floor | 2026-07-01 | 党〔2026〕9号" in answer.output
    book = openpyxl.load_workbook(rules_file.parent / "印" / "考核办法_一览_2026-07-01.xlsx")
    assert book.sheetnames[:3] == ["目录", "党员指标", "党小组和支部指标"]
    alone = [book[title] for title in ("党员指标", "加扣分标准", "一票否决", "参数")]
    assert all(sheet.print_title_rows for sheet in alone), "long tables have their head on every page"
    printed = [row for sheet in book for row in sheet.iter_rows(values_only=True) if "2000-01-01" in row]
    assert len(printed) == sum(len(rows) for rows in default_rule_rows().values()) - 1
    assert all(row[row.index("2000-01-01") + 1] for row in printed)
    earlier = run("rules", "print", rules_file, "--on", "2026-06-30", "--to", rules_file.parent / "印")
    assert "2 | contact_floor | 2000-01-01" in earlier.output


def test_the_printed_workbook_begins_with_the_faults(rules_file):
    spoil(rules_file, ("年度合成", 1, {"weight": 0.7}))
    run("rules", "print", rules_file, "--on", "2026-07-01", "--to", rules_file.parent)
    book = openpyxl.load_workbook(rules_file.parent / "考核办法_一览_2026-07-01.xlsx")
    assert book.sheetnames[1] == "问题清单"
    assert "K05" in [cell.value for cell in book["问题清单"]["A"]]


def test_a_missing_or_foreign_file_is_one_sentence(tmp_path):
    with pytest.raises(MissingRulesError):
        scheme_in(tmp_path / "没有.xlsx")
    foreign = write_template(tmp_path / "月报.xlsx", FORMS["MON"])
    with pytest.raises(MissingRulesError):
        scheme_in(foreign)
    assert run("rules", "check", "-w", tmp_path).exit_code == 2
    assert run("rules", "check", foreign).exit_code == 2


def test_a_month_tells_the_faults_of_the_scheme_too(tmp_path):
    """Whoever never asks for them sees them in the run itself, at the same cells."""
    workspace = first_month(tmp_path / "公司")
    spoil(workspace.rules_file, ("年度合成", 1, {"weight": 0.7}), ("指标", 1, {"measure": "联系谈天"}))
    done = workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    found = {(finding.code.number, finding.place.cell) for finding in done.findings}
    assert {("K05", "C6"), ("K11", "G5")} <= found
