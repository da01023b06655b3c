"""kill -9 and a full disk: nothing lost, nothing counted twice, old files intact, the next run completes (robustness 7.5, 7.6).

Five moments by default, fifty with `pytest -m slow`.
"""

import hashlib
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile

import pytest
from small_office import AFTER_JANUARY, JANUARY, copy_of, first_month

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.workspace import Workspace

RUN = """
import sys
from datetime import datetime
from pathlib import Path
from zoneproc import workflow
from zoneproc.period import Period
from zoneproc.reports import REPORTS
from zoneproc.workspace import Workspace
len(list(REPORTS.values()))
step, root, at = sys.argv[1], Workspace.open(Path(sys.argv[2])), datetime.fromisoformat(sys.argv[3])
print("ready", flush=True)
if step == "receive":
    workflow.receive(root, at)
else:
    workflow.consolidate_month(root, Period.parse("2026-01"), at)
"""
ENVIRONMENT = {"PYTHONPATH": ":".join(sys.path), "PATH": os.environ["PATH"]}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def inbox_full(tmp_path_factory):
    """A workspace with a full inbox, never run."""
    return first_month(tmp_path_factory.mktemp("crash") / "公司")


@pytest.fixture(scope="module")
def undisturbed(inbox_full, tmp_path_factory):
    """What one run without a crash leaves behind, and how long its two steps take."""
    workspace = copy_of(inbox_full, tmp_path_factory.mktemp("whole") / "公司")
    seconds = {step: killed_after(workspace, step, None) for step in ("receive", "month")}
    return workspace, seconds


def killed_after(workspace: Workspace, step: str, seconds: float | None) -> float:
    """Runs a step in a process of its own and kills it after some seconds of work; None lets it finish."""
    command = [sys.executable, "-c", RUN, step, str(workspace.root), AFTER_JANUARY.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", process.stderr.read().decode()
        begun = time.perf_counter()
        if seconds is None:
            assert process.wait() == 0, process.stderr.read().decode()
        else:
            time.sleep(seconds)
            process.kill()
        return time.perf_counter() - begun


def state(workspace: Workspace):
    """What is on file and what was put out, apart from times of the log."""
    archive = Archive(workspace.archive)
    filings = {f.sha256: (f.claim, f.version, f.verdict, f.codes, f.received_at) for f in archive.filings()}
    kept = {f.sha256: hashlib.sha256(archive.data(f)).hexdigest() for f in archive.filings()}
    return filings, kept, outputs(workspace)


def outputs(workspace: Workspace):
    folder = workspace.root / "output"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".partial" not in path.as_posix()
    }


def assert_sound(workspace: Workspace) -> None:
    """Right after a crash: the register opens, every workbook in place is whole."""
    if (workspace.archive / "register.db").exists():
        with sqlite3.connect(workspace.archive / "register.db") as book:
            assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        book.close()
    for path in (workspace.root / "output").rglob("*.xlsx"):
        if ".partial" not in path.as_posix():
            with zipfile.ZipFile(path) as workbook:
                assert workbook.testzip() is None


def crash_and_recover(workspace: Workspace, undisturbed, moments, seed: int) -> None:
    whole, seconds = undisturbed
    luck = random.Random(seed)
    for step in moments:
        killed_after(workspace, step, luck.uniform(0, seconds[step]))
        assert_sound(workspace)
    workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    assert state(workspace) == state(whole)
    left = [path for path in workspace.root.rglob("*") if ".partial" in path.name or path.name.startswith("~")]
    assert not left


def test_killed_at_five_moments_and_then_completed(inbox_full, undisturbed, tmp_path):
    workspace = copy_of(inbox_full, tmp_path / "公司")
    crash_and_recover(workspace, undisturbed, ["receive", "receive", "receive", "month", "month"], seed=5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_fifty_moments_and_then_completed(inbox_full, undisturbed, tmp_path, seed):
    workspace = copy_of(inbox_full, tmp_path / "公司")
    crash_and_recover(workspace, undisturbed, ["receive", "month", "receive", "month", "month"], seed)


def command(workspace: Workspace, *words: str, largest: int) -> subprocess.CompletedProcess[bytes]:
    """A command on a disk that takes no file larger than this."""
    limits = (largest, largest)
    return subprocess.run(
        [sys.executable, "-m", "zoneproc", *words, "-w", str(workspace.root), "--at", "2026-02-14"],
        capture_output=True,
        env=ENVIRONMENT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),  # noqa: PLW1509  # one thread
        check=False,
    )


@pytest.mark.parametrize("largest", [2_000, 15_000], ids=["register", "workbook"])
def test_a_full_disk_is_one_sentence_and_old_files_stay(undisturbed, tmp_path, largest):
    """A size limit stands in for the full disk: first the register cannot grow, then a workbook cannot be written."""
    workspace = copy_of(undisturbed[0], tmp_path / "公司")
    if largest > 10_000:
        largest = (workspace.archive / "register.db").stat().st_size + 4_096
        book = max(workspace.output(JANUARY).glob("*.xlsx"), key=lambda path: path.stat().st_size)
        if book.stat().st_size <= largest:
            pytest.skip("the register is larger than every workbook")
    before = outputs(workspace)
    done = command(workspace, "month", "2026-01", largest=largest)
    assert done.returncode == 2, done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert str(workspace.root) in done.stderr.decode()
    assert outputs(workspace) == before
    assert workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY).files


def test_no_lock_is_left_by_a_killed_run(inbox_full, tmp_path):
    workspace = copy_of(inbox_full, tmp_path / "公司")
    killed_after(workspace, "receive", 0.4)
    with workspace.locked():
        pass


def test_a_crash_between_results_and_seal_leaves_the_period_open(undisturbed, tmp_path, monkeypatch):
    """The register is entered last: a manifest without its entry is no seal."""
    workspace = copy_of(undisturbed[0], tmp_path / "公司")

    class Killed(BaseException):
        pass

    def die(*arguments):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("zoneproc.register.Register.seal", die)
        with pytest.raises(Killed):
            workflow.freeze(workspace, JANUARY, "张三", AFTER_JANUARY)
    assert json.loads((workspace.output(JANUARY) / "manifest.json").read_text(encoding="utf-8"))["seal"]
    assert not workflow.verify(workspace)
    assert "已封存(第 1 次)" in workflow.freeze(workspace, JANUARY, "张三", AFTER_JANUARY).note
    assert not workflow.verify(workspace)[0].findings
    shutil.rmtree(workspace.root)
