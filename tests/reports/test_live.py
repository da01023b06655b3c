"""Live sheets: formulas over counts and parameters, in words every Excel since 2010, WPS and LibreOffice know (promise 38)."""

import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from printed import company, quarter_of, year_of

from zoneproc.excel.sheets import Column, write_workbook
from zoneproc.reports import REPORTS
from zoneproc.reports.live import (
    COUNTS,
    PARAMETERS,
    UNLIMITED,
    bearable,
    graded,
    items_of,
    live_lines,
    parameter_sheet,
    placed,
    spans,
    without_noise,
)
from zoneproc.rules import Grade, default_rule_book

KNOWN = set(
    "SUM SUMPRODUCT SUMIFS COUNT COUNTIFS AVERAGE IF IFERROR AND OR ROUND MIN MAX INT N ISNUMBER INDEX MATCH".split()
)
LIVE = {"R-7": "得分表", "R-8": "综合表", "R-9": "排名", "R-10": "支部排名"}
RULES = default_rule_book().on(quarter_of(company()).run.period.end)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder, ledger = tmp_path_factory.mktemp("live"), company()
    results = {"R-7": quarter_of(ledger)} | dict.fromkeys(("R-8", "R-9", "R-10"), year_of(ledger))
    paths = {number: write_workbook(folder, REPORTS[number].workbooks(result)[0]) for number, result in results.items()}
    return {number: openpyxl.load_workbook(path) for number, path in paths.items()}


def formulas(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("number", LIVE)
def test_points_totals_and_places_are_formulas_over_counts_and_parameters(books, number):
    sheet = books[number][LIVE[number]]
    texts = [cell.value for cell in formulas(books[number]) if cell.parent is sheet]
    assert any(f"'{COUNTS}'!" in text for text in texts)
    assert any(f"'{PARAMETERS}'!" in text for text in texts)
    assert any("COUNTIFS(" in text for text in texts)
    heads = {str(cell.value).split("\n")[0]: cell.column for row in sheet["A4:AZ6"] for cell in row if cell.value}
    rank = heads["名次" if "名次" in heads else "支部内名次"]
    assert sheet.cell(7, rank).data_type == sheet.cell(7, heads["得分"]).data_type == "f"


@pytest.mark.parametrize("number", LIVE)
def test_only_functions_that_every_program_knows(books, number):
    used = {
        name
        for cell in formulas(books[number])
        for name in re.findall(r"([A-Z.]+)\(", re.sub('"[^"]*"', "", cell.value))
    }
    assert used <= KNOWN


@pytest.mark.parametrize("number", LIVE)
def test_no_formula_is_too_long_or_too_deep(books, number):
    for cell in formulas(books[number]):
        assert len(cell.value) < 4000
        depth = deepest = 0
        for char in re.sub('"[^"]*"', "", cell.value):
            depth += {"(": 1, ")": -1}.get(char, 0)
            deepest = max(deepest, depth)
        assert deepest < 40
        assert depth == 0


def test_counts_stand_in_the_order_of_the_score_sheet_and_cannot_be_sorted(books):
    scores, counts = books["R-7"]["得分表"], books["R-7"][COUNTS]
    numbers = [scores.cell(row, 3).value for row in range(7, 10)]
    assert [counts.cell(row, 1).value for row in range(6, 9)] == numbers
    assert counts.auto_filter.ref is None
    assert scores.auto_filter.ref


def test_keys_of_the_ranking_are_not_printed(books):
    sheet = books["R-7"]["得分表"]
    last = sheet.print_area.rpartition(":")[2].replace("$", "")
    heads = {cell.value: cell for cell in sheet[6]}
    assert sheet[last].column == heads["备注"].column < heads["同名次人数"].column


def test_only_counts_that_a_formula_reads_are_shown():
    measured = pd.DataFrame(
        [("D1", "I21", "轻微", 2.0, 0.0), ("D1", "I21", "无责", 1.0, 0.0), ("D1", "I11", "", 2.0, 3.0)],
        columns=["subject", "indicator", "part", "numerator", "denominator"],
    )
    items = items_of(measured, [row for row in RULES.indicators("党员", "季度") if row.code in ("I11", "I21", "I23")])
    assert [(column.band, column.label) for column in items.columns] == [
        ("I11 联系谈心完成", "完成"),
        ("I11 联系谈心完成", "应完成"),
        ("I21 本人安全服务", "轻微"),
    ]
    assert items.of(pd.Series(["D1", "D9"])).to_numpy().tolist() == [[2, 3, 2], [0, 0, 0]]
    assert "不适用" in items.formulas["I23"]


def test_infinite_arguments_and_limits_are_words():
    unlimited = replace(RULES, parameters={**RULES.parameters, "bonus_cap_quarter": UNLIMITED})
    tables = {
        table.name: table.rows for table in parameter_sheet(unlimited, ("党员", "季度"), ["bonus_cap_quarter"]).tables
    }
    assert "清零" in set(tables["计分参数"]["value"])
    assert tables["其他参数"]["value"].tolist() == [UNLIMITED]
    assert tables["等次参数"]["what"].tolist() == [0.3, UNLIMITED, UNLIMITED, UNLIMITED]
    assert tables["指标参数"]["value"].sum() == 100


def test_neighbouring_items_are_taken_together():
    assert spans(["a", "b", "d"], ["a", "b", "c", "d"]) == [("a", "b"), ("d", "d")]
    assert spans([], ["a"]) == []


def test_places_are_counted_key_by_key():
    assert placed(["total", "-lost"], "branch") == (
        'IF([total]<0,"—",1+COUNTIFS([branch:],[branch],[total:],">"&[total])'
        '+COUNTIFS([branch:],[branch],[total:],[total],[lost:],"<"&[lost]))'
    )


def test_only_limited_grades_look_at_places():
    grades = (Grade("优秀", 90, 0.3), Grade("良好", 80), Grade("合格", 60))
    assert graded("[total]", grades, within="branch").count("INT(") == 2
    assert "INT(" not in graded("[total]", grades)
    assert graded("[total]", ()) == '"不定等次"'


def test_places_of_a_great_crowd_are_values_and_it_is_said():
    columns = [Column("名次", "rank", formula=placed(["total"])), Column("得分", "total", formula="1+1")]
    assert [column.formula for column in bearable(columns, 10_000)] == [column.formula for column in columns]
    assert [column.formula for column in bearable(columns, 10_001)] == ["", "1+1"]
    assert len(live_lines(10_001)) == len(live_lines(10_000)) + 1


def test_keys_lose_noise_and_say_minus_one_where_nothing_applies():
    assert without_noise(pd.Series([0.1 + 0.2, float("nan"), 0.0])).tolist() == [0.3, -1.0, 0.0]
