"""The rules workbook as a whole: every dated row, the rules in force on a day, and the office's mistakes with cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

import pandas as pd

from zoneproc.findings import Finding, Place, in_order
from zoneproc.forms import FORMS
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.rules import checks
from zoneproc.rules.defaults import NEWER_PARAMETERS, default_frames
from zoneproc.rules.rows import Dated, Fault, Row, dated, in_force, rows_of
from zoneproc.rules.ruleset import AdjustmentPoints, FileCheckItem, Grade, Indicator, Quota, Ruleset, Waiver

T = TypeVar("T")
Locate = Callable[[str, str, int, str], Place]
"""Table, source, row (0 = the whole sheet) and field → the sender's cell, as `Ledger.place` gives it."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every row of the rules workbook with its date, and what is wrong with it. domain.md 2.7a."""

    parameters: tuple[Dated[str], ...] = ()
    indicators: tuple[Dated[Indicator], ...] = ()
    grades: tuple[Dated[Grade], ...] = ()
    adjustments: tuple[Dated[AdjustmentPoints], ...] = ()
    vetoes: tuple[Dated[str], ...] = ()
    quotas: tuple[Dated[Quota], ...] = ()
    components: tuple[Dated[float], ...] = ()
    file_check_items: tuple[Dated[FileCheckItem], ...] = ()
    dictionary: tuple[Dated[str], ...] = ()
    wording: tuple[Dated[str], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    findings: tuple[Finding, ...] = ()

    def on(self, day: date) -> Ruleset:
        """The rules in force on `day`: of each rule the latest row not after it; indicators of 0 points are off."""
        return Ruleset(
            day=day,
            parameters={key[0]: value for key, value in _values(self.parameters, day).items()},
            indicator_rows=tuple(i for i in _values(self.indicators, day).values() if i.full_points),
            grade_rows=_values(self.grades, day),
            adjustment_rows=_values(self.adjustments, day),
            veto_rows=_values(self.vetoes, day),
            quota_rows={key[0]: quota for key, quota in _values(self.quotas, day).items()},
            component_rows=_values(self.components, day),
            file_check_items=tuple(i for i in _values(self.file_check_items, day).values() if i.max_points),
            dictionary_rows=tuple((key[0], value) for key, value in _values(self.dictionary, day).items()),
            wording_rows={key[0]: text for key, text in _values(self.wording, day).items()},
            waivers=tuple(w for w in self.waivers if w.valid_until is None or w.valid_until >= day),
        )


def rule_book_from(frames: Mapping[str, pd.DataFrame], locate: Locate | None = None) -> RuleBook:
    """The book behind the merged frames of a rules workbook; rows with a mistake are left out and reported.

    `locate` turns a row into the cell of the office's file; without it the cell is that of the unchanged template.
    """
    rows = {table.name: rows_of(table.name, frames.get(table.name)) for table in FORMS["RULES"].tables}
    rows["parameters"] = checks.known_spelling(rows["parameters"], "key", checks.shipped_parameters())
    rows["dictionary"] = checks.known_spelling(rows["dictionary"], "vocabulary", VOCABULARIES)
    added = [(row.text("vocabulary"), row.text("value")) for row in rows["dictionary"]]
    faults: list[Fault] = []
    for table in ("adjustment_points", "veto_kinds", "quotas"):
        rows[table], strange = checks.canonical_words(rows[table], added)
        faults += strange
    book, unreadable = _book_of({**rows, "parameters": _with_newer(rows["parameters"])})
    missing = (*checks.missing_parameters(rows["parameters"]), *checks.missing_rules(rows))
    faults += [*unreadable, *missing, *checks.rows_without_basis(rows), *_mistakes(book)]
    return replace(book, findings=tuple(in_order(dict.fromkeys(finding_of(fault, locate) for fault in faults))))


@cache
def default_rule_book() -> RuleBook:
    """The shipped scheme of domain.md section 3."""
    return rule_book_from(default_frames())


def declared_place(table: str, source: str, row: int, field: str) -> Place:
    """The cell of an unchanged template."""
    sheet = FORMS["RULES"][table]
    column = next((at for at, item in enumerate(sheet.fields) if item.name == field), 0)
    return Place(source, sheet.label, f"{chr(ord('A') + column)}{row}")


def _book_of(rows: Mapping[str, Sequence[Row]]) -> tuple[RuleBook, Sequence[Fault]]:
    faults: list[Fault] = []

    def read(table: str, key: Sequence[str], build: Callable[[Row], T | Fault]) -> tuple[Dated[T], ...]:
        rules, found = dated(rows[table], key, build)
        faults.extend(found)
        return rules

    book = RuleBook(
        parameters=read("parameters", ["key"], checks.read_parameter),
        indicators=read("indicators", ["code"], _indicator),
        grades=read("grades", ["subject", "cadence", "label"], _grade),
        adjustments=read("adjustment_points", ["subject", "kind", "level"], _adjustment),
        vetoes=read("veto_kinds", ["subject", "kind"], lambda row: row.text("effect")),
        quotas=read("quotas", ["award"], _quota),
        components=read("components", ["subject", "component"], lambda row: row.number("weight")),
        file_check_items=read("file_check_items", ["item_no"], _file_check_item),
        dictionary=read("dictionary", ["vocabulary", "value"], lambda row: row.text("value")),
        wording=read("wording", ["key"], lambda row: row.text("text")),
        waivers=tuple(_waiver(row) for row in rows["waivers"]),
    )
    return book, faults


def _with_newer(parameters: Sequence[Row]) -> Sequence[Row]:
    """The rows, and the shipped row of each newer parameter until the day from which they give it themselves."""
    given = {(row.text("key"), row.day("effective_from")) for row in parameters}
    shipped = rows_of("parameters", default_frames()["parameters"])
    newer = (row for row in shipped if row.text("key") in NEWER_PARAMETERS)
    return (*parameters, *(row for row in newer if (row.text("key"), row.day("effective_from")) not in given))


def _mistakes(book: RuleBook) -> Iterator[Fault]:
    yield from checks.unknown_parameters(book.parameters)
    yield from checks.grades_out_of_order(book.grades)
    yield from checks.weights_not_one(book.components)
    yield from checks.review_mix_not_one(book.parameters)
    yield from checks.full_points_not_100(book.indicators)


def _indicator(row: Row) -> Indicator | Fault:
    arguments = checks.arguments_of(row, row.text("code"))
    if isinstance(arguments, Fault):
        return arguments
    return Indicator(
        code=row.text("code"),
        label=row.text("label"),
        subject=row.text("subject"),
        cadence=row.text("cadence"),
        block=row.text("block"),
        full_points=row.number("full_points"),
        measure=row.text("measure"),
        shape=row.text("shape"),
        arguments=arguments,
        basis=row.text("basis"),
    )


def _grade(row: Row) -> Grade:
    return Grade(row.text("label"), row.number("at_least"), row.number_or_none("cap_share"))


def _adjustment(row: Row) -> AdjustmentPoints:
    return AdjustmentPoints(row.number("points"), row.number_or_none("kind_cap"), row.text("basis"))


def _quota(row: Row) -> Quota | Fault:
    arguments = checks.arguments_of(row, row.text("award"))
    if isinstance(arguments, Fault):
        return arguments
    return Quota(row.text("award"), row.number("share"), row.text("rounding"), arguments)


def _file_check_item(row: Row) -> FileCheckItem:
    return FileCheckItem(row.text("item_no"), row.text("label"), row.number("max_points"))


def _waiver(row: Row) -> Waiver:
    check, subject, reason, approver = (row.text(name) for name in ("check", "subject", "reason", "approver"))
    return Waiver(check, subject, reason, approver, row.day("valid_until"))


def finding_of(fault: Fault, locate: Locate | None = None) -> Finding:
    """The finding at the faulty cell: of the office's file where `locate` knows it, else of the unchanged template."""
    row = fault.row
    place = (locate or declared_place)(row.table, row.source, row.position, fault.field)
    place = place if row.position else replace(place, cell="")
    message = fault.code.message.format(**fault.words)
    return Finding(fault.code, place, message, value=row.text(fault.field), source=row.source)


def _values(rules: Iterable[Dated[T]], day: date) -> dict[tuple[str, ...], T]:
    return {key: rule.value for key, rule in in_force(rules, day).items()}
