"""The shipped rules workbook with rows added, changed or taken out, as the reader would hand it over."""

from collections.abc import Mapping
from datetime import date

from building import frame_of

from zoneproc.forms import FORMS
from zoneproc.rules import RuleBook, default_rule_rows, rule_book_from

JULY = date(2026, 7, 1)
SHIPPED = date(2000, 1, 1)


def book_of(**changed: list[Mapping[str, object]]) -> RuleBook:
    """The shipped rules with whole tables replaced."""
    rows = {**default_rule_rows(), **changed}
    return rule_book_from({table.name: frame_of(table, list(rows[table.name])) for table in FORMS["RULES"].tables})


def added(table: str, **cells: object) -> list[Mapping[str, object]]:
    """The shipped rows of a table and one more row below them, from July 2026 unless said otherwise."""
    return [*default_rule_rows()[table], {"effective_from": JULY, "basis": "党〔2026〕12号"} | cells]


def altered(table: str, at: int, **cells: object) -> list[Mapping[str, object]]:
    """The shipped rows of a table with cells of the row `at` changed."""
    rows = [dict(row) for row in default_rule_rows()[table]]
    rows[at] |= cells
    return rows


def places(book: RuleBook) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of every finding."""
    return [(found.code.number, found.place.sheet, found.place.cell) for found in book.findings]
