"""Sealed results stand: nothing is written over them, what today would change is told, one changed byte is named.

Promises 20, 33 and 45; domain.md 4/33, 4/36, U08.
"""

import hashlib
import json
import shutil
from datetime import datetime

import openpyxl
import pytest
from small_office import AFTER_JANUARY, JANUARY, copy_of, corrected, first_month

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.office import belated_for, load_ledger, load_office
from zoneproc.period import Period
from zoneproc.register import Extension
from zoneproc.sealing import MANIFEST, SealingError
from zoneproc.workspace import ZoneprocError

FEBRUARY, QUARTER = Period.parse("2026-02"), Period.parse("2026Q1")
MARCH_14 = datetime(2026, 3, 14, 9)


@pytest.fixture(scope="module")
def january(tmp_path_factory):
    """A workspace whose January is sealed; nobody changes it."""
    workspace = first_month(tmp_path_factory.mktemp("january") / "公司")
    workflow.freeze(workspace, JANUARY, "张三", AFTER_JANUARY)
    return workspace


@pytest.fixture
def workspace(january, tmp_path):
    return copy_of(january, tmp_path / "公司")


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def codes(done):
    return sorted({finding.code.number for finding in done.findings})


def change_cell(path, sheet, old, new):
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book[sheet].iter_rows(min_row=5) for cell in row if cell.value == old)
    cell.value = new
    book.save(path)


def test_the_manifest_names_everything_that_counts_and_nobody(january):
    folder = january.output(JANUARY)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    present = digests(folder)
    assert manifest["outputs"] == {name: present[name] for name in manifest["outputs"]}
    assert {path.name for path in folder.glob("R-*")} <= set(manifest["outputs"])
    assert {item["form"] for item in manifest["inputs"]} == {"BASE", "MON"}
    counted = {filing.sha256 for filing in Archive(january.archive).filings()}
    assert {item["sha256"] for item in manifest["inputs"]} <= counted
    assert list(manifest["rules"].values()) == [hashlib.sha256(january.rules_file.read_bytes()).hexdigest()]
    assert manifest["seal"] == {
        "edition": 1,
        "sealed_at": "2026-02-13 09:00:00",
        "sealed_by": "张三",
        "reason": "",
        "previous": "",
    }
    assert {key for item in manifest["inputs"] for key in item} == {"form", "branch", "period", "version", "sha256"}


def test_what_is_sealed_is_whole_and_can_be_rebuilt_to_the_byte(january):
    (done,) = workflow.verify(january, JANUARY, rebuild=True)
    assert not done.findings


def test_running_a_sealed_month_again_writes_nothing(workspace):
    before = digests(workspace.output(JANUARY))
    done = workflow.consolidate_month(workspace, JANUARY, MARCH_14)
    assert (done.files, done.findings) == ((), ())
    assert digests(workspace.output(JANUARY)) == before
    assert not list(workspace.archive.glob(".*.partial"))


def test_a_changed_master_is_told_with_sheet_and_cell_and_the_seal_stands(workspace):
    """A line that joins a team later entered is owed cover: R-4 would change."""
    before = digests(workspace.output(JANUARY))
    masters = workspace.masters / "公司台账.xlsx"
    name = openpyxl.load_workbook(masters)["线路班组主表"]["D5"].value
    change_cell(masters, "线路班组主表", name, "改名线")
    done = workflow.consolidate_month(workspace, JANUARY, MARCH_14)
    assert codes(done) == ["F02"]
    assert {finding.place.file.split("_")[0] for finding in done.findings} == {"R-4"}
    assert all(finding.place.sheet and finding.place.cell for finding in done.findings)
    assert digests(workspace.output(JANUARY)) == before
    assert not workflow.verify(workspace)[0].findings


@pytest.mark.parametrize("victim", ["workbook", "manifest", "input", "rules", "missing"])
def test_one_changed_byte_is_named(workspace, victim):
    """Promise 45."""
    folder = workspace.output(JANUARY)
    path = {
        "workbook": next(folder.glob("R-4*")),
        "missing": next(folder.glob("R-5*")),
        "manifest": folder / MANIFEST,
        "input": next(path for path in workspace.archive.glob("2026-*/*.xlsx")),
        "rules": next(path for path in workspace.archive.glob("office/*考核办法*")),
    }[victim]
    if victim == "missing":
        path.unlink()
    else:
        path.chmod(0o644)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    (done,) = workflow.verify(workspace)
    assert codes(done) == ["F03"]
    assert len(done.findings) == 1
    assert path.name in done.findings[0].place.file or done.findings[0].place.file in path.name


def test_a_seal_edited_in_the_register_is_named(workspace):
    with Archive(workspace.archive).register() as book:
        book.execute("UPDATE seals SET manifest = replace(manifest, '张三', '李四')")
    (done,) = workflow.verify(workspace)
    assert "register.db" in {finding.place.file for finding in done.findings}


def counted_version(workspace, filing):
    returns = load_ledger(load_office(workspace), Archive(workspace.archive), JANUARY).returns
    claim = returns[
        (returns["branch_code"] == filing.branch) & (returns["form"] == "MON") & (returns["period"] == "2026-01")
    ]
    return int(claim.loc[claim["counts"], "version"].iloc[0]), bool(claim["after_freeze"].any())


def test_a_return_after_the_seal_is_kept_marked_and_not_scored(workspace):
    """4/33, U08."""
    filing, path = corrected(workspace, MARCH_14)
    receipts = workflow.receive(workspace, MARCH_14)
    (late,) = receipts.filings
    assert late.verdict
    assert [finding.place.file for finding in receipts.findings if finding.code.number == "F01"] == [path.name]
    assert counted_version(workspace, filing) == (filing.version, True)
    seal = Archive(workspace.archive).book.seals()["2026-01"]
    told = belated_for(Archive(workspace.archive), load_office(workspace), seal)
    assert [finding.place.file for finding in told] == [path.name]
    done = workflow.consolidate_month(workspace, FEBRUARY, MARCH_14)
    assert [finding.place.file for finding in done.findings if finding.code.number == "F01"] == [path.name]


def test_reopened_extended_and_sealed_again(workspace):
    """4/36: a formal re-run with a new result version; the late rule is worked out again (promise 19)."""
    filing, _ = corrected(workspace, MARCH_14)
    with pytest.raises(ZoneprocError):
        workflow.reopen(workspace, JANUARY, " ")
    act = workflow.reopen(workspace, JANUARY, "补报有正当理由", "李四", MARCH_14)
    assert (act.edition, act.who, act.reason) == (1, "李四", "补报有正当理由")
    until = datetime(2026, 3, 20, 18)
    workflow.extend(workspace, Extension(filing.branch, "mon", "2026-01", until, "停电", "李四", MARCH_14))
    first = (workspace.output(JANUARY) / MANIFEST).read_bytes()
    done = workflow.freeze(workspace, JANUARY, "李四", MARCH_14)
    assert done.files
    assert counted_version(workspace, filing) == (9, False)
    manifest = json.loads((workspace.output(JANUARY) / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["seal"]["edition"] == 2
    assert manifest["seal"]["reason"] == "补报有正当理由"
    assert manifest["seal"]["previous"] == hashlib.sha256(first).hexdigest()
    assert not workflow.verify(workspace)[0].findings
    acts = [(event.what, event.who) for event in workflow.history(workspace) if event.what in ("封存", "解封", "延期")]
    assert acts == [("封存", "张三"), ("解封", "李四"), ("延期", "李四"), ("封存", "李四")]


def test_periods_are_sealed_in_order_and_once(workspace):
    with pytest.raises(SealingError):
        workflow.freeze(workspace, JANUARY, at=MARCH_14)
    with pytest.raises(SealingError):
        workflow.freeze(workspace, QUARTER, at=MARCH_14)
    workflow.reopen(workspace, JANUARY, "更正")
    with pytest.raises(SealingError):
        workflow.freeze(workspace, QUARTER, at=datetime(2026, 4, 21))


def test_a_slip_no_longer_needed_goes_but_a_strangers_file_stays(workspace):
    workflow.reopen(workspace, JANUARY, "更正")
    folder = workspace.output(JANUARY)
    (folder / "批注.txt").write_text("领导批示", encoding="utf-8")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    stale = folder / "退回" / "R-2_旧.xlsx"
    stale.parent.mkdir(exist_ok=True)
    stale.write_bytes(b"old slip")
    manifest["outputs"]["退回/R-2_旧.xlsx"] = hashlib.sha256(b"old slip").hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    assert not stale.exists()
    assert (folder / "批注.txt").exists()


def test_names_and_order_of_the_files_do_not_matter(january, tmp_path):
    """Robustness 7.4: the same files under other names, in another order, end with the same verdicts."""
    workspace = copy_of(january, tmp_path / "别处")
    shutil.rmtree(workspace.archive)
    files = sorted(path for path in workspace.inbox.rglob("*") if path.suffix == ".xlsx")
    for number, path in enumerate(reversed(files)):
        path.rename(workspace.inbox / f"{number:03d}.xlsx")
    workflow.receive(workspace, AFTER_JANUARY)
    verdicts = [
        {f.sha256: (f.claim, f.version, f.verdict, f.codes) for f in Archive(each.archive).filings()}
        for each in (january, workspace)
    ]
    assert verdicts[0] == verdicts[1]
