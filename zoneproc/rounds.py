"""A return goes to and fro: which findings are new, stay, are mended or come back, and what the branch answered.

The register keeps the trace of every finding told and every answer given; the life of a finding is worked out from them
by one rule (promise 37), never stored.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from zoneproc.archive import Archive
from zoneproc.findings import Finding, Severity
from zoneproc.intake import Trace

__all__ = [
    "CAME_BACK",
    "FIXED",
    "FRESH",
    "LIVES",
    "OPEN",
    "Round",
    "answers_given",
    "finding_lives",
    "note_rounds",
    "settles",
    "trace_lives",
]

FRESH, OPEN, FIXED, CAME_BACK = "新增", "未改", "已改", "复发"
LIVES = (FRESH, OPEN, FIXED, CAME_BACK)
_EXPLAINABLE = frozenset({"X05"})
"""Errors that ask for a reason, not for a change: an answer settles them."""
_UNREAD = frozenset({"S02"})
"""Where a table could not be read, what was open in it is still open."""
Claim = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Round:
    """What one file brought into the correspondence: the traces of its findings, and its answers by trace."""

    sha256: str
    traces: Sequence[Trace] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def settles(finding: Finding, answer: str) -> bool:
    """Whether an answer closes a finding: 提醒 and deleted rows are explained, other errors stay what they are."""
    return bool(answer) and (finding.severity is Severity.NOTE or finding.code.number in _EXPLAINABLE)


def note_rounds(archive: Archive, rounds: Sequence[Round]) -> None:
    """Enters what the files brought, in one transaction and before the files themselves; again does no harm."""
    with archive.register() as register:
        register.executemany("DELETE FROM traces WHERE sha256 = ?", [(each.sha256,) for each in rounds])
        register.executemany(
            "INSERT INTO traces VALUES (?,?,?,?)",
            [(each.sha256, str(trace), trace.code, trace.table) for each in rounds for trace in each.traces],
        )
        register.executemany(
            "INSERT OR REPLACE INTO answers VALUES (?,?,?)",
            [(each.sha256, *answer) for each in rounds for answer in each.answers.items()],
        )


def answers_given(archive: Archive) -> Mapping[Claim, Mapping[str, str]]:
    """The answers of every branch, form and period by trace; of several to one finding the last received."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    with archive.register() as register:
        for sha256, trace, answer in register.execute("SELECT sha256, trace, answer FROM answers"):
            said[sha256][trace] = answer
    given: dict[Claim, dict[str, str]] = defaultdict(dict)
    for filing in archive.filings() if said else ():
        if filing.branch and filing.sha256 in said:
            given[filing.claim] |= said[filing.sha256]
    return given


def trace_lives(archive: Archive) -> Mapping[str, Mapping[str, str]]:
    """The life of every finding in every version of every identified return: sha256 → trace → life."""
    told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with archive.register() as register:
        for sha256, trace, code, table in register.execute(
            "SELECT sha256, trace, code, tbl FROM traces ORDER BY rowid"
        ):
            told[sha256].append((trace, code, table))
    claims: dict[Claim, list[str]] = defaultdict(list)
    for filing in archive.filings():
        if filing.branch:
            claims[filing.claim].append(filing.sha256)
    return {sha256: lives for claim in claims.values() for sha256, lives in _history(claim, told)}


def _history(
    files: Sequence[str], told: Mapping[str, Sequence[tuple[str, str, str]]]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """One claim's files in order of receipt, each with the lives of its findings and of those just mended."""
    before: dict[str, str] = {}
    ever: set[str] = set()
    for sha256 in files:
        found = told.get(sha256, ())
        unread = {table for _, code, table in found if code in _UNREAD and table}
        now = {trace: table for trace, table in before.items() if table in unread}
        now |= {trace: table for trace, _, table in found}
        lives = {trace: OPEN if trace in before else CAME_BACK if trace in ever else FRESH for trace in now}
        yield sha256, lives | dict.fromkeys(before.keys() - now.keys(), FIXED)
        before, ever = now, ever | now.keys()


def finding_lives(archive: Archive) -> pd.DataFrame:
    """How the findings of each return fared from version to version: one row per version of a branch's file.

    Columns branch_code, form, period, version, file, verdict, and the counts 新增 (not told before), 未改 (told of the
    version before), 已改 (told then, not now), 复发 (mended once, and here again).
    """
    lives = trace_lives(archive)
    rows = [
        (
            *(filing.branch, filing.form, filing.period, filing.version, filing.name, filing.verdict),
            *map(Counter(lives[filing.sha256].values()).__getitem__, LIVES),
        )
        for filing in sorted(archive.filings(), key=lambda filing: (filing.claim, filing.received_at, filing.sha256))
        if filing.branch
    ]
    return pd.DataFrame(rows, columns=["branch_code", "form", "period", "version", "file", "verdict", *LIVES])
