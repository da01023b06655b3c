"""kill -9 and a full disk: nothing lost, nothing counted twice, old files intact, the next run completes (robustness 7.5, 7.6).

Five moments by default, fifty with `pytest -m slow`.
"""

import hashlib
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
import warnings
import zipfile
from multiprocessing import get_context

import pytest
from small_office import AFTER_JANUARY, JANUARY, copy_of, first_month

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.workspace import Workspace

ENVIRONMENT = {"PYTHONPATH": ":".join(sys.path), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
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
    work = {
        "receive": lambda: workflow.receive(workspace, AFTER_JANUARY),
        "month": lambda: workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY),
    }[step]
    process = get_context("fork").Process(target=work)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest's own threads do not matter to the child
        process.start()
    begun = time.perf_counter()
    process.join(seconds)
    process.kill()
    process.join()
    assert seconds is not None or process.exitcode == 0
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
    crash_and_recover(workspace, undisturbed, ["receive", "receive", "month", "month", "month"], seed=5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_fifty_moments_and_then_completed(inbox_full, undisturbed, tmp_path, seed):
    workspace = copy_of(inbox_full, tmp_path / "公司")
    crash_and_recover(workspace, undisturbed, ["receive", "month", "receive", "month", "month"], seed)


@pytest.mark.parametrize(("words", "named"), [(("receive",), "register.db"), (("status", "2026-01"), "R-1_")])
def test_a_full_disk_is_one_sentence_and_old_files_stay(inbox_full, undisturbed, tmp_path, words, named):
    """A limit on the size of files stands in for the full disk: no room for the register, then none for a workbook."""
    workspace = copy_of(inbox_full if "receive" in words else undisturbed[0], tmp_path / "公司")
    if "status" in words:
        workflow.write_status(workspace, workflow.status(workspace, JANUARY, AFTER_JANUARY))
    before = outputs(workspace)
    done = subprocess.run(
        [sys.executable, "-m", "zoneproc", *words, "-w", str(workspace.root)],
        capture_output=True,
        env=ENVIRONMENT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)),
        check=False,
    )
    told = done.stderr.decode()
    assert done.returncode == 2, told
    assert named in told
    assert len(told.splitlines()) == 1
    assert outputs(workspace) == before


def test_a_crash_between_results_and_seal_leaves_the_period_open(undisturbed, tmp_path, monkeypatch):
    """The register is entered last: a manifest without its entry is no seal."""
    workspace = copy_of(undisturbed[0], tmp_path / "公司")

    class Killed(BaseException):
        pass

    def die(*arguments):
        raise Killed

    monkeypatch.setattr("zoneproc.register.Register.seal", die)
    with pytest.raises(Killed):
        workflow.freeze(workspace, JANUARY, "张三", AFTER_JANUARY)
    assert json.loads((workspace.output(JANUARY) / "manifest.json").read_text(encoding="utf-8"))["seal"]
    assert not workflow.verify(workspace)
