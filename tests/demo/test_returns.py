"""Every return of the year, as its form understands it."""

import re

import pytest

from zoneproc.demo.branches import Company, branch_of
from zoneproc.demo.deadlines import return_periods
from zoneproc.demo.plan import Plan
from zoneproc.demo.returns import base_rounds, returns_of
from zoneproc.forms import FORMS
from zoneproc.kinds import Bad
from zoneproc.period import Period

PERSONAL = re.compile(r"\d{17}[\dXx]|1[3-9]\d{9}")


def year_of(company):
    return [sent for plan in company.plans for _, period in return_periods(2026) for sent in returns_of(plan, period)]


@pytest.fixture(scope="module")
def year():
    return year_of(Company())


def cells(sent):
    for name, rows in sent.rows.items():
        table = FORMS[sent.form][name]
        for row in rows:
            assert set(row) <= {field.name for field in table.fields}
            yield from ((field, row.get(field.name)) for field in table.read_fields)


def test_every_value_is_one_its_field_would_read(year):
    for sent in year:
        for field, value in cells(sent):
            read = field.parse(field.render(value))
            assert not isinstance(read, Bad), (sent.file_name, field.name, value)
            assert read == value


def test_no_identity_or_phone_number_anywhere(year):
    """P01."""
    for sent in year:
        assert not any(PERSONAL.search(str(value)) for _, value in cells(sent))


def test_seventeen_returns_and_the_base_workbook(year):
    forms = [sent.form for sent in year]
    assert (forms.count("MON"), forms.count("QTR"), forms.count("ANN")) == (96, 32, 8)
    assert 8 < forms.count("BASE") <= 40


def test_the_cover_names_the_empty_sheets(year):
    """U69, S04."""
    for sent in year:
        empty = [t.label for t in FORMS[sent.form].tables if t.nil_allowed and not sent.rows.get(t.name)]
        assert list(sent.cover["nil_sheets"] or ()) == empty


def test_members_and_contacts_in_the_returns_are_on_the_registers(year):
    for sent in year:
        branch = branch_of(sent.plan)
        members = {member.member_no for member in branch.members}
        staff = {person.employee_no for person in branch.staff} | {m.employee_no for m in branch.members}
        for rows in sent.rows.values():
            assert {row["member_no"] for row in rows if row.get("member_no")} <= members
            assert {row["contact_employee_no"] for row in rows if "contact_employee_no" in row} <= staff


def test_base_is_sent_again_when_something_changed():
    branch = branch_of(Plan(2026, 2026, 8, 4))
    assert [month.first for month in base_rounds(branch)] == [1, *sorted({day.month for day in branch.change_days})]
    versions = [s.version for p in Period(2026).months for s in returns_of(branch.plan, p) if s.form == "BASE"]
    assert versions == list(range(1, len(versions) + 1))


def test_same_seed_same_rows():
    plan, month = Plan(5, 2026, 3, 2), Period.parse("2026-05")
    first = returns_of(plan, month)
    branch_of.cache_clear()
    assert returns_of(plan, month) == first


def test_twelve_branches_are_quick():
    assert len(year_of(Company(1, 12))) > 12 * 17
