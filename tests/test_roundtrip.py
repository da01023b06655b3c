"""What is written into a template is what is read from it, for every form and any rows (style 2, properties 1 and 3)."""

import io
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strategies import fills

from zoneproc.excel.addresses import cell_address
from zoneproc.excel.issue import Issue
from zoneproc.excel.stamp import FIRST_ROW
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS, RETURNS
from zoneproc.intake import read_submission
from zoneproc.kinds import Kind
from zoneproc.ledger import Source
from zoneproc.merge import merge

few = settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate]
)
PERIODS = {"MON": "2026-03", "QTR": "2026Q1", "ANN": "2026", "BASE": "2026"}
SPOILT = {
    Kind.INTEGER: ("三人", "S08"),
    Kind.DECIMAL: ("三分", "S08"),
    Kind.DATE: ("去年春天", "S06"),
    Kind.DATETIME: ("昨天早上", "S06"),
    Kind.CHOICE: ("查无此项目", "S05"),
    Kind.FLAG: ("也许", "S05"),
}
"""What no parser takes, and the code it is told by."""


def written(form, rows):
    """The bytes of a form made out to one branch (masters to nobody) and filled with these rows."""
    issue = Issue(branch_code="001005", period=PERIODS[form.id]) if form.id in RETURNS else Issue()
    with tempfile.TemporaryDirectory() as folder:
        return write_template(Path(folder) / "a.xlsx", form, issue, rows).read_bytes()


def read(form, data):
    """The merged tables of one file."""
    submission = read_submission("a.xlsx", data, {form.id: form})
    return merge([(Source("a", "a.xlsx", form.id, "001005", PERIODS.get(form.id, "")), submission)])


def told(ledger, form):
    """Findings of the sheets; the cover of a half-filled form is another matter."""
    cover = {table.label for table in form.tables if table.vertical}
    return {
        (found.code.number, found.place.sheet, found.place.cell)
        for found in ledger.findings
        if found.place.sheet not in cover
    }


def plain(value):
    """A merged cell as it was before: no NaN, no numpy, days without an hour."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value


def wanted(value):
    if isinstance(value, tuple):
        return ";".join(value)
    return pd.Timestamp(value).to_pydatetime() if hasattr(value, "year") else value


@pytest.mark.parametrize("name", list(FORMS))
@seed(2026)
@few
@given(data=st.data())
def test_what_is_written_is_read_without_a_finding(name, data):
    form = FORMS[name]
    rows = data.draw(fills(form))
    ledger = read(form, written(form, rows))
    assert told(ledger, form) == set()
    for table, listed in rows.items():
        fields = [field.name for field in form[table].read_fields]
        found = [{key: plain(row[key]) for key in fields} for row in ledger[table].to_dict("records")]
        assert found == [{key: wanted(row.get(key)) for key in fields} for row in listed]


@pytest.mark.parametrize("name", list(FORMS))
@seed(2026)
@few
@given(data=st.data())
def test_one_spoilt_cell_is_one_finding_at_that_cell(name, data):
    form = FORMS[name]
    rows = data.draw(fills(form).filter(lambda drawn: any(drawn.values())))
    spots = [
        (table, at, field)
        for table, listed in rows.items()
        for at, row in enumerate(listed)
        for field in form[table].read_fields
        if field.kind in SPOILT and field.name in row and field.name not in {*form[table].key, *form[table].unique}
    ]
    if not spots:
        return
    table, at, field = data.draw(st.sampled_from(spots))
    word, code = SPOILT[field.kind]
    book = openpyxl.load_workbook(io.BytesIO(written(form, rows)))
    sheet = form[table]
    column = [each.name for each in sheet.fields].index(field.name)
    book[sheet.label].cell(FIRST_ROW + at, column + 1).value = word
    saved = io.BytesIO()
    book.save(saved)
    assert told(read(form, saved.getvalue()), form) == {(code, sheet.label, cell_address(FIRST_ROW + at, column))}
