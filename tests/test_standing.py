"""The words to remind: the list at once, the secretary after two days, the bulletin after five (domain 5)."""

from datetime import datetime

import pytest
from building import ledger_of
from printed import run_of
from year_rows import HERE, THERE, branch

from zoneproc.register import Seal
from zoneproc.standing import rates, status_of, tally_of


def status(moment, *returns, **cells):
    ledger = ledger_of(
        organisations=[branch(short_name="甲支部"), branch(THERE, short_name="乙支部")],
        secretaries=[{"branch_code": THERE, "secretary_name": "赵书记", "start_date": "2020-01-01"}],
        returns=list(returns),
    )
    return status_of(run_of(ledger, "2026-03", judged_at=moment, **cells))


def sent(code=HERE, at="2026-04-03"):
    return {"branch_code": code, "form": "MON", "period": "2026-03", "received_at": at, "judged_at": at}


@pytest.mark.parametrize(
    ("moment", "said", "unsaid"),
    [
        (datetime(2026, 4, 4), ["乙支部"], ["甲支部", "赵书记", "通报"]),
        (datetime(2026, 4, 6), ["乙支部"], ["赵书记", "通报"]),
        (datetime(2026, 4, 8), ["乙支部 赵书记"], ["通报"]),
        (datetime(2026, 4, 11), ["乙支部 赵书记", "通报"], []),
    ],
)
def test_the_reminder_grows_more_urgent(moment, said, unsaid):
    text = "\n".join(status(moment, sent()).text.split("\n")[1:])
    assert all(word in text for word in said)
    assert not any(word in text for word in unsaid)


def test_punctuality_and_completeness_are_two_figures():
    """Promise 19."""
    moment = datetime(2026, 4, 10)
    found = status(moment, sent(), sent(THERE, "2026-04-07"))
    assert rates(found.returns, moment) == (0.5, 1.0)
    assert rates(status(moment, sent()).returns, moment) == (0.5, 0.5)
    assert tally_of(found.returns) == {"应报": 2, "按时": 1, "迟报": 1, "退回(待改)": 0, "未报": 0}


def test_before_the_deadline_only_what_came_is_judged():
    found = status(datetime(2026, 4, 4), sent())
    assert rates(found.returns, datetime(2026, 4, 4)) == (1.0, 1.0)


def test_a_sealed_period_says_so():
    seal = Seal("2026-03", 1, datetime(2026, 4, 13, 9), "张三")
    assert "04-13 09:00" in status(datetime(2026, 4, 14), sent(), seals=(seal,)).text.split("\n")[-1]
