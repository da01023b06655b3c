"""From files to a ledger: gather the columns of all files, parse each once, remember every cell's address."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from zoneproc.findings import Finding
from zoneproc.forms import table_of
from zoneproc.intake import RawTable, Submission, findings_of, gather, name_only, parse_table
from zoneproc.intake.parsing import Parsed
from zoneproc.ledger import Ledger, SheetMap, Source
from zoneproc.tallies import Tallies, prove, tally, tally_frame


@dataclass(frozen=True, slots=True)
class Reference:
    """What parsing may lean on: values the office added to vocabularies (by id), and known codes (by "table.field")."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


NOTHING_KNOWN = Reference()


def merge(files: Sequence[tuple[Source, Submission]], reference: Reference = NOTHING_KNOWN) -> Ledger:
    """The ledger of these files.

    Findings of the reading (per file) and of the parsing (per cell) are the ledger's; rows held back and duplicates are
    in `held`, never dropped in silence: raises ReconciliationError if rows or sums do not add up.
    """
    sources = {source.id: _with_sheets(source, submission) for source, submission in files}
    read = Ledger({}, sources)
    parts: dict[str, list[Part]] = defaultdict(list)
    for source, submission in files:
        for name, raw in submission.tables.items():
            parts[name].append((source, raw))
    merged = {name: _merged(name, tuple(found), reference, read) for name, found in parts.items()}
    findings = [
        replace(finding, source=source.id, branch=source.branch)
        for source, submission in files
        for finding in submission.findings
    ]
    findings += [finding for each in merged.values() for finding in each.findings]
    rosters = _rosters(merged["members"].frame if "members" in merged else None)
    for name, each in merged.items():
        if len(each.parsed.held):
            called = lambda source: rosters.get(sources[source].branch, {})  # noqa: E731
            findings += _owned(name_only(each.parsed, table_of(name)[1], called, read.place), sources)
    aside = [rows for each in merged.values() for rows in each.aside]
    return prove(
        Ledger(
            {name: each.frame for name, each in merged.items()},
            sources,
            held=pd.concat(aside, ignore_index=True) if aside else read.held,
            findings=tuple(findings),
            tallies=tally_frame([each.tallies for each in merged.values()]),
        )
    )


Part = tuple[Source, RawTable]
"""One file's share of a table."""


@dataclass(frozen=True, slots=True)
class _Merged:
    """One table of all files: what it was made of, the rows that count, those put aside, the findings and the sums."""

    parts: tuple[Part, ...]
    reference: Reference
    frame: pd.DataFrame
    parsed: Parsed  # what was held back and what came twice
    aside: tuple[pd.DataFrame, ...]
    findings: tuple[Finding, ...]
    tallies: Tallies

    def is_made_of(self, parts: tuple[Part, ...], reference: Reference) -> bool:
        """Whether these are the very same files, read with the same words and codes."""
        return (
            self.reference is reference
            and len(self.parts) == len(parts)
            and all(mine[1] is other[1] and mine[0] == other[0] for mine, other in zip(self.parts, parts, strict=True))
        )


_LATEST: dict[str, _Merged] = {}
"""The last merge of each table: registers and earlier returns mostly come again unchanged, and nothing merged ever changes."""


def _merged(name: str, parts: tuple[Part, ...], reference: Reference, read: Ledger) -> _Merged:
    known = _LATEST.get(name)
    if known is None or not known.is_made_of(parts, reference):
        known = _LATEST[name] = _newly_merged(name, parts, reference, read)
    return known


def _newly_merged(name: str, parts: tuple[Part, ...], reference: Reference, read: Ledger) -> _Merged:
    table, sources = table_of(name)[1], read.sources
    columns = gather(table, ((source.id, raw) for source, raw in parts))
    parsed = parse_table(columns, table, extra=reference.words, known=reference.codes)
    kinds = (("held", parsed.held), ("duplicate", parsed.duplicates))
    return _Merged(
        parts,
        reference,
        _with_owner(parsed.frame, sources),
        replace(parsed, frame=parsed.frame.iloc[:0], spoiled=()),
        tuple(rows[["_source", "_row"]].assign(table=name, kind=kind) for kind, rows in kinds if len(rows)),
        tuple(_owned(findings_of(parsed, table, read.place), sources)),
        tally(columns, parsed, table),
    )


def _rosters(members: pd.DataFrame | None) -> Mapping[str, Mapping[str, str]]:
    """Number → name of the members each branch has on file."""
    if members is None:
        return {}
    called = members.dropna(subset=["member_no", "name"])
    return {
        str(branch): dict(zip(rows["member_no"], rows["name"], strict=True))
        for branch, rows in called.groupby("_branch")
    }


def with_office(office: Ledger, branches: Ledger, returns: pd.DataFrame) -> Ledger:
    """The office's masters and the branches' returns as one ledger, with the history of returns."""
    return Ledger(
        {**office.frames, **branches.frames},
        {**office.sources, **branches.sources},
        returns,
        pd.concat([office.held, branches.held], ignore_index=True) if len(office.held) else branches.held,
        office.findings + branches.findings,
        pd.concat([office.tallies[~office.tallies["table"].isin(list(branches.frames))], branches.tallies]),
    )


def _with_sheets(source: Source, submission: Submission) -> Source:
    sheets = {name: SheetMap(table.title, table.columns, table.vertical) for name, table in submission.tables.items()}
    return replace(source, sheets=sheets)


def _with_owner(frame: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    branch = {name: source.branch for name, source in sources.items()}
    period = {name: source.period for name, source in sources.items()}
    return frame.assign(
        _branch=frame["_source"].map(branch).astype("str"), _period=frame["_source"].map(period).astype("str")
    )


def _owned(findings: Iterable[Finding], sources: Mapping[str, Source]) -> list[Finding]:
    return [
        replace(finding, branch=sources[finding.source].branch) if finding.source in sources else finding
        for finding in findings
    ]
