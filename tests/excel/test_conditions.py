"""Rules compiled to formulas: within Excel's limits, with functions every office program knows, each rule in its place."""

import re

import pytest

from zoneproc.excel.conditions import MUST_BE_YES, SILENT, Fault
from zoneproc.excel.hidden import compiled
from zoneproc.forms import FORMS, RETURNS, table_of

KNOWN = frozenset({"members.member_no", "teams.team_code", "groups.group_code"})
PLAIN = set(
    """ABS ASC CHAR COLUMN DATEVALUE EXACT FIND IF IFERROR INT ISNA ISNUMBER ISTEXT LEN MATCH MID MMULT MOD NA REPT
    RIGHT ROW SUBSTITUTE TEXT TRANSPOSE TRIM UPPER VALUE""".split()
)  # fmt: skip


def formulas_of(form_id):
    found = compiled(FORMS[form_id], KNOWN)
    for table, said in found.items():
        yield from ((f"{table}.{name}", text) for name, text in said.fields.items())
        yield from ((f"{table}.{name}", text) for name, text in (("keys", said.keys), ("states", said.states)) if text)


@pytest.mark.parametrize("form_id", RETURNS)
def test_formulas_keep_within_the_limits_of_excel(form_id):
    """8,192 characters, 64 levels, no constants in braces, functions of Excel 2010 only (promise 4)."""
    for name, text in formulas_of(form_id):
        bare = re.sub(r'"(?:[^"]|"")*"', '""', text)
        depth = deepest = 0
        for char in bare:
            depth += {"(": 1, ")": -1}.get(char, 0)
            deepest = max(deepest, depth)
        assert len(text) < 7800, name
        assert (depth, deepest <= 60) == (0, True), name
        assert "{" not in bare, name
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= PLAIN, name


def formula(form_id, table, field):
    return compiled(FORMS[form_id], KNOWN)[table].fields[field]


def test_each_rule_reaches_its_column():
    assert "'_自检'!$A$1" in formula("MON", "talks", "talk_date")  # inside the period
    assert "zp_list_members_member_no" in formula("MON", "talks", "member_no")  # known numbers issued
    assert "'群众意见台账'!" in formula("MON", "talks", "opinion_no")  # numbers of another sheet
    assert "zp_list" not in formula("BASE", "zones", "member_no")  # the roster is in the workbook
    assert f",{Fault.CLASH.code}," in formula("ANN", "reviews", "pv_valid")  # options make up the valid votes
    assert f",{Fault.DOUBLE.code}," in formula("MON", "talks", "member_no")
    assert f",{Fault.DOUBLE.code}," not in formula("MON", "talks", "contact_employee_no")


def test_the_exceptions_name_real_columns():
    assert all(name in table_of(table)[1] for table, name in SILENT | MUST_BE_YES)
    assert [fault.code for fault in Fault] == list(range(1, 8))
