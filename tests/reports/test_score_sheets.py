"""Items as columns, and the cases that cost points."""

import pandas as pd
from building import ledger_of, rules_of
from printed import run_of

from zoneproc.reports.comparing import RED
from zoneproc.reports.score_sheets import bar_sheet, costs, grade_columns, grade_stack, items_wide

RULES = rules_of()
ITEMS = RULES.indicators("党员", "季度")
POINTS = pd.DataFrame(
    [("D1", "I11", 15.0, 10.0), ("D1", "I21", 12.0, 11.0), ("D1", "I23", 4.0, None), ("D1", "I12", 6.0, 6.0)],
    columns=["subject", "indicator", "full", "points"],
)


def case(indicator, numerator, denominator, part="", row=5):
    return ("D1", part, numerator, denominator, "talks", "test", row, "情形", indicator)


CASES = pd.DataFrame(
    [
        case("I21", 1.0, 0.0, "轻微", 9),
        case("I11", 0.0, 1.0),
        case("I11", 1.0, 1.0, row=6),
        case("I21", 0.0, 0.0, "轻微", 8),
        case("I12", 0.0, 1.0),
    ],
    columns=["subject", "part", "numerator", "denominator", "table", "_source", "_row", "note", "indicator"],
)


def test_items_become_columns_in_the_order_of_the_rules():
    wide = items_wide(POINTS, ITEMS)
    assert list(wide.columns) == [row.code for row in ITEMS]
    assert wide.loc["D1", ["I11", "I12"]].tolist() == [10.0, 6.0]
    assert wide.loc["D1", ["I23", "I61"]].isna().all()


def test_only_cases_that_cost_points_are_told():
    ledger = ledger_of(talks=[{"member_no": "D1"}])
    found = costs(run_of(ledger, "2026Q1"), CASES, POINTS, ITEMS)
    assert list(zip(found["indicator"], found["count"], found["cell"], strict=True)) == [
        ("I11", "0 / 1", "第 5 行"),
        ("I21", "1", "第 9 行"),
    ]


def test_charts_begin_at_a_round_figure_below_the_lowest():
    starts = [
        bar_sheet("图", "表", "x", pd.Series(values, name="total", dtype="float64")).blocks[0].start
        for values in ([84.8, 97], [5], [])
    ]
    assert starts == [70.0, 0.0, 0.0]


def test_grades_are_counted_the_lowest_is_an_alarm():
    grades = RULES.grades("党员", "季度")
    assert [column.alarm for column in grade_columns(grades, "得分表")] == [False, False, False, True]


def test_bars_of_grades_have_a_part_per_grade_the_lowest_red():
    grades = RULES.grades("党员", "季度")
    parts = grade_stack("总览", "branch", grades).parts
    assert [name for name, _ in parts] == ["grade0", "grade1", "grade2", "grade3"]
    assert parts[-1][1] == RED
    assert grade_stack("总览", "branch", ()).parts == []
