"""得分来源: all cases with their cells; long lists are cut where nothing is lost."""

import pandas as pd
import pytest
from building import ledger_of, rules_of
from member_rows import MONTHS, talk

from zoneproc.excel.sheets import Column
from zoneproc.reports.source_sheet import leads, led_items, source_rows, source_sheet, with_first_rows

ITEMS = [row for row in rules_of().indicators("党员", "季度") if row.code in ("I11", "I12")]
PEOPLE = pd.DataFrame({"member_no": ["D2", "D1", "D3"], "name": ["李四", "张三", "王五"]}).astype("str")


def case(subject, indicator, done, row=5, table="talks"):
    return (subject, "", done, 1.0, table, "test" if table else "", row, "情形", indicator)


def cases(*rows):
    names = ["subject", "part", "numerator", "denominator", "table", "_source", "_row", "note", "indicator"]
    return pd.DataFrame(list(rows), columns=names)


@pytest.fixture(scope="module")
def ledger():
    return ledger_of(talks=[talk(month, "P1", "D1") for month in MONTHS])


def test_cases_stand_in_the_order_of_people_and_items_with_their_cells(ledger):
    found = source_rows(
        ledger,
        cases(case("D1", "I12", 0.0, 0, ""), case("D1", "I11", 1.0, 6), case("D2", "I11", 1.0, 5)),
        ITEMS,
        PEOPLE,
    )
    assert found[["subject", "name", "indicator", "sheet", "cell", "value"]].to_numpy().tolist() == [
        ["D2", "李四", "I11", "联系谈心记录", "E5", "2026-01-12"],
        ["D1", "张三", "I11", "联系谈心记录", "E6", "2026-02-12"],
        ["D1", "张三", "I12", "", "", ""],
    ]
    (table,) = source_sheet(found, Column("党员编号", "subject", "code")).tables
    assert table.fixed
    people = with_first_rows(PEOPLE, "member_no", found)
    assert people[["at", "at_I11", "at_I12"]].to_numpy().tolist() == [[0, 0, -1], [1, 1, 2], [-1, -1, -1]]


def test_of_long_lists_what_is_done_is_counted_together(ledger):
    done = [case("D1", "I11", 1.0, 5) for _ in range(80)]
    missed = [case("D1", "I11", 0.0, 6) for _ in range(40)]
    found = source_rows(ledger, cases(*done, *missed), ITEMS, PEOPLE)
    assert len(found) == 30 + 40 + 1
    assert (found["numerator"].sum(), found["denominator"].sum()) == (80, 120)
    assert len(source_rows(ledger, cases(*done[:60]), ITEMS, PEOPLE)) == 60


def test_links_are_left_to_names_where_excel_would_not_take_so_many(ledger):
    people = with_first_rows(PEOPLE, "member_no", source_rows(ledger, cases(case("D1", "I11", 1.0)), ITEMS, PEOPLE))
    columns = [Column("谈心", "I11"), Column("月汇报", "I12")]
    assert [column.leads for column in led_items(columns, people)] == [("得分来源", "at_I11"), ("", "")]
    crowd = pd.concat([people] * 10_000, ignore_index=True)
    assert [column.leads for column in led_items(columns, crowd)] == [("", ""), ("", "")]
    assert leads(people, "at") == ("得分来源", "at")
