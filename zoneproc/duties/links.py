"""Key contacts: which links of member and contact held on which day (U09)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from zoneproc.duties.matching import matches, places
from zoneproc.duties.roster import FAR_AHEAD, LONG_AGO, member_numbers, owed_there, standing, stay_on, stays
from zoneproc.ledger import Ledger, noted, remembered

PAIR = ["member_no", "contact_employee_no"]


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """B-6 in whole numbers, row by row.

    member: place in `member_numbers`, -1 if unknown to B-3. pair: a number below `pairs` for each two of member and contact,
    -1 for such members. begun, ended: never missing. `contacts` and `known` number the contacts, and them with members.
    """

    member: np.ndarray
    pair: np.ndarray
    begun: np.ndarray
    ended: np.ndarray
    contacts: pd.Index
    known: pd.Index

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.known)


@noted
def links_in_numbers(ledger: Ledger) -> Links:
    """All rows of B-6."""
    rows = ledger["contacts"]
    member = places(member_numbers(ledger), rows["member_no"])
    contact, contacts = pd.factorize(rows["contact_employee_no"], use_na_sentinel=False)
    both = np.where(member < 0, -1, member * len(contacts) + contact)
    known = pd.Index(pd.unique(both[both >= 0]))
    begun, ended = rows["start_date"].fillna(LONG_AGO), rows["end_date"].fillna(FAR_AHEAD)
    return Links(
        member, known.get_indexer(pd.Index(both)), begun.to_numpy(), ended.to_numpy(), pd.Index(contacts), known
    )


def pairs_of(ledger: Ledger, rows: pd.DataFrame) -> np.ndarray:
    """The pair of each row (member_no, contact_employee_no) as the links number it; -1 for pairs without any link."""
    links = links_in_numbers(ledger)
    member = places(member_numbers(ledger), rows["member_no"])
    contact = places(links.contacts, rows["contact_employee_no"])
    both = np.where((member < 0) | (contact < 0), -1, member * len(links.contacts) + contact)
    return links.known.get_indexer(pd.Index(both))


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Links on days on which they hold: `link` is the row of B-6, `asked` the moment asked for, `owed` as of the member."""

    link: np.ndarray
    asked: np.ndarray
    owed: np.ndarray


@remembered
def links_of(ledger: Ledger, day: date) -> pd.DataFrame:
    """All links that hold on a day: the columns of B-6, day, `branch_code` (of the link) and `owed` (U04)."""
    moments = pd.DataFrame({"day": pd.Series([pd.Timestamp(day)], dtype="datetime64[s]")})
    return _linked(ledger, held_always(ledger, moments["day"].to_numpy()), moments)


def links_on(ledger: Ledger, moments: pd.DataFrame) -> pd.DataFrame:
    """The links of these pairs that hold on their days (columns member_no, contact_employee_no, day): as `links_of`."""
    return _linked(ledger, held_by(ledger, pairs_of(ledger, moments), moments["day"].to_numpy()), moments[["day"]])


def _linked(ledger: Ledger, held: Held, moments: pd.DataFrame) -> pd.DataFrame:
    rows = ledger["contacts"].take(held.link).reset_index(drop=True)
    days = moments["day"].array.take(held.asked)
    return rows.assign(day=days, branch_code=rows["_branch"], owed=held.owed)


def held_always(ledger: Ledger, days: np.ndarray) -> Held:
    """Every link on each of the days on which it holds, in order of link, then of day."""
    links = links_in_numbers(ledger)
    link, asked = np.nonzero((links.begun[:, None] <= days) & (days <= links.ended[:, None]))
    return _holding(ledger, link, asked, days)


def held_by(ledger: Ledger, pair: np.ndarray, days: np.ndarray) -> Held:
    """The links of each pair that hold on its day, in order of link, then of what is asked."""
    links = links_in_numbers(ledger)
    link, asked = matches(links.pair, pair, links.pairs)
    inside = (links.begun[link] <= days[asked]) & (days[asked] <= links.ended[link])
    return _holding(ledger, link[inside], asked[inside], days)


def _holding(ledger: Ledger, link: np.ndarray, asked: np.ndarray, days: np.ndarray) -> Held:
    """Those of whom the member is on the roll of the branch, the contact on the staff and in no branch (U09 a, b, d, e)."""
    day = days[asked]
    at = stay_on(ledger, links_in_numbers(ledger).member[link], day)
    kept = np.flatnonzero(at >= 0)
    kept = kept[_of_own_branch(ledger, link[kept], at[kept])]
    kept = kept[_employed(ledger, link[kept], day[kept])]
    kept = kept[~_party_member(ledger, link[kept], day[kept])]
    return Held(link[kept], asked[kept], owed_there(ledger, at[kept], day[kept]))


def _of_own_branch(ledger: Ledger, link: np.ndarray, at: np.ndarray) -> np.ndarray:
    """U09 b: the branch that filed the link is the member's branch that day."""
    filed, roll = ledger["contacts"]["_branch"].to_numpy(), stays(ledger)["branch_code"].to_numpy()
    same: np.ndarray = filed[link] == roll[at]
    return same


@remembered
def staff_linked(ledger: Ledger) -> pd.DataFrame:
    """The spells of C-4 (employee_no, start_date, end_date) of all who are or were contacts: few of a long list."""
    staff = ledger["employees"][["employee_no", "start_date", "end_date"]]
    return staff[staff["employee_no"].isin(ledger["contacts"]["contact_employee_no"].unique())]


def _employed(ledger: Ledger, link: np.ndarray, day: np.ndarray) -> np.ndarray:
    """U09 d: dates of C-4 decide; who is unknown to C-4 counts as employed."""
    staff = staff_linked(ledger)
    known, employed = np.zeros(len(link), dtype=bool), np.zeros(len(link), dtype=bool)
    # Whoever was hired again stands in C-4 more than once: first rows, second rows, and so on.
    for _, spells in staff.groupby(staff.groupby("employee_no").cumcount()):
        at = places(pd.Index(spells["employee_no"]), ledger["contacts"]["contact_employee_no"])[link]
        begun = spells["start_date"].fillna(LONG_AGO).to_numpy()[at]
        ended = spells["end_date"].fillna(FAR_AHEAD).to_numpy()[at]
        known |= at >= 0
        employed |= (at >= 0) & (begun <= day) & (day <= ended)
    return ~known | employed


def _party_member(ledger: Ledger, link: np.ndarray, day: np.ndarray) -> np.ndarray:
    """U09 e: the contact is on the roll as a party member on that day."""
    joined: np.ndarray = _employees_on_roll(ledger)[link]
    suspects = pd.DataFrame(
        {"contact_employee_no": ledger["contacts"]["contact_employee_no"].array.take(link[joined]), "day": day[joined]}
    )
    if len(suspects):
        people = suspects.drop_duplicates().merge(_numbers_of_employees(ledger))
        members = standing(ledger, people)[["member_no", "day"]].merge(people)
        days = pd.MultiIndex.from_frame(members[["contact_employee_no", "day"]])
        joined[joined] = pd.MultiIndex.from_frame(suspects).isin(days)
    return joined


@noted
def _employees_on_roll(ledger: Ledger) -> np.ndarray:
    """Whether the contact of each link is the employee of any row of B-3, whenever it holds."""
    numbers = _numbers_of_employees(ledger)["contact_employee_no"]
    found: np.ndarray = ledger["contacts"]["contact_employee_no"].isin(numbers).to_numpy()
    return found


def _numbers_of_employees(ledger: Ledger) -> pd.DataFrame:
    numbers = ledger["members"][["member_no", "employee_no"]].dropna().drop_duplicates()
    return numbers.rename(columns={"employee_no": "contact_employee_no"})
