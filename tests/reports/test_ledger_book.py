"""R-3: every merged row with its file and row, and rows sent = merged + held back + duplicate."""

from dataclasses import replace

import pandas as pd
import pytest
from printed import company, month_of, printed, table
from year_rows import HERE

from zoneproc.ledger import Source
from zoneproc.reports import ledger_book
from zoneproc.reports.reconciliation import reconciliation


def result():
    ledger = company()
    held = pd.DataFrame(
        [("talks", "march", 9, "held"), ("talks", "march", 11, "duplicate"), ("talks", "old", 5, "held")],
        columns=["table", "_source", "_row", "kind"],
    )
    sources = {
        name: Source(name, f"{name}.xlsx", "MON", HERE, period)
        for name, period in (("march", "2026-03"), ("old", "2026-02"))
    }
    return month_of(replace(ledger, held=held, sources={**ledger.sources, **sources}))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return printed(ledger_book.ledger_book(result())[0], tmp_path_factory.mktemp("r3"))


def test_rows_of_the_month_carry_file_and_row(book):
    rows = table(book, "联系谈心记录", "支部编码")
    assert [(row["支部"], row["党员编号"], row["来源文件"], row["行"]) for row in rows] == [
        ("支部1", "D1", "test.xlsx", 9)
    ]
    assert len(table(book, "党员名册", "支部编码")) == 3


def test_rows_sent_are_merged_held_or_duplicate(book):
    rows = {(row["支部编码"], row["表"]): row for row in table(book, "核对", "支部编码")}
    found = rows[HERE, "M-1"]
    assert [found[name] for name in ("报来行数", "已合并", "暂不合并", "重复")] == [3, 1, 1, 1]


def test_reconciliation_adds_up_for_every_branch_and_table():
    found = result()
    frame = reconciliation(found.run, {"talks": found.run.ledger["talks"]})
    assert (frame["sent"] == frame["merged"] + frame["held"] + frame["duplicate"]).all()


def test_rows_set_aside_are_listed_with_reason(book):
    assert [row["行"] for row in table(book, "未合并的行", "支部编码")] == [9, 11]


def test_long_tables_go_on_to_further_sheets(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger_book, "LONGEST", 2)
    found = printed(ledger_book.ledger_book(result())[0], tmp_path)
    assert len(table(found, "党员名册", "支部编码")) == 2
    assert len(table(found, "党员名册(2)", "支部编码")) == 1
