"""Whom the panel hears and visits at the year's end: samples that a re-run repeats (3.4.2, U79).

Places in a sample come from a digest of the recorded seed and the person's number, so that the list of one branch never
depends on another branch, on row order or on the machine.
"""

import hashlib
import math
from datetime import date
from fractions import Fraction

import pandas as pd

from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, roster_on
from zoneproc.ledger import Ledger, in_force
from zoneproc.period import Period
from zoneproc.rules import Ruleset

FORUM, VISIT = "谈", "访"
SECRETARY = "书记"
SAMPLE_COLUMNS = ["branch_code", "method", "seq", "number", "name", "team_code", "is_contact", "seed"]


def samples(ledger: Ledger, rules: Ruleset, day: date, seed: str) -> pd.DataFrame:
    """The people drawn in every branch: one row per person, in order of branch, method and seq.

    Columns branch_code, method (谈 or 访), seq, number (党员编号 or 工号), name, team_code, is_contact (of any member; False for
    谈), seed. 谈: members on duty but the secretary; 访: staff of the branch's teams who are not members, spread over the
    teams, contacts and others both.
    """
    forum = _sample(_forum_candidates(ledger, day), rules, "forum", seed)
    visit = _sample(_visit_candidates(ledger, day), rules, "visit", seed)
    drawn = pd.concat([forum.assign(method=FORUM), visit.assign(method=VISIT)], ignore_index=True)
    drawn["seq"] = drawn.groupby(["branch_code", "method"]).cumcount() + 1
    drawn = drawn.sort_values(["branch_code", "method", "seq"], kind="stable", ignore_index=True)
    return drawn.assign(seed=seed)[SAMPLE_COLUMNS]


TALKS_DRAWN = 10
"""谈心记录抽查(10条), 3.4.1."""


def talk_samples(ledger: Ledger, year: Period, seed: str) -> pd.DataFrame:
    """The talks of the year to be looked up in the files, ten of every branch: branch_code, seq, and the columns of M-1.

    By branch and date; which rows are drawn depends on the seed, the branch and the talk alone.
    """
    talks = ledger["talks"].dropna(subset=["talk_date"])
    talks = talks[talks["_period"].str.startswith(str(year))]
    keys = zip(talks["_branch"], talks["member_no"], talks["contact_employee_no"], talks["talk_date"], strict=True)
    lots = [_lot(seed, "talk", branch, f"{member}/{contact}/{day:%F}") for branch, member, contact, day in keys]
    drawn = talks.assign(branch_code=talks["_branch"], lot=pd.Series(lots, index=talks.index, dtype="str"))
    drawn = drawn.sort_values(["branch_code", "lot"], kind="stable").groupby("branch_code").head(TALKS_DRAWN)
    drawn = drawn.sort_values(["branch_code", "talk_date", "lot"], kind="stable", ignore_index=True)
    return drawn.assign(seq=drawn.groupby("branch_code").cumcount() + 1).drop(columns="lot")


def sample_size(rules: Ruleset, kind: str, people: int, available: int) -> int:
    """How many to draw: max(minimum, share of `people` rounded up), but never more than are available. U79."""
    share = Fraction(repr(rules.number(f"sample_{kind}_share"))) * people
    return min(max(int(rules.number(f"sample_{kind}_min")), math.ceil(share)), available)


def _forum_candidates(ledger: Ledger, day: date) -> pd.DataFrame:
    roster = roster_on(ledger, [day])
    sizes = roster.groupby("branch_code")["member_no"].transform("size")
    people = roster.assign(people=sizes, number=roster["member_no"], team_code=roster["home_team_code"].fillna(""))
    people = people[people["on_duty"] & people["party_post"].ne(SECRETARY)]
    return people.assign(is_contact=False, spread="")[_CANDIDATE]


_CANDIDATE = ["branch_code", "number", "name", "team_code", "is_contact", "people", "spread"]


def _visit_candidates(ledger: Ledger, day: date) -> pd.DataFrame:
    staff = ledger["employees"]
    moment = pd.Timestamp(day)
    employed = (staff["start_date"].fillna(LONG_AGO) <= moment) & (moment <= staff["end_date"].fillna(FAR_AHEAD))
    staff = staff[employed & ~staff["employee_no"].isin(roster_on(ledger, [day])["employee_no"])]
    teams = in_force(ledger["teams"], day).drop_duplicates("team_code", keep="last")[["team_code", "branch_code"]]
    people = staff.drop_duplicates("employee_no", keep="last").merge(teams, on="team_code")
    contacts = in_force(ledger["contacts"], day)["contact_employee_no"]
    return people.assign(
        number=people["employee_no"],
        is_contact=people["employee_no"].isin(contacts),
        people=people.groupby("branch_code")["employee_no"].transform("size"),
        spread=people["team_code"],
    )[_CANDIDATE]


def _sample(candidates: pd.DataFrame, rules: Ruleset, kind: str, seed: str) -> pd.DataFrame:
    """The first of each branch's drawn order: one of every team before a second of any."""
    lots = [_lot(seed, kind, *row) for row in zip(candidates["branch_code"], candidates["number"], strict=True)]
    people = candidates.assign(lot=pd.Series(lots, index=candidates.index, dtype="str"))
    people = people.sort_values(["branch_code", "lot"], kind="stable")
    people["round"] = people.groupby(["branch_code", "spread"]).cumcount()
    people = people.sort_values(["branch_code", "round", "lot"], kind="stable")
    chosen = [
        _both_kinds(found, sample_size(rules, kind, int(found["people"].iloc[0]), len(found)))
        for _, found in people.groupby("branch_code", sort=True)
    ]
    return pd.concat(chosen) if chosen else people


def _lot(seed: str, kind: str, branch: str, number: str) -> str:
    return hashlib.sha256(f"{seed}/{kind}/{branch}/{number}".encode()).hexdigest()


def _both_kinds(ordered: pd.DataFrame, size: int) -> pd.DataFrame:
    """The first `size`; if all are contacts or none is, the last one makes room for the first of the other kind."""
    chosen, rest = ordered.head(size), ordered.iloc[size:]
    if size < 2 or chosen["is_contact"].any() != chosen["is_contact"].all():
        return chosen
    others = rest[rest["is_contact"] != chosen["is_contact"].iloc[0]]
    return chosen if others.empty else pd.concat([chosen.head(size - 1), others.head(1)])
