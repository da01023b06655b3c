"""A whole year recomputed by hand from the filled workbooks: an independent answer to every printed figure.

Written from the domain specification alone; it shares no line with the program.
"""

from dataclasses import dataclass

from oracle_awards import Awards
from oracle_branches import Branches
from oracle_files import load_office
from oracle_members import Members
from oracle_people import People


@dataclass(frozen=True)
class Year:
    """quarters: quarter → member → figures; the others: subject → figures; awards: award → subject → status."""

    quarters: dict
    members: dict
    groups: dict
    branches: dict
    subcompanies: dict
    secretaries: dict
    awards: dict


def recompute(root, year):
    """The year of a workspace."""
    return year_of(load_office(root, year))


def quarter_as_of(root, year, quarter, until):
    """One quarter from the files that had come in by a moment: member → figures."""
    office = load_office(root, year, until)
    return Members(office, People(office)).quarters[quarter]


def year_of(office):
    """The year of the rows read."""
    people = People(office)
    members = Members(office, people)
    made = Branches(office, people, members)
    awards = Awards(office, people, members, made)
    return Year(
        members.quarters, members.year, made.groups, made.branches, made.subcompanies, made.secretaries, awards.status
    )
