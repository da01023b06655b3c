"""Every sheet and column of domain.md 2.2–2.7 is declared, and nothing else is."""

from pathlib import Path

import pytest

from zoneproc.forms import FORMS
from zoneproc.kinds import Kind
from zoneproc.schema import Field

TABLES = {
    table.code: table
    for form in FORMS.values()
    if form.id not in ("RULES", "PAST")
    for table in form.tables
    if not table.reference and table.code not in ("Y-4", "Y-5")
}
KINDS = {
    "text": {Kind.TEXT, Kind.NAME},
    "code": {Kind.CODE},
    "int": {Kind.INTEGER},
    "dec": {Kind.DECIMAL},
    "date": {Kind.DATE},
    "datetime": {Kind.DATETIME},
    "bool": {Kind.FLAG},
    "enum": {Kind.CHOICE},
    "multi": {Kind.CHOICES},
}
ITEMS = "i11 i12 i13 i21 i22 i23 i24 i31 i41 i51 i52 i61".split()  # U67
NO_VOCABULARY = {"nil_sheets": "封面.零报告表", "alias_codes": None}


def described() -> dict[str, tuple[str, list[list[str]]]]:
    """By sheet code: the title and the rows heading, name, type, Req."""
    text = (Path(__file__).parent / "domain_columns.md").read_text(encoding="utf-8")
    sheets = {}
    for block in text.split("\n## ")[1:]:
        code, title = block.split("\n", 1)[0].split(" ", 1)
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n") if line[:1] == "|"]
        sheets[code] = (title, rows[2:])
    return sheets


def expanded(row: list[str]) -> list[tuple[str, str, str, str]]:
    """One entry per column: a row may stand for several (`int ×4`, `i11 … i61`)."""
    heading, name, kind, need = row
    if "×" not in kind:
        return [(heading, name, kind, need)]
    names = ITEMS if "…" in name else name.split(", ")
    headings = [""] * len(names) if "…" in name else heading.split(" ")
    return [(heading, name, kind.split(" ×")[0], need) for heading, name in zip(headings, names, strict=True)]


COLUMNS = [
    pytest.param(code, *column, id=f"{code}.{column[1]}")
    for code, (_, rows) in described().items()
    for row in rows
    for column in expanded(row)
]


def need_of(field: Field) -> str:
    return field.needs.split("(")[0]


def test_the_same_sheets() -> None:
    assert set(described()) == set(TABLES)
    assert {code: title for code, (title, _) in described().items()} == {
        code: table.label for code, table in TABLES.items()
    }


@pytest.mark.parametrize("code", sorted(TABLES))
def test_the_same_columns_in_the_same_order(code: str) -> None:
    rows = described()[code][1]
    assert [field.name for field in TABLES[code].fields] == [name for row in rows for _, name, _, _ in expanded(row)]


@pytest.mark.parametrize(("code", "heading", "name", "kind", "need"), COLUMNS)
def test_each_column_as_described(code: str, heading: str, name: str, kind: str, need: str) -> None:
    field = TABLES[code][name]
    word, _, vocabulary = kind.rstrip(")").partition("(")
    assert not heading or field.label == heading
    expected = (
        "否" if need == "党办" else need.partition("(")[0]
    )  # U37: the office confirms, the branch leaves it empty
    assert need_of(field) == expected
    if name in ITEMS:
        assert field.kind is Kind.TEXT  # a number or 不适用
        return
    assert field.kind in KINDS[word]
    if word in ("enum", "multi"):
        found = field.vocabulary and field.vocabulary.id
        assert found == NO_VOCABULARY.get(name, vocabulary or f"{code}.{heading}")
