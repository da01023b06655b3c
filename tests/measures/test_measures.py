"""The folder of measures: what each promises."""

import pandas as pd
import pytest
from building import ledger_of, rules_of
from member_rows import Q1, worked_ledger

from zoneproc.measures import CASE_COLUMNS, MEASURES, Evidence, cases, gathered

MEMBER = [row.measure for row in rules_of().indicators("党员", "季度")]


def test_every_indicator_names_a_measure_that_explains_itself():
    rows = rules_of().indicator_rows
    assert {row.measure for row in rows} <= set(MEASURES)
    assert all(measure.__doc__ for measure in MEASURES.values())


@pytest.mark.parametrize("name", MEMBER)
def test_cases_have_their_columns_with_and_without_rows(name):
    for ledger in (ledger_of(), worked_ledger()):
        found = MEASURES[name](Evidence(ledger, rules_of(), Q1)).frame()
        assert {column: str(dtype) for column, dtype in found.dtypes.items()} == dict(CASE_COLUMNS)


def test_shared_evidence_is_worked_out_once():
    evidence = Evidence(worked_ledger(), rules_of(), Q1)
    assert evidence.contact_months is evidence.contact_months
    assert evidence.report_months["month"].tolist() == ["2026-01", "2026-02", "2026-03"]


def test_counts_are_the_sums_of_the_cases():
    rows = pd.DataFrame({"who": ["a", "b"], "_source": "", "_row": 0})
    one = cases(rows, "members", subject=rows["who"], numerator=0.5, denominator=1.0)
    assert gathered(one, one).counts(pd.Index(["a"])).to_dict("records") == [
        {"subject": "a", "part": "", "numerator": 1.0, "denominator": 2.0}
    ]
    assert gathered().frame().empty
    assert gathered().counts(pd.Index(["a"])).empty
