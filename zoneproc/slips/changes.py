"""What each correction changed: every version of a return against the one before it (promise 18, domain.md 4/35)."""

from collections.abc import Iterator
from itertools import groupby, pairwise

import pandas as pd

from zoneproc.archive import Archive, Filing
from zoneproc.differences import COLUMNS, same_content, version_difference
from zoneproc.office import reread
from zoneproc.period import Cadence, Period

__all__ = ["SAME", "version_changes"]

SAME = "没有改动"
_COLUMNS = ["branch_code", "form", "period", "version", "against", *COLUMNS]


def version_changes(archive: Archive, period: Period) -> pd.DataFrame:
    """What changed from version to version of each return of a month, and of registers and longer returns sent since it began.

    One row per change as from differences.version_difference, with branch_code, form, period, version, and the version
    `against` which it was held; a version that says the same as the one before is one row with `change` 没有改动. Of other
    cadences there is nothing to tell: a month's return slips show it.
    """
    if period.cadence is not Cadence.MONTH:
        return pd.DataFrame(columns=_COLUMNS)
    rows = [row for earlier, later in _versions(archive, period) for row in _told(archive, earlier, later)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _versions(archive: Archive, period: Period) -> Iterator[tuple[Filing, Filing]]:
    """The pairs of versions that follow each other, by claim and receipt."""
    filings = sorted(
        (filing for filing in archive.filings() if filing.branch),
        key=lambda filing: (filing.claim, filing.received_at, filing.version, filing.sha256),
    )
    for _, versions in groupby(filings, key=lambda filing: filing.claim):
        for earlier, later in pairwise(versions):
            since = later.form != "MON" and later.received_at.date() >= period.start
            if later.period == str(period) or since:
                yield earlier, later


def _told(archive: Archive, earlier: Filing, later: Filing) -> Iterator[tuple[object, ...]]:
    head = (later.branch, later.form, later.period, later.version, earlier.version)
    before, after = reread(archive, earlier), reread(archive, later)
    if same_content(before, after):
        yield (*head, "", "", "", SAME, "", "", "", "")
        return
    for row in version_difference(before, after).itertuples(index=False):
        yield (*head, *row)
