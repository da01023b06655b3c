"""Promise 38: LibreOffice recalculates R-7 … R-10 from scratch to Python's figures, and a changed rule moves them alike."""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from member_rows import adjustment, veto
from printed import company, quarter_of, year_of
from recalculation import differences, formula_cells, part_of, patched, recalculated
from year_rows import HERE, THERE, branch

from zoneproc.archive import Archive
from zoneproc.excel.sheets import write_workbook
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period
from zoneproc.reports import REPORTS
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year

pytestmark = [
    pytest.mark.xdist_group(
        "recalculation"
    ),  # what is rendered or recalculated is made once for all tests of this file
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
QUARTER = Period.parse("2026Q3")


@pytest.fixture(scope="module")
def live_books(demo_year):
    """The live workbooks of the demo year: R-7 of every quarter, R-8, R-9, R-10."""
    found = sorted((demo_year.root / "output").glob("*/R-*.xlsx"))
    return [path for path in found if path.name.partition("_")[0] in ("R-7", "R-8", "R-9", "R-10")]


def book_of(books, number, period):
    return next(path for path in books if path.name.startswith(f"{number}_") and path.parent.name == period)


def test_every_formula_of_the_demo_year_recalculates_to_pythons_value(live_books, tmp_path):
    assert len(live_books) == 7
    assert sum(len(list(formula_cells(book))) for book in live_books) > 10_000
    for book, computed in zip(live_books, recalculated(live_books, tmp_path), strict=True):
        assert not differences(book, computed), book.name


def test_a_formula_broken_on_purpose_is_noticed(live_books, tmp_path):
    book = book_of(live_books, "R-7", str(QUARTER))
    part = part_of(book, "得分表")
    wrong = patched(
        book, tmp_path / "broken.xlsx", part, lambda text: text.replace("ROUND(ROUND(100*", "ROUND(ROUND(99*", 1)
    )
    (computed,) = recalculated([wrong], tmp_path)
    found = differences(wrong, computed)
    assert found
    assert {"得分表"} <= {sheet for sheet, *_ in found}


def with_parameter(book: Path, target: Path, row: str, value: float) -> Path:
    """The workbook with one figure of the sheet 参数 changed: the last of the row whose code or meaning is `row`."""
    sheet = openpyxl.load_workbook(book)["参数"]
    cells = next(cells for cells in sheet.iter_rows(max_col=4) if row in (cells[0].value, cells[1].value))
    place = [cell.coordinate for cell in cells if isinstance(cell.value, int | float)][-1]
    pattern = re.compile(rf'(<c r="{place}"[^>]*><v>)[^<]*(</v>)')
    return patched(book, target, part_of(book, "参数"), lambda text: pattern.sub(rf"\g<1>{value}\g<2>", text))


def printed_rows(book: Path, title: str, key: str, *heads: str) -> dict[object, tuple[object, ...]]:
    """Cells of a recalculated sheet by a key column."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(book, data_only=True)[title].iter_rows()]
    at = next(number for number, row in enumerate(rows) if key in row)
    names = [str(name or "").split("\n")[0] for name in rows[at]]
    places = [names.index(name) for name in (key, *heads)]
    return {row[places[0]]: tuple(row[place] for place in places[1:]) for row in rows[at + 1 :] if row[places[0]]}


def as_printed(value):
    return "—" if pd.isna(value) else value


@pytest.mark.parametrize(("code", "full"), [("I11", 40.0), ("I32", 0.5)])
def test_changed_full_points_rank_as_python_ranks_under_the_changed_rule(demo_year, live_books, tmp_path, code, full):
    book = with_parameter(book_of(live_books, "R-7", str(QUARTER)), tmp_path / "changed.xlsx", code, full)
    (computed,) = recalculated([book], tmp_path)
    found = printed_rows(computed, "得分表", "党员编号", "得分", "等次", "支部内名次")
    office = load_office(demo_year)
    ledger = load_ledger(office, Archive(demo_year.archive), QUARTER)
    rules = office.rule_book.on(QUARTER.end)
    indicators = [replace(row, full_points=full) if row.code == code else row for row in rules.indicator_rows]
    members = score_quarter(ledger, replace(rules, indicator_rows=tuple(indicators)), QUARTER).members
    before = score_quarter(ledger, rules, QUARTER).members
    expected = {
        row.member_no: (as_printed(row.total), row.grade, as_printed(row.rank))
        for row in members.itertuples(index=False)
    }
    assert found == expected
    assert members["rank"].ne(before["rank"]).any()


def test_changed_cut_off_and_weight_move_grades_and_ranking_of_the_year(live_books, tmp_path):
    """The weight of the quarters from 0.8 to 0.2, of the 评议 from 0.2 to 0.8; 优秀 from 99."""
    book = book_of(live_books, "R-8", "2026")
    changed = with_parameter(book, tmp_path / "a.xlsx", "年度合成:季度的权重", 0.2)
    changed = with_parameter(changed, tmp_path / "b.xlsx", "年度合成:评议的权重", 0.8)
    changed = with_parameter(changed, tmp_path / "c.xlsx", "优秀", 99)
    old, new = (printed_rows(path, "综合表", "党员编号", "平均", "评议分", "加分", "扣分", "得分", "年度等次")
                for path in recalculated([book, changed], tmp_path))  # fmt: skip
    for number, (mean, review, bonus, lost, total, grade) in new.items():
        if isinstance(total, int | float) and isinstance(review, int | float) and total > 59:
            assert total == pytest.approx(0.2 * mean + 0.8 * review + bonus - lost, abs=0.0051), number
        assert (grade == "优秀") == (isinstance(total, int | float) and total >= 99), number
    assert {number for number in old if old[number][4:] != new[number][4:]}


class ChangedBook:
    """The rules of a book with other full points for some items."""

    def __init__(self, book, **full_points):
        self.book, self.full_points = book, full_points

    def on(self, day):
        rules = self.book.on(day)
        rows = (
            replace(row, full_points=self.full_points.get(row.code, row.full_points)) for row in rules.indicator_rows
        )
        return replace(rules, indicator_rows=tuple(rows))


def test_changed_full_points_rank_branches_and_groups_as_python_does(demo_year, live_books, tmp_path):
    full_points = {"A3": 2.0, "A8": 60.0, "G2": 1.0, "G3": 90.0}
    books = []
    for number, codes in (("R-10", ("A3", "A8")), ("R-9", ("G2", "G3"))):
        book = book_of(live_books, number, "2026")
        for code in codes:
            book = with_parameter(book, tmp_path / f"{number}_{code}.xlsx", code, full_points[code])
        books.append(book)
    of_branches, of_groups = recalculated(books, tmp_path)
    office = load_office(demo_year)
    ledger = load_ledger(office, Archive(demo_year.archive), Period(2026))
    scores = score_year(ledger, ChangedBook(office.rule_book, **full_points), 2026)
    branches = {
        row.short_name: (as_printed(row.rank), row.total, row.grade, row.label)
        for row in scores.branches.itertuples(index=False)
    }
    assert printed_rows(of_branches, "支部排名", "支部", "名次", "得分", "等次", "类别") == branches
    groups = {row.group_code: (as_printed(row.rank), row.total) for row in scores.groups.itertuples(index=False)}
    assert printed_rows(of_groups, "排名", "编码", "名次", "得分") == groups
    units = {
        row.subcompany_code: (as_printed(row.rank), row.total) for row in scores.subcompanies.itertuples(index=False)
    }
    assert printed_rows(of_branches, "分公司排名", "编码", "名次", "得分") == units
    people = {row.member_no: (as_printed(row.rank), row.total) for row in scores.secretaries.itertuples(index=False)}
    assert printed_rows(of_branches, "书记单项", "党员编号", "名次", "得分") == people


def strange_year():
    """One branch merged into the other, a vetoed member and branch, bonuses beyond the cap, hardly any ballots."""
    organisations = [branch(HERE, end="2026-09-30", successor_code=THERE), branch(THERE)]
    vetoes = [veto("D2"), veto(THERE, subject_kind="支部")]
    bonuses = [adjustment("表彰奖励", "省级及以上", number="D1", reason=f"第{n}次", _period="2026Q1") for n in range(3)]
    ballots = [{"member_no": "D1", "pv_excellent": 3, "pv_pass": 1, "_period": "2026", "_branch": HERE}]
    posts = [{"branch_code": HERE, "member_no": "D1", "secretary_name": "张三", "start_date": "2024-05-10"}]
    return company(organisations=organisations, vetoes=vetoes, adjustments=bonuses, reviews=ballots, secretaries=posts)


def test_mergers_vetoes_and_missing_parts_recalculate_too(tmp_path):
    ledger = strange_year()
    results = [quarter_of(ledger), year_of(ledger)]
    books = [
        write_workbook(tmp_path, workbook)
        for number in ("R-7", "R-8", "R-9", "R-10")
        for result in results
        for workbook in REPORTS[number].workbooks(result)
    ]
    for book, computed in zip(books, recalculated(books, tmp_path), strict=True):
        assert not differences(book, computed), book.name
