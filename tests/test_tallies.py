"""Rows and sums sent = merged + held back + duplicate, counted from the raw cells (promise 23)."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneproc.forms import table_of
from zoneproc.intake import parse_table
from zoneproc.ledger import Ledger
from zoneproc.tallies import ROWS, ReconciliationError, proof, prove, tally, tally_frame

TASKS = table_of("tasks")[1]


def raw(rows):
    columns = {
        field.name: pd.Series([row.get(field.name) for row in rows], dtype=object) for field in TASKS.read_fields
    }
    sources = pd.Series([row["_source"] for row in rows], dtype="str")
    return pd.DataFrame(columns | {"_source": sources, "_row": pd.Series(range(5, 5 + len(rows)), dtype="int64")})


def merged(rows):
    cells = raw(rows)
    parsed = parse_table(cells, TASKS)
    frame = parsed.frame.assign(_branch="001001", _period="2026-03")
    return Ledger({"tasks": frame}, tallies=tally_frame([tally(cells, parsed, TASKS)]))


def task(number, weight, source="a"):
    return {"task_no": number, "member_no": "D1", "weight": weight, "_source": source}


def test_each_part_is_counted_by_file_and_column():
    ledger = merged([task("T1", "2"), task("T1", 5), task(None, "3"), task("T2", "1", "b"), task("T3", "多", "b")])
    found = proof(ledger).set_index(["_source", "column"])
    names = ["sent", "merged", "held", "duplicate", "gap"]
    assert found.loc[("a", ROWS), names].tolist() == [3, 1, 1, 1, 0]
    assert found.loc[("a", "weight"), names].tolist() == [10, 2, 3, 5, 0]
    assert found.loc[("b", ROWS), names].tolist() == [2, 2, 0, 0, 0]
    assert found.loc[("b", "weight"), names].tolist() == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("fault", ["lost", "doubled", "changed"])
def test_a_row_lost_or_doubled_or_a_number_changed_is_a_bug(fault):
    ledger = merged([task("T1", 2), task("T2", 3)])
    frame = ledger["tasks"]
    wrong = {
        "lost": frame.iloc[:1],
        "doubled": pd.concat([frame, frame.iloc[:1]]),
        "changed": frame.assign(weight=frame["weight"] + 1),
    }[fault]
    with pytest.raises(ReconciliationError):
        prove(replace(ledger, frames={"tasks": wrong}))


cells = st.one_of(st.none(), st.integers(1, 9), st.sampled_from(["2", "３", " 4 ", "1.5", "无", "x", "#REF!"]))


@given(st.lists(st.tuples(st.sampled_from([None, "T1", "T2", "T3"]), cells, st.sampled_from("ab")), max_size=12))
def test_whatever_is_sent_reconciles(rows):
    assert prove(merged([task(*row) for row in rows]))
