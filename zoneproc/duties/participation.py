"""Who talks with contacts, and about what: from the members with a post to all members (S1b, S1c, S3.1a)."""

from collections.abc import Sequence

import pandas as pd

from zoneproc.duties.contacts import valid_talks
from zoneproc.duties.roster import roster_on
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import Ruleset

NO_POST = "无"


def talking_members(ledger: Ledger, rules: Ruleset, months: Sequence[Period]) -> pd.DataFrame:
    """The members owed on some rule day of the months, with their talks.

    One row per member, by number: member_no, name, branch_code and party_post (of the last such day), talks (valid ones
    in the months), talked (at least one), _source, _row (B-3). S1b.
    """
    day = int(rules.number("mid_month_day"))
    roster = roster_on(ledger, [month.rule_day(day) for month in months])
    people = roster[roster["owed"]].sort_values(["member_no", "day"], kind="stable")
    people = people.drop_duplicates("member_no", keep="last").reset_index(drop=True)
    counted = _talks(ledger, months).groupby("member_no").size()
    people["talks"] = people["member_no"].map(counted).fillna(0).astype("int64")
    people["talked"] = people["talks"] > 0
    return people["member_no name branch_code party_post talks talked _source _row".split()]


def ordinary_talks(ledger: Ledger, months: Sequence[Period]) -> pd.DataFrame:
    """The valid talks of the months: one row each with branch_code, party_post of the member that day, ordinary (no post).

    S1b: the share of talks done by members without 党内职务.
    """
    talks = _talks(ledger, months)
    people = roster_on(ledger, sorted({moment.date() for moment in talks["talk_date"]}))
    people = people[["member_no", "day", "branch_code", "party_post"]].rename(columns={"day": "talk_date"})
    rows = talks.merge(people, on=["member_no", "talk_date"])
    return rows.assign(ordinary=rows["party_post"].fillna(NO_POST).eq(NO_POST))


def talk_topics(ledger: Ledger, months: Sequence[Period]) -> pd.DataFrame:
    """How often each topic was talked about: branch_code, topic, talks. A talk may have several; none is judged (S1c)."""
    talks = _talks(ledger, months)
    topics = talks.assign(topic=talks["talk_topics"].str.split(";")).explode("topic")
    counted = topics.groupby(["_branch", "topic"]).size().rename("talks").reset_index()
    return counted.rename(columns={"_branch": "branch_code"})


def _talks(ledger: Ledger, months: Sequence[Period]) -> pd.DataFrame:
    talks = valid_talks(ledger)
    return talks[talks["month"].isin([str(month) for month in months])]
