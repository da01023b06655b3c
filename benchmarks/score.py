"""One scored quarter in a process of its own, from merged tables to places: `python score.py ours|polars MEMBERS`.

Both start from the same tables, each in its own frames. What polars does here by hand are the same counts (contact-months,
reports, proposals, key persons, absences, ratings, statements, tasks, own 三违), points, totals and places; what the tables
do not hold (zones, accidents, trainees, bonuses) it leaves out, while ours looks for it all the same, remembers the cell
behind every counted thing, and applies grades and limits. `agree` fails if the two disagree about any count, score or place.
"""

import sys
from collections.abc import Callable
from functools import partial

import pandas as pd
from members import QUARTER, quarter_ledger
from timing import told

from zoneproc.ledger import Ledger
from zoneproc.rules import default_rule_book
from zoneproc.scoring.quarter import score_quarter

_RULES = default_rule_book().on(QUARTER.end)


def ours(ledger: Ledger) -> Callable[[], pd.DataFrame]:
    """The procedure's own function."""
    return lambda: score_quarter(ledger, _RULES, QUARTER).members[["member_no", "base", "rank"]]


def polars(ledger: Ledger) -> Callable[[], pd.DataFrame]:
    """The same by group-bys of polars, which is only needed here."""
    from by_polars import scored, taken_over  # noqa: PLC0415

    frames = taken_over(ledger)
    return lambda: pd.DataFrame(scored(frames).to_dict(as_series=False))


def agree(members: int) -> None:
    """Raises AssertionError where the two ways differ."""
    ledger = quarter_ledger(members)
    mine, other = (way(ledger)().sort_values("member_no", ignore_index=True) for way in (ours, polars))
    pd.testing.assert_frame_equal(mine, other, check_dtype=False, check_exact=False, atol=1e-9)


def main() -> None:
    """The way named, timed."""
    name, members = sys.argv[1:]
    if name == "agree":
        agree(int(members))
        told(lambda: None)
    else:
        told(partial({"ours": ours, "polars": polars}[name](quarter_ledger(int(members)))))


if __name__ == "__main__":
    main()
