"""The whole demo year against an independent recomputation from the filled workbooks: every subject, every figure.

`oracle.py` follows the domain specification (sections 3, 4 and 10) in plain Python and shares nothing with the program.
"""

import re
from datetime import datetime, timedelta

import openpyxl
import oracle
import pytest
from oracle_compare import Disagreements, year_differences

from zoneproc.archive import Archive
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period
from zoneproc.scoring.year import score_year

YEAR = 2026
MISSING = ("—", "不适用")


@pytest.fixture(scope="module")
def by_hand(demo_year):
    """The oracle's year."""
    return oracle.recompute(demo_year.root, YEAR)


@pytest.fixture(scope="module")
def by_program(demo_year):
    """The program's year."""
    office = load_office(demo_year)
    return score_year(load_ledger(office, Archive(demo_year.archive), Period(YEAR)), office.rule_book, YEAR)


def printed_rows(workspace, pattern, sheet, key):
    """key → heading → value, of one sheet of a printed workbook; and the end of the day the report stands on."""
    (path,) = (workspace.root / "output").glob(pattern)
    grid = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))
    day = re.search(r"生成依据日:(\d{4}-\d{2}-\d{2})", grid[1][0]).group(1)
    at = next(line for line, row in enumerate(grid) if key in row)
    headings = [str(label or "").replace("\n", "").split("(")[0] for label in grid[at]]
    rows = [dict(zip(headings, row, strict=True)) for row in grid[at + 1 :] if row[headings.index(key)]]
    blank = [{name: None if value in MISSING else value for name, value in row.items()} for row in rows]
    return {row[key]: row for row in blank}, datetime.fromisoformat(day) + timedelta(days=1)


def by_code(row):
    """A printed row with its items also under their bare codes: I11, A1, B4."""
    return row | {match.group(): value for label, value in row.items() if (match := re.match(r"[A-Z]\d+", label))}


def test_every_figure_of_the_year_is_that_of_the_recomputation(by_hand, by_program):
    """3.1–3.5, U01–U66: items to 1e-9; printed totals, grades, ranks and awards exactly."""
    assert year_differences(by_hand, by_program) == []


def test_the_recomputation_is_of_a_whole_company(by_hand):
    """Not equal because empty: all quarters scored, all kinds of subjects there, grades and awards of several sorts."""
    scored = [row for rows in by_hand.quarters.values() for row in rows.values() if row["base"] is not None]
    assert len(by_hand.quarters) == 4
    assert len(scored) > 300
    assert {"优秀", "良好(限额)", "良好", "不定等次"} <= {
        r["grade"] for rows in by_hand.quarters.values() for r in rows.values()
    }
    assert all((by_hand.groups, by_hand.branches, by_hand.subcompanies, by_hand.secretaries))
    assert {"入围", "候补", "不符合"} <= set(by_hand.awards["优秀共产党员"].values())


def test_printed_quarter_is_that_of_the_recomputation(demo_year):
    """R-7 of the first quarter, from the files that had come in when it was printed: every member."""
    rows, until = printed_rows(demo_year, "2026Q1/R-7_*.xlsx", "得分表", "党员编号")
    expected = oracle.quarter_as_of(demo_year.root, YEAR, "2026Q1", until)
    found = Disagreements()
    assert set(rows) == set(expected)
    for member, row in expected.items():
        named = {"基础分B": row["base"], "得分S": row["total"], "等次": row["grade"], "支部内名次": row["rank"]}
        found.check(member, named | (row["points"] if row["base"] is not None else {}), by_code(rows[member]))
    assert found == []


def test_printed_year_is_that_of_the_recomputation(demo_year, by_hand):
    """R-8: every member."""
    rows, _until = printed_rows(demo_year, "2026/R-8_*.xlsx", "综合表", "党员编号")
    found = Disagreements()
    assert set(rows) == set(by_hand.members)
    for member, row in by_hand.members.items():
        named = {"评议分R": row["review"], "得分A": row["total"], "年度等次": row["grade"], "支部内名次": row["rank"]}
        found.check(member, named, rows[member])
    assert found == []


def test_printed_branches_are_those_of_the_recomputation(demo_year, by_hand):
    """R-10 and R-15: every branch with its items, and every list of awards."""
    rows, _until = printed_rows(demo_year, "2026/R-10_*.xlsx", "支部排名", "支部")
    places = {row["rank"]: row for row in by_hand.branches.values()}
    found = Disagreements()
    assert sorted(places) == sorted(row["名次"] for row in rows.values())
    for name, printed in rows.items():
        row = places[printed["名次"]]
        named = {"得分": row["total"], "等次": row["grade"], "类别": row["label"]}
        found.check(name, named | row["points"], by_code(printed))
    assert found == []
    for award, status in by_hand.awards.items():
        listed, _until = printed_rows(demo_year, "2026/R-15_*.xlsx", award, "编码")
        assert {subject: row["结论"] for subject, row in listed.items()} == status
