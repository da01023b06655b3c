"""What a template is written for: one branch and period, or nobody in particular, and the rows it is filled with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from zoneproc.excel.stamp import STAMP_KEYS
from zoneproc.excel.styles import ERROR, Style
from zoneproc.excel.writing import is_missing
from zoneproc.schema import Form, Table

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Table name → rows of parsed values by field name; the cover is one row under `cover`.

Two keys of a row are no fields: `OWN` (true: the branch's own row, nothing in it is locked) and `MARKS`.
"""

NO_ROWS: Rows = MappingProxyType({})
NOTHING_KNOWN: Mapping[str, Mapping[str, str]] = MappingProxyType({})
"""No numbers of other workbooks."""
OWN = "_own"
"""Key of a row that was not issued but written by the branch: its prefilled fields stay open for correction."""
MARKS = "_marks"
"""Key of a row's marks: field name → `Mark`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell shown as faulty: a note with what to do, and the colour."""

    text: str
    style: Style = ERROR


@dataclass(frozen=True, slots=True)
class Issue:
    """To whom a workbook is made out, as its cover and stamp say; the empty one gives the blank standard workbook.

    `due` is the deadline in words for people, e.g. 2026-04-05 24:00. `known`: "table.field" → number → name, the numbers
    that may be referred to although their table is not in the workbook.
    """

    branch_code: str = ""
    branch_name: str = ""
    subcompany_name: str = ""
    period: str = ""
    submission_no: int = 1
    secretary_name: str = ""
    preparer: str = ""
    due: str = ""
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def made_out(self) -> bool:
        """Whether the workbook is for one branch."""
        return bool(self.branch_code)

    def stamp(self, form: Form) -> dict[str, str]:
        """The stamp of a workbook of this form, by stamp key."""
        return dict(zip(STAMP_KEYS, (form.id, form.fingerprint, self.branch_code, self.period), strict=True))

    def cover(self, form: Form) -> dict[str, object]:
        """What the cover says, by field name; for the blank workbook the form and its version only."""
        form_values: dict[str, object] = {"template_id": form.id, "template_version": form.fingerprint}
        if not self.made_out:
            return form_values
        return form_values | {
            "branch_code": self.branch_code,
            "branch_name": self.branch_name,
            "subcompany_name": self.subcompany_name,
            "period": self.period,
            "submission_no": self.submission_no,
            "secretary_name": self.secretary_name or None,
            "preparer": self.preparer or None,
        }


def known(row: Mapping[str, object]) -> Mapping[str, object]:
    """The row without its missing cells, whether they are None, NaN, NaT or NA."""
    if _PRESENT.issuperset(map(type, row.values())):
        return row
    return {name: value for name, value in row.items() if type(value) is str or not is_missing(value)}


_PRESENT = frozenset({str, bool, int, date, datetime, tuple, dict})
"""No value of these types is a missing one."""


def marks_of(row: Mapping[str, object]) -> Mapping[str, Mark]:
    """The marks of a row, by field name."""
    marks = row.get(MARKS)
    return marks if isinstance(marks, Mapping) else {}


def is_locked(table: Table, name: str, row: Mapping[str, object]) -> bool:
    """Whether a cell is issued locked: given by the office, in a row the office issued, and not marked as faulty."""
    given = table.reference or (row.get(name) is not None and table[name].prefilled)
    return given and not row.get(OWN) and name not in marks_of(row)
