"""R-1: every owed return with its state, the year by branch, what is sealed, the reminder."""

from datetime import datetime

import pytest
from building import ledger_of
from printed import printed, run_of, table
from year_rows import HERE, THERE, branch

from zoneproc.register import Seal
from zoneproc.reports.status_book import status_book
from zoneproc.standing import status_of


def sent(code, period, at, **cells):
    row = {"branch_code": code, "form": "MON", "period": period, "received_at": at, "judged_at": at}
    return {**row, "source": f"{code}{period}", **cells}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    back = {"verdict": "退回", "counts": False, "accepted": False, "send_back": True}
    ledger = ledger_of(
        organisations=[branch(), branch(THERE)],
        secretaries=[{"branch_code": HERE, "secretary_name": "赵书记", "start_date": "2020-01-01"}],
        returns=[
            sent(HERE, "2026-01", "2026-02-03"),
            sent(THERE, "2026-01", "2026-02-09"),
            sent(HERE, "2026-03", "2026-04-03", **back),
        ],
    )
    seals = (Seal("2026-01", 1, datetime(2026, 2, 13, 9), "张三"),)
    run = run_of(ledger, "2026-03", judged_at=datetime(2026, 4, 13, 9), seals=seals)
    return printed(status_book(status_of(run)), tmp_path_factory.mktemp("r1"))


def test_owed_returns_with_state_versions_and_date(book):
    rows = table(book, "通报", "支部编码")
    assert [(row["支部编码"], row["书记"], row["情况"], row["收到版本数"], row["退回次数"]) for row in rows] == [
        (THERE, None, "未报", 0, 0),
        (HERE, "赵书记", "退回(待改)", 1, 1),
    ]
    assert [row["请于此前报送"] for row in rows] == [datetime(2026, 4, 5, 18), datetime(2026, 4, 8, 23, 59)]


def test_the_year_by_branch_with_both_rates(book):
    rows = {row["支部编码"]: row for row in table(book, "年内累计", "支部编码")}
    assert [rows[HERE][name] for name in ("应报", "按时", "迟报", "退回(待改)", "未报")] == [4, 1, 0, 1, 2]
    assert (rows[HERE]["按时率"], rows[THERE]["按时率"], rows[THERE]["完整率"]) == (0.25, 0, 0.25)


def test_what_is_sealed_and_the_reminder_are_there(book):
    assert [(row["报告期"], row["经手人"]) for row in table(book, "封存情况", "报告期")] == [("2026-01", "张三")]
    assert any("2026-03" in str(cell.value) for row in book["催报文字"].iter_rows() for cell in row)
