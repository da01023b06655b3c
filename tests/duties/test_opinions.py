"""Opinions: days, overdue, and problems of the zones (S3.0a, S3.1c)."""

from datetime import date

import pandas as pd
from building import ledger_of

from zoneproc.duties.opinions import opinions_handled, problems_of_teams
from zoneproc.period import Period

Q1 = Period.parse("2026Q1")
END = date(2026, 3, 31)


def opinion(number: str, **cells: object):
    row = {"_period": "2026-03", "opinion_no": number, "collected_date": "2026-03-12", "team_code": "052-01"}
    return row | {"opinion_status": "办理中"} | cells


def handled(*rows):
    return opinions_handled(ledger_of(opinions=list(rows)), Q1, END).set_index("opinion_no")


def test_days_to_hand_over_and_to_reply():
    found = handled(
        opinion("Y1", handed_date="2026-03-13", reply_date="2026-03-20", opinion_status="已办结"), opinion("Y2")
    )
    assert found.loc["Y1", ["days_to_hand_over", "days_to_reply"]].tolist() == [1, 8]
    assert found.loc["Y2", ["days_to_hand_over", "days_to_reply"]].isna().all()
    assert found["settled"].to_dict() == {"Y1": True, "Y2": False}


def test_five_working_days_to_hand_over():
    """Thursday the 12th: the fifth working day is the 19th."""
    found = handled(
        opinion("Y1", handed_date="2026-03-19"),
        opinion("Y2", handed_date="2026-03-20"),
        opinion("Y3"),
        opinion("Y4", opinion_status="已转公司"),
        opinion("Y5", collected_date="2026-03-30"),
    )
    assert found["hand_over_late"].tolist() == [False, True, True, False, False]


def test_overdue_until_settled_or_passed_on():
    rows = {"due_date": "2026-03-20"}
    found = handled(opinion("Y1", **rows), opinion("Y2", **rows, opinion_status="已转公司"), opinion("Y3"))
    assert found["overdue"].tolist() == [True, False, False]


def test_the_last_row_of_a_number_counts_u07():
    found = handled(opinion("Y1", _period="2026-02"), opinion("Y1", opinion_status="已办结", reply_date="2026-03-20"))
    assert found["settled"].tolist() == [True]


def test_problems_raised_and_solved_per_zone():
    ledger = ledger_of(opinions=[opinion("Y1", opinion_status="已办结"), opinion("Y2"), opinion("Y3", team_code=None)])
    found = problems_of_teams(ledger, Q1)
    assert found[["team_code", "raised", "solved"]].to_numpy().tolist() == [["", 1, 0], ["052-01", 2, 1]]


def test_nothing_comes_of_nothing():
    assert opinions_handled(ledger_of(), Q1, END).empty
    assert isinstance(problems_of_teams(ledger_of(), Q1), pd.DataFrame)
