"""From files to a ledger: gather the columns of all files, parse each once, remember every cell's address."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from zoneproc.findings import Finding
from zoneproc.forms import table_of
from zoneproc.intake import Submission, findings_of, gather, parse_table
from zoneproc.ledger import Ledger, SheetMap, Source

Words = Mapping[str, Sequence[str]]


def merge(files: Sequence[tuple[Source, Submission]], words: Words | None = None) -> Ledger:
    """The ledger of these files. `words`: values the office added to vocabularies, by vocabulary id.

    Findings of the reading (per file) and of the parsing (per cell) are the ledger's; rows held back and duplicates are
    in `held`, never dropped in silence.
    """
    sources = {source.id: _with_sheets(source, submission) for source, submission in files}
    raw = gather((source.id, submission) for source, submission in files)
    frames: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = [finding for _, submission in files for finding in submission.findings]
    held: list[pd.DataFrame] = []
    read = Ledger({}, sources)
    for name, columns in raw.items():
        table = table_of(name)[1]
        parsed = parse_table(columns, table, extra=words or {})
        frames[name] = _with_owner(parsed.frame, sources)
        findings += _owned(findings_of(parsed, table, read.place), sources)
        held += [
            rows[["_source", "_row"]].assign(table=name, kind=kind)
            for kind, rows in (("held", parsed.held), ("duplicate", parsed.duplicates))
            if len(rows)
        ]
    aside = pd.concat(held, ignore_index=True) if held else read.held
    return Ledger(frames, sources, held=aside, findings=tuple(findings))


def joined(office: Ledger, branches: Ledger, returns: pd.DataFrame) -> Ledger:
    """The office's masters and the branches' returns as one ledger, with the history of returns."""
    return Ledger(
        {**office.frames, **branches.frames},
        {**office.sources, **branches.sources},
        returns,
        pd.concat([office.held, branches.held], ignore_index=True) if len(office.held) else branches.held,
        office.findings + branches.findings,
    )


def _with_sheets(source: Source, submission: Submission) -> Source:
    sheets = {name: SheetMap(table.title, table.columns) for name, table in submission.tables.items()}
    return Source(
        source.id,
        source.file,
        source.form,
        source.branch,
        source.period,
        source.version,
        source.received_at,
        sheets,
    )


def _with_owner(frame: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    branch = {name: source.branch for name, source in sources.items()}
    period = {name: source.period for name, source in sources.items()}
    return frame.assign(
        _branch=frame["_source"].map(branch).astype("str"), _period=frame["_source"].map(period).astype("str")
    )


def _owned(findings: Iterable[Finding], sources: Mapping[str, Source]) -> list[Finding]:
    return [
        Finding(
            finding.code,
            finding.place,
            finding.message,
            finding.value,
            sources[finding.source].branch if finding.source in sources else finding.branch,
            finding.subject,
            finding.source,
        )
        for finding in findings
    ]
