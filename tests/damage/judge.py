"""What became of a damaged workbook: read as the truth, flagged where it differs, refused, or silently wrong."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from damage.good import BASE, SMALL, Good, Row, good, plain
from damage.patients import Patient

from zoneproc.checks import View, run_checks
from zoneproc.excel.addresses import cell_position
from zoneproc.findings import Finding, Severity
from zoneproc.intake import Submission, read_submission, with_issued_values
from zoneproc.ledger import Ledger, Source
from zoneproc.merge import merge
from zoneproc.period import Period
from zoneproc.rules import default_rule_book
from zoneproc.schema import Table


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


def judged(patient: Patient, data: bytes) -> Verdict:
    """Reads a damaged workbook as the office would and holds it against the truth."""
    submission = with_issued_values(read_submission("甲.xlsx", data, SMALL), patient.good.issued)
    ledger = merge([(_source(submission), submission)])
    findings = list(ledger.findings) if submission.identity else list(submission.findings)
    codes = frozenset(finding.code.number for finding in findings)
    if any(finding.severity is Severity.BLOCK for finding in findings):
        return Verdict(Outcome.REFUSED, (), codes)
    differences = [*_of_identity(patient, submission), *_of_rows(patient, ledger)]
    if not differences:
        return Verdict(Outcome.EQUAL, (), codes)
    untold = [one for one in differences if not _told(one, submission, ledger, findings)]
    if untold:
        findings += _checked(patient.good, submission)
        codes = frozenset(finding.code.number for finding in findings)
        if any(finding.severity is Severity.BLOCK for finding in findings):
            return Verdict(Outcome.REFUSED, (), codes)
        untold = [one for one in untold if not _told(one, submission, ledger, findings)]
    return Verdict(Outcome.SILENT if untold else Outcome.FLAGGED, tuple(untold), codes)


def _source(submission: Submission) -> Source:
    identity = submission.identity
    if identity is None:
        return Source("甲", "甲.xlsx")
    return Source("甲", "甲.xlsx", identity.template_id, identity.branch_code, str(identity.period))


def _of_identity(patient: Patient, submission: Submission) -> Iterator[Difference]:
    identity = submission.identity
    if identity is None:
        yield Difference("cover", 0, "branch_code")
        return
    read = (identity.template_id, identity.branch_code.lstrip("0"), str(identity.period))
    meant = (patient.good.form.id, patient.branch.lstrip("0"), patient.good.period)
    for name, one, other in zip(("template_id", "branch_code", "period"), read, meant, strict=True):
        if one != other:
            yield Difference("cover", 0, name)


def _of_rows(patient: Patient, ledger: Ledger) -> Iterator[Difference]:
    for table in patient.good.form.tables:
        meant = [_comparable(table, row) for row in patient.truth[table.name]]
        frame = ledger[table.name]
        read = [
            (int(row["_row"]), _comparable(table, row))
            for row in frame[frame["_source"] == "甲"].to_dict("records")
        ]
        left = Counter(meant)
        wrong = []
        for number, row in read:
            if left[row] > 0:
                left[row] -= 1
            else:
                wrong.append((number, row))
        yield from _paired(table, wrong, list(left.elements()))


def _comparable(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(plain(item, row.get(item.name)) for item in table.read_fields)


def _paired(table: Table, wrong: list[tuple[int, tuple[str, ...]]], lost: list[tuple[str, ...]]) -> Iterator[Difference]:
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


def _told(one: Difference, submission: Submission, ledger: Ledger, findings: Sequence[Finding]) -> bool:
    """Whether a finding stands at the cell or row of the difference, or at its column if the whole column is missing."""
    raw = submission.tables.get(one.table)
    if raw is None:
        return bool(findings)
    here = [finding.place.cell for finding in findings if finding.place.sheet == raw.title]
    if one.field and one.field not in raw.columns:
        return any(not cell or _row_of(cell) < raw.rows[0] for cell in here) if raw.rows else bool(here)
    if one.row:
        return any(_row_of(cell) == one.row or raw.vertical for cell in here)
    held = ledger.held[ledger.held["table"] == one.table] if len(ledger.held) else ()
    missing = {int(row) for row in held["_row"]} if len(held) else set()
    return any(_row_of(cell) in missing or cell == "" for cell in here)


def _row_of(cell: str) -> int:
    if re.fullmatch(r"\d+:\d+", cell):
        return int(cell.partition(":")[0])
    return cell_position(cell.partition(":")[0])[0] if cell else 0


def _checked(whole: Good, submission: Submission) -> list[Finding]:
    """What the checks on receipt say beyond what they say of the good workbook."""
    before = {(finding.code.number, finding.place) for finding in _checks(read_submission("甲.xlsx", whole.data, SMALL))}
    return [finding for finding in _checks(submission) if (finding.code.number, finding.place) not in before]


def _checks(submission: Submission) -> Sequence[Finding]:
    source = _source(submission)
    ledger = merge([(source, submission), *([] if source.form == "BASE" else [_register()])])
    period = Period.parse("2026-03")
    return [one for one in run_checks(View(ledger, default_rule_book().on(period.end), [period]), "return") if one.source == "甲" or one.place.file == "甲.xlsx"]


@cache
def _register() -> tuple[Source, Submission]:
    whole = good("BASE")
    submission = read_submission("册.xlsx", whole.data, {BASE.id: BASE})
    return replace(_source(submission), id="册", file="册.xlsx"), submission
