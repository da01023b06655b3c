"""From files to a ledger: gather the columns of all files, parse each once, remember every cell's address."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from zoneproc.findings import Finding
from zoneproc.forms import table_of
from zoneproc.intake import Submission, findings_of, gather, name_only, parse_table
from zoneproc.intake.parsing import Parsed
from zoneproc.ledger import Ledger, SheetMap, Source
from zoneproc.schema import Table
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
    raw = gather((source.id, submission) for source, submission in files)
    frames: dict[str, pd.DataFrame] = {}
    findings = [
        replace(finding, source=source.id, branch=source.branch)
        for source, submission in files
        for finding in submission.findings
    ]
    held: list[pd.DataFrame] = []
    nameless: list[tuple[Table, Parsed]] = []
    tallies: list[Tallies] = []
    read = Ledger({}, sources)
    for name, columns in raw.items():
        table = table_of(name)[1]
        parsed = parse_table(columns, table, extra=reference.words, known=reference.codes)
        tallies.append(tally(columns, parsed, table))
        frames[name] = _with_owner(parsed.frame, sources)
        findings += _owned(findings_of(parsed, table, read.place), sources)
        nameless += [(table, parsed)] if len(parsed.held) else []
        held += [
            rows[["_source", "_row"]].assign(table=name, kind=kind)
            for kind, rows in (("held", parsed.held), ("duplicate", parsed.duplicates))
            if len(rows)
        ]
    rosters = _rosters(frames.get("members"))
    for table, parsed in nameless:
        who = name_only(parsed, table, lambda source: rosters.get(sources[source].branch, {}), read.place)
        findings += _owned(who, sources)
    aside = pd.concat(held, ignore_index=True) if held else read.held
    return prove(Ledger(frames, sources, held=aside, findings=tuple(findings), tallies=tally_frame(tallies)))


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
