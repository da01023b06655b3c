"""The hidden columns behind 自检."""

from dataclasses import replace

import pytest

from zoneproc.excel.hidden import blocks_of, compiled, fitted, list_name
from zoneproc.forms import FORMS, RETURNS


@pytest.mark.parametrize("form_id", RETURNS)
def test_blocks_stand_side_by_side(form_id):
    """Every read table has its block, none overlap, references have none."""
    blocks = blocks_of(FORMS[form_id])
    assert [block.table for block in blocks] == [t for t in FORMS[form_id].tables if not t.reference]
    starts = [block.first for block in blocks]
    assert starts == [sum(block.width for block in blocks[:at]) for at in range(len(blocks))]


def test_formulas_are_compiled_once_for_forms_that_differ_in_rows_only():
    form = FORMS["MON"]
    slim = replace(form, tables=tuple(replace(table, spare_rows=2) for table in form.tables))
    assert compiled(form, frozenset()) is compiled(slim, frozenset())
    assert compiled(form, frozenset({"members.member_no"})) is not compiled(form, frozenset())


def test_fitted_formulas_hold_no_open_places():
    lasts = {block.table.name: block.last_row(30) for block in blocks_of(FORMS["QTR"])}
    said = compiled(FORMS["QTR"], frozenset())["meetings"]
    texts = [fitted(text, lasts) for text in (said.keys, said.states, *said.fields.values())]
    assert all(text.startswith("=") and "〔" not in text for text in texts)
    assert "$34" in texts[0]


def test_areas_cover_the_rows_of_the_sheet():
    talks = next(block for block in blocks_of(FORMS["MON"]) if block.table.name == "talks")
    assert talks.last_row(0) == 5
    assert talks.area(64, "member_no") == "'_自检'!$D$5:$D$64"
    assert list_name("members.member_no") == "zp_list_members_member_no"
