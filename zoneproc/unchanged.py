"""Whether the results of a period still stand: nothing they were made of has changed since, and they lie where they were put.

What results are made of: this program, the rules workbook, the masters, the register with all files judged, and the moment
of the run. A later moment of the same day changes nothing until a deadline passes; which comes next is kept with the
results. What is kept here is a cache: without it, results are worked out again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from zoneproc.archive import Archive
from zoneproc.checks import CHECKS
from zoneproc.desk import Desk
from zoneproc.edition import folder_in, program
from zoneproc.findings import Finding
from zoneproc.moments import next_change
from zoneproc.packing import finding_from, plain_finding
from zoneproc.period import Period
from zoneproc.sealing import changed_outputs, manifest_in, outputs_of
from zoneproc.workspace import write_whole

__all__ = ["NONE", "Earlier", "Standing", "earlier", "remember", "standing"]

_REGISTER = (
    "SELECT * FROM files ORDER BY rowid",
    "SELECT * FROM findings ORDER BY rowid",
    "SELECT * FROM traces ORDER BY rowid",
    "SELECT * FROM answers ORDER BY rowid",
    "SELECT * FROM seals ORDER BY number",
    "SELECT * FROM extensions ORDER BY number",
    "SELECT number, branch, form, period FROM issued ORDER BY number",
)
"""Everything of the register that results depend on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Results that still stand: since when, their files, and what was found."""

    since: datetime
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The workbooks of an earlier run in their folder: what each shows (excel.likeness) and its SHA-256, by name there."""

    folder: Path
    shown: Mapping[str, str]
    digests: Mapping[str, str]

    def copied(self, name: str, shown: str, target: Path) -> bool:
        """Copies the workbook of that name to `target` if it shows this and is still what was written; whether it did."""
        path = self.folder / name
        if self.shown.get(name) != shown or not path.is_file():
            return False
        data = path.read_bytes()
        if sha256(data).hexdigest() != self.digests.get(name):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return True


NONE = Earlier(Path(), {}, {})


def standing(desk: Desk, period: Period) -> Standing | None:
    """The results of a period that lie in its folder, if working them out again would give the very same."""
    kept = _kept(desk, period)
    if not kept or kept.get("made_of") != _made_of(desk, period):
        return None
    since, until = (datetime.fromisoformat(kept[name]) for name in ("since", "until"))
    folder = desk.workspace.output(period)
    manifest = manifest_in(folder)
    if not since <= desk.moment < until or _digest(manifest) != kept["manifest"] or changed_outputs(folder, manifest):
        return None
    len(CHECKS)  # every check is imported, and with it the code declared beside it
    return Standing(since, tuple(folder / name for name in kept["files"]), tuple(map(finding_from, kept["findings"])))


def earlier(desk: Desk, period: Period) -> Earlier:
    """The workbooks of a period's folder whose contents are known, whether or not they still stand."""
    kept, folder = _kept(desk, period), desk.workspace.output(period)
    manifest = manifest_in(folder)
    if kept.get("manifest") != _digest(manifest):
        return NONE
    return Earlier(folder, kept["files"], outputs_of(manifest))


def remember(desk: Desk, period: Period, files: Mapping[Path, str], findings: Sequence[Finding]) -> None:
    """Keeps what `standing` and `earlier` ask for, of results just put into their folder, each with its likeness."""
    path = _path(desk, period)
    if path is None:
        return
    folder = desk.workspace.output(period)
    kept = {
        "made_of": _made_of(desk, period),
        "since": desk.moment.isoformat(),
        "until": next_change(desk.office, desk.archive, desk.moment).isoformat(),
        "manifest": _digest(manifest_in(folder)),
        "files": {file.relative_to(folder).as_posix(): shown for file, shown in files.items()},
        "findings": list(map(plain_finding, findings)),
    }
    write_whole(path, partial(_write, json.dumps(kept, ensure_ascii=False)), flush=False)


def _path(desk: Desk, period: Period) -> Path | None:
    return folder_in(desk.archive.cache) / "results" / f"{period}.json" if desk.archive.cache else None


def _write(text: str, draft: Path) -> None:
    draft.write_text(text, encoding="utf-8")


def _kept(desk: Desk, period: Period) -> Mapping[str, Any]:
    path = _path(desk, period)
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.is_file() else {}
    except ValueError:  # damaged: as if it had been deleted
        return {}
    return kept if isinstance(kept, dict) else {}


def _made_of(desk: Desk, period: Period) -> str:
    files = [(name, sha256(data).hexdigest()) for name, data in (desk.files.rules, *desk.files.masters)]
    said = [program(), desk.workspace.company, desk.workspace.year, str(period), files, _register(desk.archive)]
    return _digest(json.dumps(said, ensure_ascii=False))


def _register(archive: Archive) -> str:
    digest = sha256()
    with archive.register() as register:
        for query in _REGISTER:
            for row in register.execute(query):
                digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
