"""Rows that name a person but give no number: who may be meant is told, never decided (4/38, 4/39).

Names are compared without blanks and widths and with one kind of middle dot. One name may be several people, and a name
that is nearly another may be a slip of the pen or somebody else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zoneproc.findings import Finding
from zoneproc.intake.codes import S22, told
from zoneproc.intake.telling import PlaceOf
from zoneproc.kinds import Kind, name_key
from zoneproc.schema import Table

__all__ = ["Candidates", "candidates", "name_only"]

Roster = Mapping[str, str]
"""Number → name of the people a branch may mean."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The numbers of those called so, and of those called nearly so, in order."""

    same: Sequence[str]
    near: Sequence[str]


def candidates(name: str, roster: Roster) -> Candidates:
    """Who of the roster may be meant by a name; `near` names differ in one character."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # only for rows without a number

    key = name_key(name)
    keys = {number: name_key(other) for number, other in sorted(roster.items())}
    same = [number for number, other in keys.items() if other == key]
    near = [
        number
        for number, other in keys.items()
        if other != key and min(len(other), len(key)) > 1 and OSA.distance(key, other) == 1
    ]
    return Candidates(same, near)


def name_only(rows: pd.DataFrame, table: Table, roster_of: Callable[[str], Roster], place_of: PlaceOf) -> list[Finding]:
    """S22 for each row held back for want of a member's number that names the member; `roster_of` a source's branch.

    `rows`: as `Parsed.held`.
    """
    name = next((field.name for field in table.read_fields if field.kind is Kind.NAME), "")
    if not name or rows.empty:
        return []
    held = rows[rows[name].notna()]
    numbered = [field.name for field in table.fields if field.refers_to == "members.member_no"]
    if table.name == "members":
        numbered.append("member_no")
    found = []
    for row in held[held["_because"].isin(numbered)].to_dict("records"):
        if pd.isna(row[row["_because"]]):
            place = place_of(table.name, row["_source"], row["_row"], name)
            roster = roster_of(str(row["_source"]))
            finding = told(S22, place, name=str(row[name]), detail=_worded(candidates(str(row[name]), roster), roster))
            found.append(replace(finding, value=str(row[name]), source=str(row["_source"])))
    return found


def _worded(who: Candidates, roster: Roster) -> str:
    same = f"名册中叫这个姓名的有:{'、'.join(who.same)}。" if who.same else "名册中没有这个姓名。"
    near = "、".join(f"{roster[number]}({number})" for number in who.near)
    return same + (f"近似的有:{near}。" if near else "")
