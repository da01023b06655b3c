"""R-7's overview: means of the quarter before and the difference, only where they are known; places for 优秀."""

import pytest
from member_rows import rating
from printed import company, printed, quarter_of, run_of, table
from year_rows import HERE

from zoneproc.reports.history import before, quarters_before
from zoneproc.reports.member_quarter import quarter_book
from zoneproc.results import QuarterResult
from zoneproc.scoring.quarter import score_quarter


@pytest.fixture(scope="module")
def second():
    """The second quarter, after a scored first one."""
    ratings = [rating(word, "D1", _period=period) for word, period in (("好", "2026Q1"), ("差", "2026Q2"))]
    ledger = company(assessments=ratings)
    run = run_of(ledger, "2026Q2")
    return QuarterResult(run, score_quarter(ledger, run.rules, run.period))


def test_means_stand_beside_those_of_the_quarter_before(second, tmp_path):
    rows = {row["支部"]: row for row in table(printed(quarter_book(second)[0], tmp_path), "总览", "支部")}
    earlier = before(second, quarters_before(second))
    ranked = earlier[earlier["prev_rank"].notna() & earlier["branch_code"].eq(HERE)]
    assert rows["支部1"]["上季平均"] == pytest.approx(ranked["prev_total"].mean())
    assert rows["支部1"]["增减"] == pytest.approx(rows["支部1"]["平均得分"] - rows["支部1"]["上季平均"])


def test_without_a_quarter_before_nothing_is_compared(tmp_path):
    heads = table(printed(quarter_book(quarter_of(company()))[0], tmp_path), "总览", "支部")[0]
    assert "上季平均" not in heads
    assert "优秀名额" in heads


def test_heat_map_gives_the_share_of_the_full_points_by_branch(quarter, tmp_path):
    book = printed(quarter_book(quarter)[0], tmp_path)
    scores = [row for row in table(book, "得分表", "支部") if row["支部"] == "支部1"]
    heat = {row["支部"]: row for row in table(book, "指标热图", "支部")}
    known = [row["I11"] for row in scores if isinstance(row["I11"], int | float)]
    assert heat["支部1"]["I11"] == pytest.approx(sum(known) / len(known) / 15)
