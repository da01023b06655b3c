"""分公司 and secretaries over the totals of branches; totals after a merger (4/30, U60, U61)."""

import pytest
from printed import company, printed, table, year_of
from year_rows import HERE, THERE, branch, unit

from zoneproc.reports.branch_year import branch_book
from zoneproc.reports.units_year import belonging_sheet

MERGED = [branch(HERE, end="2026-09-30", successor_code=THERE), branch(THERE)]
POST = {"branch_code": THERE, "member_no": "D3", "secretary_name": "王五", "start_date": "2026-04-01"}


@pytest.fixture(scope="module")
def result():
    return year_of(company(organisations=MERGED, subcompanies=[unit(branch_code=THERE)], secretaries=[POST]))


def test_weights_of_units_and_secretaries_are_shown(result):
    units, posts = (block.rows for block in belonging_sheet(result, "支部排名").tables)
    total = result.scores.branches.set_index("branch_code")["total"][THERE]
    assert units[["subcompany_code", "branch_code", "members", "score"]].to_numpy().tolist() == [
        ["FGS01", THERE, 1, total]
    ]
    assert posts[["member_no", "branch_code", "months", "known"]].to_numpy().tolist() == [["D3", THERE, 9, 1]]


def test_after_a_merger_both_totals_are_shown(result, tmp_path):
    book = printed(branch_book(result)[0], tmp_path)
    rows = {row["支部编码"]: row for row in table(book, "支部排名", "名次")}
    heir = result.scores.branches.set_index("branch_code").loc[THERE]
    assert (rows[THERE]["本支部"], rows[THERE]["得分"]) == (heir["own_total"], heir["total"])
