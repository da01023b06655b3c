"""Contact-months as cases: each points at the talk that did it, or at the link that was due."""

import pandas as pd

from zoneproc.measures import Cases, cases


def contact_cases(due: pd.DataFrame, done: pd.Series, yes: str, no: str) -> Cases:
    """One case per contact-month (rows of duties.contacts.contact_months), 1 if `done`; the note says yes or no of it."""
    return cases(
        due,
        "contacts",
        subject=due["member_no"],
        numerator=done,
        denominator=1.0,
        table=lambda: pd.Series("contacts", due.index).mask(done, "talks"),
        _source=lambda: due["_source"].mask(done, due["talk_source"]),
        _row=lambda: due["_row"].mask(done, due["talk_row"]),
        note=lambda: (
            due["month"]
            + " "
            + due["contact_name"].fillna("")
            + done.map({True: f" {yes}", False: f" {no}"}).astype("str")
        ),
    )
