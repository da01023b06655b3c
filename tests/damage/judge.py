"""What became of a damaged workbook: read as the truth, flagged where it differs, refused, or silently wrong."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

import pandas as pd
from damage.good import BASE, BRANCH, OTHER, PEOPLE, SMALL, Good, Row, good, plain
from damage.patients import Patient

from zoneproc.checks import CHECKS, View
from zoneproc.excel.addresses import cell_position
from zoneproc.findings import Finding, Place, Severity
from zoneproc.intake import Submission, read_submission, with_issued_values
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import merge
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.schema import Table

FILE = "甲.xlsx"
ASKED = (
    "every_compulsory_cell_is_filled",
    "every_member_number_is_on_the_roster",
    "every_member_has_the_name_of_the_number",
)
Cells = tuple[str, ...]
"""A row as texts that can be compared, in the order of the fields that are read."""


class Outcome(Enum):
    """EQUAL: every typed cell is the truth's. FLAGGED: what differs is told at its place. REFUSED: nothing was taken."""

    EQUAL = "等于真值"
    FLAGGED = "指出不同之处"
    REFUSED = "拒收"
    SILENT = "无声读错"


@dataclass(frozen=True)
class Difference:
    """A place where the reading is not the truth: sheet row 0 if a whole row is gone, field "" for a whole row."""

    table: str
    row: int
    field: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of one mutation, with the differences nobody told and the codes that were told."""

    outcome: Outcome
    untold: tuple[Difference, ...] = ()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Trial:
    """A damaged workbook as the office read it; `source` is its name among the others."""

    patient: Patient
    source: str
    submission: Submission


def read_trial(patient: Patient, data: bytes, source: str = "甲") -> Trial:
    """The workbook read, locked cells restored from what was issued to whom it says it is from."""
    submission = read_submission(FILE, data, SMALL)
    identity = submission.identity
    claimed = identity.branch_code if identity else ""
    issued = next(
        (good(patient.good.form.id, code).issued for code in PEOPLE if code.lstrip("0") == claimed.lstrip("0")), {}
    )
    return Trial(patient, source, with_issued_values(submission, issued))


def judged(trials: Sequence[Trial]) -> list[Verdict]:
    """Each trial held against its truth. All are merged at once, as a round of returns is."""
    ledger = merge([(_source(trial.source, trial.submission), trial.submission) for trial in trials])
    findings = defaultdict(list)
    for finding in ledger.findings:
        findings[finding.source].append(finding)
    rows = {table.name: _by_source(table, ledger[table.name]) for form in SMALL.values() for table in form.tables}
    return [_judged(trial, _Reading(rows, ledger, findings[trial.source])) for trial in trials]


@dataclass(frozen=True)
class _Reading:
    """What the office made of one trial: rows by table and source, what was held back, what was found."""

    rows: Mapping[str, Mapping[str, Sequence[tuple[int, Cells]]]]
    ledger: Ledger
    findings: list[Finding]


def _by_source(table: Table, frame: pd.DataFrame) -> dict[str, list[tuple[int, Cells]]]:
    found = defaultdict(list)
    for row in frame.to_dict("records"):
        found[row["_source"]].append((int(row["_row"]), _comparable(table, row)))
    return found


def _judged(trial: Trial, reading: _Reading) -> Verdict:
    """The checks on receipt are asked only where reading alone leaves a difference untold."""
    differences = [*_of_identity(trial), *_of_rows(trial, reading)]
    untold = _untold(differences, trial, reading)
    if untold:
        checked = _checked(trial.patient.good, trial.submission)
        reading = replace(reading, findings=[*reading.findings, *checked])
        untold = _untold(untold, trial, reading)
    codes = frozenset(finding.code.number for finding in reading.findings)
    if any(finding.severity is Severity.BLOCK for finding in reading.findings):
        return Verdict(Outcome.REFUSED, (), codes)
    if untold:
        return Verdict(Outcome.SILENT, tuple(untold), codes)
    return Verdict(Outcome.FLAGGED if differences else Outcome.EQUAL, (), codes)


def _untold(differences: Sequence[Difference], trial: Trial, reading: _Reading) -> list[Difference]:
    """The differences no finding covers; a return that is refused says nothing wrong."""
    if any(finding.severity is Severity.BLOCK for finding in reading.findings):
        return []
    gone = Counter(one.table for one in differences if not one.row)
    return [one for one in differences if not _told(one, trial, reading, gone)]


def _source(name: str, submission: Submission) -> Source:
    identity = submission.identity
    if identity is None:
        return Source(name, FILE)
    return Source(name, FILE, identity.template_id, identity.branch_code, str(identity.period))


def _of_identity(trial: Trial) -> Iterator[Difference]:
    identity, patient = trial.submission.identity, trial.patient
    if identity is None:
        yield Difference("cover", 0, "branch_code")
        return
    read = (identity.template_id, identity.branch_code.lstrip("0"), str(identity.period))
    meant = (patient.good.form.id, patient.branch.lstrip("0"), patient.good.period)
    for name, one, other in zip(("template_id", "branch_code", "period"), read, meant, strict=True):
        if one != other:
            yield Difference("cover", 0, name)


def _of_rows(trial: Trial, reading: _Reading) -> Iterator[Difference]:
    for table in trial.patient.good.form.tables:
        left = Counter(_comparable(table, row) for row in trial.patient.truth[table.name])
        wrong = []
        for number, row in reading.rows[table.name].get(trial.source, ()):
            if left[row] > 0:
                left[row] -= 1
            else:
                wrong.append((number, row))
        yield from _paired(table, wrong, list(left.elements()))


def _comparable(table: Table, row: Row) -> Cells:
    return tuple(plain(item, row.get(item.name)) for item in table.read_fields)


def _paired(table: Table, wrong: list[tuple[int, Cells]], lost: list[Cells]) -> Iterator[Difference]:
    """Wrong rows with the lost row each is most like, cell by cell; what is left over as whole rows."""
    for number, row in wrong:
        if not lost:
            yield Difference(table.name, number, "")
            continue
        meant = max(lost, key=lambda other: sum(map(str.__eq__, row, other)))
        lost.remove(meant)
        for item, one, other in zip(table.read_fields, row, meant, strict=True):
            if one != other:
                yield Difference(table.name, number, item.name)
    for _ in lost:
        yield Difference(table.name, 0, "")


def _told(one: Difference, trial: Trial, reading: _Reading, gone: Counter[str]) -> bool:
    """Whether a finding stands at the cell or row of the difference; at its column, if the whole column is missing.

    Rows that are gone are told if as many were held back or missed; a wrong branch, if every numbered row says so.
    """
    submission, findings = trial.submission, reading.findings
    raw = submission.tables.get(one.table)
    if raw is None:
        return bool(findings)
    here = [finding for finding in findings if finding.place.sheet == raw.title]
    rows = {_row_of(finding.place.cell) for finding in here}
    if raw.vertical and one.field == "branch_code":
        return _every_person_told(submission, findings)
    if raw.vertical:
        cell = raw.cell(raw.rows[0], one.field) if one.field in raw.columns else ""
        return any(finding.place.cell == cell for finding in here)
    if one.field and one.field not in raw.columns:
        return any(row < raw.rows[0] for row in rows)
    if one.row:
        return one.row in rows
    held = reading.ledger.held
    held = held[(held["table"] == one.table) & (held["_source"] == trial.source)]
    missed = sum(int(row) in rows for row in held["_row"])
    missed += sum(finding.code.number == "S20" and not finding.place.cell for finding in here)
    return missed >= gone[one.table]


def _every_person_told(submission: Submission, findings: Sequence[Finding]) -> bool:
    told = {(finding.place.sheet, _row_of(finding.place.cell)) for finding in findings}
    tables = [raw for raw in submission.tables.values() if "member_no" in raw.values]
    return bool(tables) and all((raw.title, row) in told for raw in tables for row in raw.rows)


def _row_of(cell: str) -> int:
    if re.fullmatch(r"\d+:\d+", cell):
        return int(cell.partition(":")[0])
    return cell_position(cell.partition(":")[0])[0] if cell else 0


def _checked(whole: Good, submission: Submission) -> list[Finding]:
    """What the checks on receipt say beyond what they say of the good workbook."""
    before = _checked_before(whole.form.id, whole.branch)
    return [finding for finding in _checks(submission) if (finding.code.number, finding.place) not in before]


@cache
def _checked_before(form: str, branch: str) -> frozenset[tuple[str, Place]]:
    whole = read_submission(FILE, good(form, branch).data, SMALL)
    return frozenset((finding.code.number, finding.place) for finding in _checks(whole))


def _checks(submission: Submission) -> Sequence[Finding]:
    """The checks on receipt that look at people, with the registers of both branches at hand."""
    source = _source("甲", submission)
    registers = [] if source.form == "BASE" else [_register(BRANCH), _register(OTHER)]
    ledger = merge([(source, submission), *registers])
    period = Period.parse("2026-03")
    view = View(ledger, default_rule_book().on(period.end), [period])
    return [finding for name in ASKED for finding in CHECKS[name].findings(view) if finding.place.file == FILE]


@cache
def _register(branch: str) -> tuple[Source, Submission]:
    submission = read_submission("册.xlsx", good("BASE", branch).data, {BASE.id: BASE})
    return replace(_source(f"册{branch}", submission), file="册.xlsx"), submission
