"""封存: what a period's results were made of and are, written down with hashes, chained, and held against what is there now.

`manifest.json` in the folder of a period names the SHA-256 of everything that counts: returns, rules, masters, and the
workbooks. A seal is the SHA-256 of a manifest; each sealed manifest holds the seal before it. Names of people and of
senders' files are not in it (domain.md 6).
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from zoneproc import __version__
from zoneproc.archive import Archive, ArchiveError, Filing
from zoneproc.duties.returns import FORM_OF
from zoneproc.excel.addresses import cell_address
from zoneproc.excel.reading import Unreadable, read_book_bytes
from zoneproc.findings import Code, Finding, Place, Severity, declare
from zoneproc.ledger import Ledger, shown
from zoneproc.office import OfficeFiles
from zoneproc.period import Cadence, Period
from zoneproc.register import Seal
from zoneproc.workspace import Workspace, ZoneprocError, files_in

__all__ = [
    "MANIFEST",
    "SealingError",
    "changed_outputs",
    "changed_results",
    "differing_rebuild",
    "digests_of",
    "kept_office",
    "manifest_in",
    "manifest_of",
    "next_seal",
    "outputs_of",
    "remove_stale",
    "require_in_order",
    "require_sealed",
    "verify_seal",
]

MANIFEST = "manifest.json"
PROGRAM = f"zoneproc {__version__}"
_WORKING_PAPERS = ("R-1_", "R-2_", "R-3_", "退回/")
"""Workbooks about files and rows as they came in, not about results."""
_COPIES = ("季度考核表/", "支部反馈/")
"""Workbooks that show each branch its part of the same results once more."""
_ABOUT_FILES = frozenset({"目录", "问题清单", "计算说明", "来源文件", "报送版本"})
_SOURCE = frozenset({"文件", "来源文件", "工作表", "单元格", "位置", "行", "该格内容"})
_HEADINGS = 8
F02 = declare(
    Code(
        "F02",
        Severity.ERROR,
        "与封存结果不同",
        "今天重算会不同:封存为“{sealed}”,今天是“{today}”(本表共 {count} 行)。",
        "封存的结果没有改动。请查明原因(考核办法、公司台账或更正的台账);确需更改的,先解封并写明理由,再重新计算和封存。",
        "4/36",
    )
)
F03 = declare(
    Code(
        "F03",
        Severity.ERROR,
        "封存内容被改动",
        "{what}与封存时不一致({how})。",
        "请从备份恢复该文件;不要直接修改已封存的文件夹。",
        "5.2.1",
    )
)


class SealingError(ZoneprocError):
    """A period cannot be sealed or reopened as asked."""


def manifest_of(
    archive: Archive, ledger: Ledger, office: OfficeFiles, head: Mapping[str, object], outputs: Mapping[str, str]
) -> str:
    """The text of manifest.json. `head`: period, moment and, once sealed, the seal; `outputs`: SHA-256 by path."""
    counted = set(ledger.returns.loc[ledger.returns["counts"], "source"])
    inputs = [_input(filing) for filing in archive.filings() if filing.sha256[:12] in counted]
    content = {
        **head,
        "program": PROGRAM,
        "rules": {office.rules[0]: _digest(office.rules[1])},
        "masters": {name: _digest(data) for name, data in office.masters},
        "inputs": sorted(inputs, key=lambda item: tuple(map(str, item.values()))),
        "outputs": dict(sorted(outputs.items())),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _input(filing: Filing) -> Mapping[str, object]:
    return {
        "form": filing.form,
        "branch": filing.branch,
        "period": filing.period,
        "version": filing.version,
        "sha256": filing.sha256,
    }


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def digests_of(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of every file in a folder of results, by its path there; the manifest itself is left out."""
    return {
        path.relative_to(folder).as_posix(): _digest(path.read_bytes())
        for path in files_in(folder)
        if path.name != MANIFEST
    }


def remove_stale(folder: Path, before: str, written: Collection[str]) -> None:
    """Removes the results an earlier run wrote (`before`: its manifest), unchanged since, and this one did not."""
    for name, digest in outputs_of(before).items():
        path = folder / name
        if name not in written and path.is_file() and _digest(path.read_bytes()) == digest:
            path.unlink()


def manifest_in(folder: Path) -> str:
    """The manifest of the folder as it is; an empty one if there is none or it is no text."""
    try:
        return (folder / MANIFEST).read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return "{}"


def changed_outputs(folder: Path, manifest: str) -> Sequence[str]:
    """The results a manifest names that are gone or no longer what they were."""
    return [
        name
        for name, digest in outputs_of(manifest).items()
        if not (folder / name).is_file() or _digest((folder / name).read_bytes()) != digest
    ]


def outputs_of(manifest: str) -> Mapping[str, str]:
    """The SHA-256 of the results a manifest names, by path in its folder; none if it was written into."""
    try:
        outputs = json.loads(manifest).get("outputs", {})
    except (ValueError, AttributeError):  # somebody wrote into it: nothing of ours can be told apart
        return {}
    return outputs if isinstance(outputs, dict) else {}


def next_seal(archive: Archive, period: Period, who: str, moment: datetime) -> Seal:
    """The seal about to be set on a period: its edition, and the reason of the reopening it follows.

    Raises SealingError if the period is sealed already, or earlier ones are not.
    """
    acts = [act for act in archive.book.acts() if act.period == str(period)]
    if acts and not acts[-1].open:
        message = f"{period} 已于 {acts[-1].at:%Y-%m-%d %H:%M} 封存。要重新计算,请先解封:zoneproc freeze {period} --reopen --reason 理由。"
        raise SealingError(message)
    reason = acts[-1].reason if acts else ""
    edition = sum(not act.open for act in acts) + 1
    files = max((filing.entry for filing in archive.filings()), default=0)
    return Seal(str(period), edition, moment, who, reason, files)


def require_in_order(archive: Archive, period: Period, moment: datetime) -> None:
    """Raises SealingError if the period is not over, or an earlier one for which returns came is not sealed.

    A month follows the months before it, a quarter its months and the quarters before, the year all of them.
    """
    if moment.date() <= period.end:
        message = f"{period} 还没有结束,不能封存。"
        raise SealingError(message)
    sealed = archive.book.seals()
    used = {filing.period for filing in archive.filings() if filing.accepted and filing.form in FORM_OF.values()}
    for before in _before(period):
        if str(before) in used and str(before) not in sealed:
            message = f"请按顺序封存:{before} 还没有封存,请先运行 zoneproc freeze {before}。"
            raise SealingError(message)


def _before(period: Period) -> Sequence[Period]:
    year = period.whole_year
    months = [month for month in year.months if month.first < (period.first if _is_month(period) else period.last + 1)]
    if _is_month(period):
        return months
    return [*months, *(quarter for quarter in year.quarters if quarter != period and quarter.last <= period.last)]


def _is_month(period: Period) -> bool:
    return period.cadence is Cadence.MONTH


def require_sealed(archive: Archive, period: Period) -> Seal:
    """The seal that holds; raises SealingError if there is none."""
    seal = archive.book.seals().get(str(period))
    if seal is None:
        message = f"{period} 没有封存。"
        raise SealingError(message)
    return seal


def kept_office(archive: Archive, seal: Seal) -> OfficeFiles:
    """The rules workbook and the masters as they were when the period was sealed; raises ArchiveError if one is gone."""
    content = json.loads(seal.manifest)
    (rules,) = [(name, archive.office_data(name, digest)) for name, digest in content["rules"].items()]
    masters = tuple((name, archive.office_data(name, digest)) for name, digest in content["masters"].items())
    return OfficeFiles(rules, masters)


def verify_seal(workspace: Workspace, archive: Archive, seal: Seal) -> Sequence[Finding]:
    """What is no longer as it was sealed: F03 for each workbook, the manifest, each kept input, and the chain itself."""
    folder = workspace.output(seal.period)
    return [
        *_broken_chain(archive, seal),
        *_changed_files(folder, seal),
        *_changed_inputs(archive, seal),
    ]


def _told(place: str, what: str, how: str) -> Finding:
    return Finding(F03, Place(place), F03.message.format(what=what, how=how))


def _broken_chain(archive: Archive, seal: Seal) -> Iterator[Finding]:
    if _digest(seal.manifest.encode()) != seal.digest:
        yield _told("register.db", f"{seal.period} 的封存记录", "登记簿里的内容被改动")
        return
    before = [act for act in archive.book.acts() if not act.open and act.number < seal.number]
    named = json.loads(seal.manifest)["seal"]["previous"]
    if named != (before[-1].digest if before else ""):
        yield _told("register.db", f"{seal.period} 之前的封存记录", "封存链断开")


def _changed_files(folder: Path, seal: Seal) -> Iterator[Finding]:
    here = f"output/{seal.period}"
    if manifest_in(folder) != seal.manifest:
        yield _told(f"{here}/{MANIFEST}", f"“{MANIFEST}”", "缺失或被改动")
    present = digests_of(folder) if folder.is_dir() else {}
    for name, digest in outputs_of(seal.manifest).items():
        if present.get(name) != digest:
            yield _told(f"{here}/{name}", f"“{name}”", "被改动" if name in present else "缺失")


def _changed_inputs(archive: Archive, seal: Seal) -> Iterator[Finding]:
    content = json.loads(seal.manifest)
    kept = {filing.sha256: filing for filing in archive.filings()}
    for item in content["inputs"]:
        filing = kept.get(item["sha256"])
        name = f"{item['branch']} {item['form']} {item['period']} 第 {item['version']} 版"
        try:
            whole = filing is not None and _digest(archive.data(filing)) == filing.sha256
        except ArchiveError:
            whole = False
        if not whole:
            yield _told(filing.kept_as if filing else name, f"存档的“{name}”", "缺失或被改动")
    for name, digest in {**content["rules"], **content["masters"]}.items():
        try:
            whole = _digest(archive.office_data(name, digest)) == digest
        except ArchiveError:
            whole = False
        if not whole:
            yield _told(name, f"存档的“{name}”", "缺失或被改动")


def differing_rebuild(seal: Seal, outputs: Mapping[str, str]) -> Sequence[Finding]:
    """The workbooks that could not be rebuilt byte for byte from what was kept; `outputs`: SHA-256 by path, as rebuilt."""
    sealed = outputs_of(seal.manifest)
    names = sorted(name for name in {*sealed, *outputs} if sealed.get(name) != outputs.get(name))
    program = json.loads(seal.manifest)["program"]
    how = "内容不同" if program == PROGRAM else f"封存时的程序是 {program},现在是 {PROGRAM}"
    return [_told(f"output/{seal.period}/{name}", f"由存档重建的“{name}”", how) for name in names]


def changed_results(sealed: Path, today: Path) -> Sequence[Finding]:
    """What today's computation would change in the sealed results: F02 for each sheet, at the first cell that differs.

    Compared are the sheets of results; lists of files and of problems change with every return and are left out.
    """
    names = sorted(
        path.relative_to(folder).as_posix()
        for folder in (sealed, today)
        for path in files_in(folder)
        if path.suffix == ".xlsx"
    )
    results = [name for name in dict.fromkeys(names) if not name.startswith((*_WORKING_PAPERS, *_COPIES))]
    return [finding for name in results for finding in _of_workbook(name, sealed / name, today / name)]


def _of_workbook(name: str, sealed: Path, today: Path) -> Iterator[Finding]:
    before, after = _sheets(sealed), _sheets(today)
    if before is None or after is None:
        old, new = ("没有" if sheets is None else "有" for sheets in (before, after))
        yield _differing(Place(name), old, new, 1)
        return
    for title in dict.fromkeys([*before, *after]):
        if title not in _ABOUT_FILES:
            found = _first_difference(before.get(title, []), after.get(title, []))
            if found is not None:
                cell, old, new, count = found
                yield _differing(Place(name, title, cell), old, new, count)


def _differing(place: Place, old: str, new: str, count: int) -> Finding:
    message = F02.message.format(sealed=old or "(空)", today=new or "(空)", count=count)
    return Finding(F02, place, message, value=new)


Rows = list[list[object]]


def _sheets(path: Path) -> Mapping[str, Rows] | None:
    book = read_book_bytes(path.read_bytes()) if path.is_file() else None
    if book is None or isinstance(book, Unreadable):
        return None
    return {sheet.title: _without_sources(sheet.rows) for sheet in book.sheets}


def _first_difference(before: Rows, after: Rows) -> tuple[str, str, str, int] | None:
    """The first row or cell that differs, what it held and holds, and how many rows differ; their order does not matter."""
    gone, come = _without(before, after), _without(after, before)
    if not gone and not come:
        return None
    row = min([*gone, *come])
    old, new = (_row(rows, row) for rows in (before, after))
    cells = [at for at, (was, now) in enumerate(zip(old, new, strict=False)) if was != now]
    count = max(len(gone), len(come))
    if len(cells) == 1 or (cells and cells[0] > 0):
        return cell_address(row + 1, cells[0]), shown(old[cells[0]]), shown(new[cells[0]]), count
    return f"{row + 1}:{row + 1}", _line(old), _line(new), count


def _without(rows: Rows, others: Rows) -> list[int]:
    """The positions of the rows that the others do not have, as often as they miss them."""
    left = Counter(map(repr, others))
    missing = []
    for at, row in enumerate(map(repr, rows)):
        if left[row]:
            left[row] -= 1
        else:
            missing.append(at)
    return missing


def _row(rows: Rows, at: int) -> list[object]:
    return rows[at] if at < len(rows) else []


def _line(cells: list[object]) -> str:
    return " ".join(filter(None, map(shown, cells)))[:60]


def _without_sources(rows: Rows) -> Rows:
    """The rows with the columns emptied that say in which file and cell a figure was found: a resend moves it."""
    at = next((at for at, row in enumerate(rows[:_HEADINGS]) if _SOURCE & set(row)), None)
    if at is None:
        return rows
    columns = {column for column, heading in enumerate(rows[at]) if heading in _SOURCE}
    return [["" if column in columns else cell for column, cell in enumerate(row)] for row in rows]
