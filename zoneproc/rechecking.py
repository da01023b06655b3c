"""Checks are asked again only of branches about which something changed; what was found of the others still stands.

A check of scope `return` looks at one branch's returns, its BASE and the masters. Where two branches name the same person,
team or line it may see both, so they are one circle and asked together. What was found is kept by branch, with a digest of
all it depends on: a cache, without which every branch is asked.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from zoneproc.archive import Archive
from zoneproc.checks import CHECKS, Scope, View, as_told, checks_begun
from zoneproc.crew import working
from zoneproc.duties.circles import circles
from zoneproc.edition import folder_in
from zoneproc.findings import Finding
from zoneproc.forms import RETURNS, table_of
from zoneproc.ledger import Ledger
from zoneproc.office import share_keys
from zoneproc.packing import finding_from, plain_finding
from zoneproc.workspace import write_whole

__all__ = ["checks_resumed"]

_MOST = 0.9
"""If so much still stands, the others are asked by themselves; if less, everybody is."""


def checks_resumed(view: View, archive: Archive, made_of: str) -> Callable[[], Sequence[Finding]]:
    """`run_checks`, begun; what is kept in the archive's cache is not asked again.

    `made_of` tells of all that findings depend on beside the returns: period, rules, masters, the time of asking.
    """
    if archive.cache is None:
        underway = checks_begun(view)
        return lambda: as_told(view, chain(*underway().values()))
    path = folder_in(archive.cache) / "checks" / f"{'_'.join(map(str, view.periods))}.json"
    known, digests = _read(path), _digests(view.ledger, archive, made_of)
    still = {branch: known[digest] for branch, digest in digests.items() if digest in known}
    if len(still) < len(digests) * _MOST:
        still, ask = {}, checks_begun(view)
    else:
        ask = partial(_asked_apart, view, digests.keys() - still.keys())

    def found() -> Sequence[Finding]:
        asked = ask()
        of_branch = {**still, **_by_branch(asked["return"])}
        if of_branch.keys() <= digests.keys():  # else something was found of no branch, and belongs to nobody's digest
            _keep(path, {digest: of_branch.get(branch, ()) for branch, digest in digests.items()})
        return as_told(view, [*asked["company"], *chain(*of_branch.values())])

    return found


def _asked_apart(view: View, fresh: Collection[str]) -> Mapping[Scope, Sequence[Finding]]:
    """The company's checks of everybody, those of returns only of the fresh branches; here, for there is little to do."""
    with working(None):
        of_returns = _of_returns(view, fresh) if fresh else ()
        return {"company": checks_begun(view, "company")()["company"], "return": of_returns}


def _of_returns(view: View, branches: Collection[str]) -> Sequence[Finding]:
    """What checks of scope `return` find of some branches; the masters, and the history of all returns, are seen whole."""
    frames = {
        name: frame[frame["_branch"].isin(branches)] if table_of(name)[0].id in RETURNS else frame
        for name, frame in view.ledger.frames.items()
    }
    alone = View(replace(view.ledger, frames=frames), view.rules, view.periods, view.moment)
    return [finding for finding in checks_begun(alone, "return")()["return"] if finding.branch in branches]


def _by_branch(found: Sequence[Finding]) -> Mapping[str, Sequence[Finding]]:
    branches: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        branches[finding.branch].append(finding)
    return branches


def _digests(ledger: Ledger, archive: Archive, made_of: str) -> Mapping[str, str]:
    """By branch, all that checks of its returns depend on: how the files of its circle were read, entered and judged."""
    keys = {sha[:12]: key for sha, key in share_keys(archive, archive.filings()).items()}
    own: dict[str, list[str]] = defaultdict(list)
    for row in ledger.returns.to_dict("records"):
        own[row["branch_code"]].append(f"{row} {keys.get(row['source'])}")
    put_off = [repr(list(frame.itertuples(index=False))) for frame in (ledger.extensions, ledger.seals)]
    return {
        branch: _digest([made_of, *put_off, *(text for member in sorted(circle) for text in own[member])])
        for branch, circle in circles(ledger).items()
    }


def _digest(texts: Sequence[str]) -> str:
    return sha256(json.dumps(texts).encode()).hexdigest()


def _keep(path: Path, found: Mapping[str, Sequence[Finding]]) -> None:
    kept = {digest: list(map(plain_finding, findings)) for digest, findings in found.items()}
    write_whole(path, lambda draft: _write(draft, json.dumps(kept)), flush=False)


def _write(draft: Path, text: str) -> None:
    draft.write_text(text, encoding="ascii")


def _read(path: Path) -> Mapping[str, Sequence[Finding]]:
    """What was kept; nothing if it is damaged, as if it had been deleted."""
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    try:
        kept = json.loads(path.read_bytes()) if path.is_file() else {}
        return {digest: list(map(finding_from, findings)) for digest, findings in kept.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}
