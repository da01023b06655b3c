"""However the same files lie in the inbox: under any names, in any zips, in any order, by any number of workers
(promises 2 and 7, robustness.md 7.4).
"""

import io
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from small_office import AFTER_JANUARY, copy_of, first_month

from zoneproc import workflow
from zoneproc.archive import Archive, Filing
from zoneproc.workspace import Workspace

NAMES = ("最终版", "副本", "新建 Microsoft Excel 工作表", "支部报表(2)", "乗俓", "a")
ENDINGS = (".xlsx", ".xls", ".XLSX", ".et", "")


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """What two branches sent for January, not yet received."""
    return first_month(tmp_path_factory.mktemp("sent") / "公司", senders=2)


@pytest.fixture(scope="module")
def filed(sent, tmp_path_factory):
    return filing_of(copy_of(sent, tmp_path_factory.mktemp("filed") / "公司"))


def filing_of(workspace: Workspace):
    """Whose return each file is, which version, its verdict, and every finding at its cell; the same file twice is one."""
    workflow.receive(workspace, AFTER_JANUARY)
    archive = Archive(workspace.archive)
    return {(each.sha256, each.claim, each.version, each.verdict, told(archive, each)) for each in archive.filings()}


def told(archive: Archive, filing: Filing) -> frozenset[tuple[str, ...]]:
    found = archive.findings(filing)
    return frozenset((one.code.number, one.place.sheet, one.place.cell, one.message, one.value) for one in found)


def arrange(inbox: Path, luck: random.Random) -> None:
    """Renames every workbook, misnames some, puts some into zips and zips into zips; each keeps its time."""
    unzipped = list(workbooks(inbox))
    shutil.rmtree(inbox)
    luck.shuffle(unzipped)
    for number, (content, moment) in enumerate(unzipped):
        data, name = content, f"{luck.choice(NAMES)}{number}{luck.choice(ENDINGS)}"
        for _ in range(luck.choice((0, 0, 1, 2))):
            data, name = zipped(name, data, gbk=luck.random() < 0.5), f"{luck.choice(NAMES)}{number}.zip"
        path = inbox / luck.choice((".", "三月", "三月/补报")) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (moment, moment))


def workbooks(inbox: Path):
    """Every workbook with the time it was written, those in zips too."""
    for path in sorted(path for path in inbox.rglob("*") if path.is_file() and not path.name.startswith("~$")):
        if path.suffix != ".zip":
            yield path.read_bytes(), path.stat().st_mtime
            continue
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                yield package.read(name), path.stat().st_mtime


def zipped(name: str, data: bytes, *, gbk: bool) -> bytes:
    """A zip of one file, with what macOS leaves; its name in UTF-8, or in GBK and nothing that says so."""
    stand_in, target = "x" * len(name.encode("gbk")), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(stand_in if gbk else name, data)
        package.writestr("__MACOSX/._a", b"left behind")
    return target.getvalue().replace(stand_in.encode(), name.encode("gbk")) if gbk else target.getvalue()


def test_the_inbox_of_the_demo_holds_what_this_is_about(filed):
    assert {claim[1] for _, claim, *_ in filed} == {"BASE", "MON"}
    assert len({verdict for *_, verdict, _ in filed}) > 1
    assert any(told for *_, told in filed)


@pytest.mark.parametrize(("seed", "processors"), [(0, 1), (1, 2), (2, 2)])
def test_names_folders_zips_order_and_workers_do_not_matter(seed, processors, sent, filed, tmp_path, monkeypatch):
    monkeypatch.setattr("zoneproc.intake.supervision.os.cpu_count", lambda: processors)
    workspace = copy_of(sent, tmp_path / "公司")
    arrange(workspace.inbox, random.Random(seed))
    assert filing_of(workspace) == filed
