"""What must hold for every declared form (style.md 2, invariants over registries)."""

import re
from collections.abc import Iterator

import pytest

from zoneproc.forms import FORMS, RETURNS, table_of
from zoneproc.forms.vocabularies import NIL_SHEETS, VOCABULARIES
from zoneproc.kinds import Bad, Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table

OWN = ("BASE", "MON", "QTR", "ANN", "COMPANY", "EVAL")
SHEETS = [
    pytest.param(FORMS[form], table, id=f"{form}.{table.name}")
    for form in OWN
    for table in FORMS[form].tables
    if not table.vertical or form == "BASE"
]
COLUMNS = [
    pytest.param(table, field, id=f"{table.name}.{field.name}")
    for _, table in (s.values for s in SHEETS)
    for field in table.fields
]


def named_in(field: Field) -> Iterator[str]:
    yield from (when.field for when in field.required_when)
    yield from (name for name in (field.not_before, field.not_above) if name)


def test_the_forms_of_the_house() -> None:
    assert set(OWN) <= set(FORMS)
    assert all(FORMS[name].has_cover for name in RETURNS)
    assert not FORMS["COMPANY"].has_cover
    assert not FORMS["EVAL"].has_cover
    assert [FORMS[name].cadence for name in RETURNS] == [Cadence.LIVING, Cadence.MONTH, Cadence.QUARTER, Cadence.YEAR]


def test_table_names_are_unique_but_for_the_cover() -> None:
    names = [table.name for form in FORMS.values() for table in form.tables if not table.vertical]
    assert len(names) == len(set(names))
    assert len({id(FORMS[name].tables[0]) for name in RETURNS}) == 1


def test_table_of_finds_form_and_table() -> None:
    assert [table_of(name)[0].id for name in ("cover", "talks", "next_zones", "teams")] == [
        "BASE",
        "MON",
        "ANN",
        "COMPANY",
    ]
    assert table_of("talks")[1].code == "M-1"
    with pytest.raises(KeyError):
        table_of("nothing")


@pytest.mark.parametrize(("form", "table"), SHEETS)
def test_sheets_are_well_formed(form: Form, table: Table) -> None:
    assert 0 < len(table.label) <= 31
    assert not re.search(r"[\[\]:*?/\\]", table.label)
    assert [other.label for other in form.tables].count(table.label) == 1
    assert table.doc
    assert table.doc.isascii() or re.search(r"[a-z]{3}", table.doc)
    names = [field.name for field in table.fields]
    assert len(names) == len(set(names))
    assert set(table.key) | set(table.unique) <= set(names)
    assert table.key or table.vertical


@pytest.mark.parametrize(("form", "table"), SHEETS)
def test_keys_are_required(form: Form, table: Table) -> None:
    assert all(table[name].required for name in table.key) or table.reference


@pytest.mark.parametrize(("form", "table"), SHEETS)
def test_headings_and_older_headings_mean_one_column(form: Form, table: Table) -> None:
    headings = [heading for field in table.fields for heading in (field.label, *field.aliases)]
    assert sorted(headings) == sorted(set(headings))


@pytest.mark.parametrize(("table", "field"), COLUMNS)
def test_columns_name_what_exists(table: Table, field: Field) -> None:
    assert all(name in table for name in named_in(field))
    if field.refers_to:
        name, column = field.refers_to.split(".")
        assert table_of(name)[1][column].kind in (field.kind, Kind.CODE)
    for when in field.required_when:
        vocabulary = table[when.field].vocabulary
        assert vocabulary is None or set(when.values) <= set(vocabulary.values)


@pytest.mark.parametrize(("table", "field"), COLUMNS)
def test_limits_fit_their_kind(table: Table, field: Field) -> None:
    """2.1.11: every free text has a limit."""
    dated = (Kind.DATE, Kind.DATETIME)
    assert field.kind is not Kind.TEXT or field.max_length or field.pattern or field.system
    assert not field.inside_period or field.kind in dated
    assert not field.not_before or {field.kind, table[field.not_before].kind} <= set(dated)
    assert not field.not_above or table[field.not_above].kind is field.kind
    assert not (field.system and (field.required or field.required_when))
    assert (field.vocabulary is None) <= (field.kind is not Kind.CHOICE)


@pytest.mark.parametrize(("table", "field"), COLUMNS)
def test_every_column_has_an_example_that_satisfies_it(table: Table, field: Field) -> None:
    value = field.parse(field.example)
    assert value is not None
    assert not isinstance(value, Bad)
    assert field.parse(field.render(value)) == value


@pytest.mark.parametrize(("table", "field"), COLUMNS)
def test_vocabularies_are_catalogued(table: Table, field: Field) -> None:
    if field.vocabulary is not None:
        assert set(field.vocabulary.values) <= set(VOCABULARIES[field.vocabulary.id].values)


def test_which_sheets_may_be_nil() -> None:
    """U69: ten sheets, declared on the cover by full title."""
    nil = [table for form in OWN for table in FORMS[form].tables if table.nil_allowed]
    assert [table.code for table in nil] == ["M-3", "M-4", "M-5", "M-6", "M-7", "M-8", "Q-2", "Q-3", "Q-4", "Q-7"]
    assert tuple(table.label for table in nil) == NIL_SHEETS.values


def test_special_tables() -> None:
    flagged = {
        mark: [table.name for form in OWN for table in FORMS[form].tables if getattr(table, mark)]
        for mark in ("optional", "reference", "last_counts")
    }
    assert flagged == {"optional": ["employees"], "reference": ["line_teams"], "last_counts": ["reviews"]}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("talks.follow_up", "条件(有波动/需重点关注,或联系人为重点人)"),
        ("members.group_code", "条件(支部设小组)"),
        ("assessments.i11", "系统"),
        ("talks.member_no", "是"),
        ("talks.place", "否"),
    ],
)
def test_what_a_form_says_about_a_column(place: str, expected: str) -> None:
    """U24: the wording of the Req column."""
    table, field = place.split(".")
    assert table_of(table)[1][field].needs == expected


def test_sensitive_columns_are_private() -> None:
    """domain.md 6 and P02: contacts, talk notes, moods, scores, discipline and objections stay inside."""
    private = {
        f"{table.name}.{field.name}"
        for form in OWN
        for table in FORMS[form].tables
        for field in table.fields
        if field.private
    }
    assert private >= {
        *(f"contacts.{name}" for name in ("contact_employee_no", "contact_name", "contact_kind", "key_person")),
        *(f"talks.{name}" for name in ("contact_name", "content", "mood", "follow_up")),
        *("opinions.reporter", "violations.person_employee_no", "assessments.i11", "assessments.objection"),
        *("vetoes.veto_kind", "facts.level", "reviews.review_grade", "hearings.score"),
    }
    assert not private & {
        "zones.scope_text",
        "zones.task_text",
        "zones.zone_name",
        "members.name",
        "cover.office_phone",
    }
