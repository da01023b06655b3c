"""L01–L03: late, missing, not returned in time."""

from datetime import datetime

from building import ledger_of, rules_of
from checks.asking import HERE, THERE, organisation

from zoneproc.checks import CHECKS, View
from zoneproc.period import Period

BRANCHES = [organisation(), organisation(THERE)]


def told(name, returns, moment=None, **tables):
    ledger = ledger_of(organisations=BRANCHES, returns=returns, **tables)
    found = CHECKS[name].findings(View(ledger, rules_of(), [Period.parse("2026-03")], moment))
    return [(finding.code.number, finding.branch, finding.place.file) for finding in found]


def sent(branch=HERE, received="2026-04-03 10:00", **changes):
    row = {"branch_code": branch, "form": "MON", "period": "2026-03", "received_at": received, "file": f"{branch}.xlsx"}
    return row | changes


def test_l01_late_and_l02_missing():
    """3.6: due on 5 April, 18:00."""
    returns = [sent(received="2026-04-05 18:01")]
    assert told("returns_come_in_time", returns) == [("L01", HERE, f"{HERE}.xlsx"), ("L02", THERE, "")]


def test_l01_l02_in_time_and_not_yet_due():
    returns = [sent(received="2026-04-05 18:00")]
    before = datetime(2026, 4, 5, 12, 0)
    assert told("returns_come_in_time", returns, before) == []


def test_l03_not_answered_within_three_working_days():
    """3.6: sent back on Friday 3 April; Wednesday the 8th is the last day."""
    back = {"verdict": "退回", "counts": False, "accepted": False, "send_back": True}
    silent = [sent(**back)]
    name = "returned_forms_come_back"
    assert told(name, silent) == [("L03", HERE, f"{HERE}.xlsx")]
    assert told(name, silent, datetime(2026, 4, 8, 12, 0)) == []
    assert told(name, [*silent, sent(received="2026-04-08 23:00", version=2)]) == []
    late = [*silent, sent(received="2026-04-09 00:30", version=2)]
    assert told(name, late) == [("L03", HERE, f"{HERE}.xlsx")]
