"""From files to a ledger: gather the columns of a handful of files, parse each once, remember every cell's address.

What a handful of files comes to is a `Share`. A share depends on its own files, the office's words and codes, and nothing
else, so it can be made by any process, kept, and put together with others in whatever order they come: the ledger is the
same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from zoneproc.findings import Finding
from zoneproc.forms import table_of
from zoneproc.intake import RawTable, Submission, findings_of, gather, name_only, parse_table
from zoneproc.ledger import Ledger, SheetMap, Source
from zoneproc.tallies import prove, tally, tally_frame

__all__ = ["NOTHING_KNOWN", "Reference", "Share", "assembled", "merge", "share_of", "with_office"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What parsing may lean on: values the office added to vocabularies (by id), and known codes (by "table.field")."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


NOTHING_KNOWN = Reference()


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """What some files come to.

    `frames`: the merged rows by table. `held`: rows held back for want of a key, by table, where there are any. `aside`:
    the rows that are not merged (table, _source, _row, kind). `findings`: of reading and parsing. `tallies`: one row per
    table, file and column (TALLY_COLUMNS).
    """

    sources: Mapping[str, Source]
    frames: Mapping[str, pd.DataFrame]
    held: Mapping[str, pd.DataFrame]
    aside: pd.DataFrame
    findings: tuple[Finding, ...]
    tallies: pd.DataFrame
    _parts: dict[frozenset[str], "Share"] = field(default_factory=dict, init=False, repr=False)

    def only(self, wanted: Collection[str]) -> "Share":
        """What those of its files come to that are wanted (ids of sources); itself if all are."""
        mine = frozenset(source for source in self.sources if source in wanted)
        if len(mine) == len(self.sources):
            return self
        if mine not in self._parts:
            self._parts[mine] = self._only(mine)
        return self._parts[mine]

    def _only(self, wanted: frozenset[str]) -> "Share":
        return Share(
            {name: source for name, source in self.sources.items() if name in wanted},
            {name: _rows_of(frame, wanted) for name, frame in self.frames.items()},
            {name: _rows_of(frame, wanted) for name, frame in self.held.items()},
            _rows_of(self.aside, wanted),
            tuple(finding for finding in self.findings if finding.source in wanted),
            _rows_of(self.tallies, wanted),
        )


def _rows_of(frame: pd.DataFrame, wanted: Collection[str]) -> pd.DataFrame:
    return frame[frame["_source"].isin(list(wanted))].reset_index(drop=True)


def share_of(files: Iterable[tuple[Source, Submission]], reference: Reference = NOTHING_KNOWN) -> Share:
    """What these files come to: one parse per column and table of them all."""
    listed = list(files)
    sources = {source.id: _with_sheets(source, submission) for source, submission in listed}
    parts: dict[str, list[tuple[str, RawTable]]] = defaultdict(list)
    for source, submission in listed:
        for name, raw in submission.tables.items():
            parts[name].append((source.id, raw))
    read = Ledger({}, sources)
    findings = [
        replace(finding, source=source.id, branch=source.branch)
        for source, submission in listed
        for finding in submission.findings
    ]
    frames: dict[str, pd.DataFrame] = {}
    held: dict[str, pd.DataFrame] = {}
    aside, tallies = [read.held.iloc[:0]], []
    for name, found in parts.items():
        table = table_of(name)[1]
        columns = gather(table, found)
        parsed = parse_table(columns, table, extra=reference.words, known=reference.codes)
        frames[name] = _with_owner(parsed.frame, sources)
        findings += _owned(findings_of(parsed, table, read.place), sources)
        tallies.append(tally(columns, parsed, table))
        for kind, rows in (("held", parsed.held), ("duplicate", parsed.duplicates)):
            if len(rows):
                aside.append(rows[["_source", "_row"]].assign(table=name, kind=kind)[list(read.held)])
        if len(parsed.held):
            held[name] = parsed.held
    return Share(sources, frames, held, pd.concat(aside, ignore_index=True), tuple(findings), tally_frame(tallies))


def merge(files: Iterable[tuple[Source, Submission]], reference: Reference = NOTHING_KNOWN) -> Ledger:
    """The ledger of these files, as `assembled`."""
    share = share_of(files, reference)
    return assembled([share], list(share.sources))


def assembled(shares: Sequence[Share], order: Sequence[str]) -> Ledger:
    """The ledger of the files of these ids, in this order; of a file that several shares hold the first one counts.

    Rows held back and duplicates are in `held`, never dropped in silence: raises ReconciliationError if rows or sums do
    not add up.
    """
    rank = {source: at for at, source in enumerate(order)}
    shares = list(_each_once(shares, order))
    known = {source: told for share in shares for source, told in share.sources.items()}
    sources = {source: known[source] for source in order}
    tables = dict.fromkeys(name for share in shares for name in share.frames)
    pieces = {name: [share.frames[name] for share in shares if name in share.frames] for name in tables}
    frames = {name: _joined(name, found, rank) for name, found in pieces.items()}
    findings = [finding for share in shares for finding in share.findings]
    findings.sort(key=lambda finding: rank[finding.source])
    aside = [share.aside for share in shares if len(share.aside)]
    read = Ledger({}, sources)
    findings += _without_numbers(shares, frames, read)
    return prove(
        Ledger(
            frames,
            sources,
            held=_in_order(pd.concat(aside, ignore_index=True), rank) if aside else read.held,
            findings=tuple(findings),
            tallies=_in_order(pd.concat([read.tallies, *(share.tallies for share in shares)], ignore_index=True), rank),
        )
    )


def _each_once(shares: Sequence[Share], wanted: Collection[str]) -> Iterator[Share]:
    """The shares with no file in two of them: a run broken off may have kept what a later one kept again with others."""
    left = set(wanted)
    for share in shares:
        yield share.only(left)
        left -= share.sources.keys()


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """The pieces of one table joined: all of them as they came, and the rows with files in the order asked for."""

    pieces: tuple[pd.DataFrame, ...]
    whole: pd.DataFrame
    files: tuple[str, ...]
    rows: pd.DataFrame


_RECENT: dict[str, list[_Joined]] = {}
"""Of each table what was joined last: registers and earlier returns mostly come again unchanged, with new ones behind them."""
_REMEMBERED = 3


def _joined(name: str, pieces: Sequence[pd.DataFrame], rank: Mapping[str, int]) -> pd.DataFrame:
    """The pieces of a table as one frame, files in the order asked for; nothing joined ever changes."""
    recent = _RECENT.setdefault(name, [])
    before = next((known for known in reversed(recent) if _begins(known.pieces, pieces)), None)
    if before is None:
        whole = pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]
    elif len(before.pieces) < len(pieces):
        whole = pd.concat([before.whole, *pieces[len(before.pieces) :]], ignore_index=True)
    else:
        whole = before.whole
    files = tuple(sorted(whole["_source"].unique(), key=rank.__getitem__))
    if before is not None and before.whole is whole and before.files == files:
        joined = before
    else:
        joined = _Joined(tuple(pieces), whole, files, _in_order(whole, rank))
    recent[:] = [*(known for known in recent if known is not before), joined][-_REMEMBERED:]
    return joined.rows


def _begins(known: Sequence[pd.DataFrame], pieces: Sequence[pd.DataFrame]) -> bool:
    return len(known) <= len(pieces) and all(mine is other for mine, other in zip(known, pieces, strict=False))


def _in_order(rows: pd.DataFrame, rank: Mapping[str, int]) -> pd.DataFrame:
    """The rows by the rank of their file; within a file as they were."""
    place = rows["_source"].map(rank).to_numpy()
    if len(place) < 2 or (place[1:] >= place[:-1]).all():
        return rows
    return rows.take(np.argsort(place, kind="stable")).reset_index(drop=True)


def _without_numbers(shares: Sequence[Share], frames: Mapping[str, pd.DataFrame], read: Ledger) -> list[Finding]:
    """S22 of the rows held back that name a member without a number: the branch's register says who may be meant."""
    if not any(share.held for share in shares):
        return []
    rosters = _rosters(frames.get("members"))
    called = lambda source: rosters.get(read.sources[source].branch, {})  # noqa: E731
    told = [
        name_only(rows, table_of(name)[1], called, read.place) for share in shares for name, rows in share.held.items()
    ]
    return sorted(
        _owned([finding for found in told for finding in found], read.sources), key=lambda finding: finding.source
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
