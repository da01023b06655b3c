"""To whom a workbook is made out, and which of its cells are locked."""

import math

import pandas as pd
import pytest

from zoneproc.excel.issue import MARKS, OWN, Issue, Mark, is_locked, known
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Kind, Table

GIVEN = Field("member_no", "党员编号", Kind.CODE, prefilled=True)
OPEN = Field("note", "备注", Kind.TEXT)
TABLE = Table("talks", "M-1", "谈心", "", (GIVEN, OPEN))
FORM = Form("MON", "月报", Cadence.MONTH, (TABLE,))


def test_the_empty_issue_names_the_form_only():
    assert set(Issue().cover(FORM)) == {"template_id", "template_version"}
    assert Issue().stamp(FORM)["fingerprint"] == FORM.fingerprint


def test_a_made_out_issue_names_the_branch():
    issue = Issue("001005", "七队支部", period="2026-03")
    assert issue.made_out
    assert issue.cover(FORM)["branch_code"] == issue.stamp(FORM)["branch_code"] == "001005"
    assert issue.cover(FORM)["preparer"] is None


@pytest.mark.parametrize(
    ("row", "locked"),
    [
        ({"member_no": "D1", "note": "x"}, [True, False]),
        ({"note": "x"}, [False, False]),
        ({"member_no": "D1", OWN: True}, [False, False]),
        ({"member_no": "D1", MARKS: {"member_no": Mark("S05")}}, [False, False]),
    ],
)
def test_issued_cells_are_locked_others_open(row, locked):
    assert [is_locked(TABLE, field.name, row) for field in TABLE.fields] == locked


def test_reference_sheets_are_locked_whole():
    lookup = Table("lookup", "L", "线路班组", "", (OPEN,), reference=True)
    assert is_locked(lookup, "note", {"note": "x"})


def test_missing_cells_of_frames_are_no_values():
    assert known({"a": math.nan, "b": pd.NA, "c": pd.NaT, "d": None, "e": False}) == {"e": False}
