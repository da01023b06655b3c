"""书记责任区单项 (3.5, 4/32, U61, U62)."""

import pandas as pd
import pytest
from building import ledger_of
from year_rows import HERE, THERE, annual, evidence_of

from zoneproc.scoring.secretaries import score_secretaries

BRANCHES = pd.DataFrame({"branch_code": [HERE, THERE], "total": [90.0, 80.0]})


def tenure(number: str = "D1", start: str = "2024-05-10", end: str | None = None, code: str = HERE):
    row = {"branch_code": code, "member_no": number, "secretary_name": f"书记{number}"}
    return row | {"start_date": start, "end_date": end}


def ballots(number: str = "D1", code: str = HERE):
    row = {"branch_code": code, "secretary_name": f"书记{number}", "issued": 30, "returned": 30, "valid": 30}
    return row | {"n_good": 20, "n_fair": 8, "n_avg": 2, "n_poor": 0}


def score(*tenures, cast=(), scores=None) -> pd.DataFrame:
    ledger = ledger_of(secretaries=list(tenures), secretary_ballots=list(cast))
    evidence = evidence_of(ledger, members=annual() if scores is None else scores)
    return score_secretaries(evidence, BRANCHES).set_index("member_no")


def test_seventy_and_thirty():
    found = score(tenure(), cast=[ballots()]).loc["D1"]
    assert found["ballot_part"] == pytest.approx((2000 + 680 + 140) / 30)
    assert found["total"] == 91.2
    assert (found["months"], found["rank"], found["eligible"]) == (12, 1, True)


def test_month_weighted_over_the_branches_led_U61():
    found = score(tenure(end="2026-03-31"), tenure(start="2026-04-01", code=THERE), cast=[ballots(code=THERE)]).loc[
        "D1"
    ]
    assert found["branch_code"] == THERE
    assert found["branch_part"] == pytest.approx((3 * 90 + 9 * 80) / 12)
    assert found["ranked"]
    assert not found["eligible"]


def test_ballots_count_only_for_the_one_in_post_at_the_end_U61():
    found = score(tenure(end="2026-05-31"), tenure("D2", start="2026-06-01"), cast=[ballots(), ballots("D2")])
    assert found["ballot_part"].isna().to_dict() == {"D1": True, "D2": False}
    assert found["months"].to_dict() == {"D1": 5, "D2": 7}
    assert found["total"].to_dict() == {"D1": 90.0, "D2": 91.2}
    assert not found["ranked"].any()


def test_no_full_month_no_figure_U61():
    assert score(tenure(start="2026-12-16"), cast=[ballots()])["total"].isna().all()


def test_a_new_term_in_the_same_post_is_the_same_post_U62():
    found = score(tenure(end="2026-05-09"), tenure(start="2026-05-10"), cast=[ballots()]).loc["D1"]
    assert (found["months"], found["eligible"]) == (12, True)


def test_not_personally_vetoed_U62():
    vetoed = annual(D1=59.0).assign(veto_kind="酒后驾驶")
    assert not score(tenure(), cast=[ballots()], scores=vetoed)["eligible"].any()
