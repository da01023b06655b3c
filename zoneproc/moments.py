"""The moments at which results may read differently although nothing came in.

They are deadlines and freezes, extended ones too, the days on which an unidentified or belated file is told of no longer,
and every midnight. Between two of them, when a question is asked does not matter.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import chain

import pandas as pd

from zoneproc.archive import Archive
from zoneproc.office import HEARD, Office, freezes_of

__all__ = ["last_change", "next_change"]


def next_change(office: Office, archive: Archive, moment: datetime) -> datetime:
    """The first of them after the moment."""
    return min(turn for turn in _turns(office, archive, moment) if turn > moment)


def last_change(office: Office, archive: Archive, moment: datetime) -> datetime:
    """The last of them that is not after the moment."""
    return max(turn for turn in _turns(office, archive, moment) if turn <= moment)


def _turns(office: Office, archive: Archive, moment: datetime) -> Sequence[datetime]:
    freezes = freezes_of(office, archive)
    calendar = office.ledger["calendar"]
    told = [filing.received_at + HEARD for filing in archive.filings() if not filing.branch or freezes.passed(filing)]
    deadlines = pd.concat([calendar["due_at"], calendar["freeze_at"]]).dropna()
    midnight = datetime.combine(moment.date(), time())
    known = chain((stamp.to_pydatetime() for stamp in deadlines), freezes.put_off.values(), told)
    return [midnight, midnight + timedelta(days=1), *known]
