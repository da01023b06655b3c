"""How owed returns stand at a moment, extensions and seals considered (promise 19; 4/33–4/35, U08)."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
from building import ledger_of, rules_of
from year_rows import HERE, THERE, branch

from zoneproc.duties.awaiting import AWAITED, RETURNED, open_returns, standing
from zoneproc.ledger import EXTENSION_COLUMNS, SEAL_COLUMNS
from zoneproc.period import Period

MARCH = Period.parse("2026-03")
BACK = {"verdict": "退回", "counts": False, "accepted": False, "send_back": True}


def version(number, received_at, **cells):
    row = {"branch_code": HERE, "form": "MON", "period": "2026-03", "version": number, "received_at": received_at}
    return {**row, "judged_at": received_at, **cells}


def ledger(*versions, extended_to=None, sealed_at=None):
    made = ledger_of(organisations=[branch()], returns=list(versions))
    put_off = [] if extended_to is None else [(HERE, "MON", "2026-03", pd.Timestamp(extended_to))]
    seals = [] if sealed_at is None else [("MON", "2026-03", pd.Timestamp(sealed_at))]
    return replace(
        made,
        extensions=pd.DataFrame(put_off, columns=list(EXTENSION_COLUMNS)).astype(EXTENSION_COLUMNS),
        seals=pd.DataFrame(seals, columns=list(SEAL_COLUMNS)).astype(SEAL_COLUMNS),
    )


def state(found, moment=datetime(2026, 4, 30)):
    row = standing(found, rules_of(), MARCH, moment).iloc[0]
    return row["standing"], str(row["next_due"]), int(row["versions"]), int(row["version"])


def test_an_extension_makes_a_late_return_punctual_also_afterwards():
    late = version(1, "2026-04-08 09:00")
    assert state(ledger(late))[0] == "迟报"
    assert state(ledger(late, extended_to="2026-04-08 18:00")) == ("按时", "NaT", 1, 1)
    assert state(ledger(late, extended_to="2026-04-08 08:00"))[0] == "迟报"


def test_an_extension_is_for_one_branch_alone():
    there = version(1, "2026-04-08 09:00", branch_code=THERE)
    made = ledger(version(1, "2026-04-08 09:00"), there, extended_to="2026-04-09")
    made = replace(made, frames=ledger_of(organisations=[branch(), branch(THERE)]).frames)
    found = standing(made, rules_of(), MARCH, datetime(2026, 4, 30)).set_index("branch_code")
    assert (found.loc[HERE, "standing"], found.loc[THERE, "standing"]) == ("按时", "迟报")
    assert found["extended"].tolist() == [True, False]


def test_what_is_awaited_has_a_date():
    assert state(ledger()) == (AWAITED, "2026-04-05 18:00:00", 0, 0)
    assert state(ledger(extended_to="2026-04-20 12:00"))[1] == "2026-04-20 12:00:00"


def test_after_a_send_back_the_third_working_day_counts():
    """U51: Friday 10 April, so until the end of Wednesday the 15th."""
    assert state(ledger(version(1, "2026-04-10 09:00", **BACK))) == (RETURNED, "2026-04-15 23:59:00", 1, 0)


def test_what_comes_later_is_not_known_yet():
    found = ledger(version(1, "2026-04-03 09:00"))
    assert state(found, datetime(2026, 4, 2)) == (AWAITED, "2026-04-05 18:00:00", 0, 0)


def test_nothing_is_open_once_the_period_is_frozen_or_sealed():
    """U08; an extension keeps the return of its branch open."""

    def still_open(moment, **more):
        return len(open_returns(ledger(**more), rules_of(), MARCH, moment))

    assert still_open(datetime(2026, 4, 8)) == 1
    assert still_open(datetime(2026, 4, 8), sealed_at="2026-04-08") == 0
    assert still_open(datetime(2026, 4, 30)) == 0
    assert still_open(datetime(2026, 4, 30), extended_to="2026-05-02") == 1
