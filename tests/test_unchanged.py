"""Results that still stand are not worked out again; whatever could change them is seen."""

import os
import shutil
from datetime import timedelta

import pytest
from small_office import AFTER_JANUARY, JANUARY, copy_of, first_month

from zoneproc import closing, reports, workflow
from zoneproc.archive import Archive
from zoneproc.register import Extension
from zoneproc.workspace import files_in

LATER = AFTER_JANUARY + timedelta(hours=2)


@pytest.fixture(scope="module")
def january(tmp_path_factory):
    """A workspace whose January is worked out; nobody changes it."""
    workspace = first_month(tmp_path_factory.mktemp("january") / "公司")
    done = workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    return workspace, done


@pytest.fixture
def workspace(january, tmp_path):
    return copy_of(january[0], tmp_path / "公司")


@pytest.fixture
def worked(monkeypatch):
    """The periods whose results were written."""
    periods, put_out = [], closing._put_out
    monkeypatch.setattr(
        closing,
        "_put_out",
        lambda desk, result, **more: periods.append(result.run.period) or put_out(desk, result, **more),
    )
    return periods


@pytest.fixture
def written(monkeypatch):
    """The names of the workbooks that were written rather than copied."""
    names, write = [], reports.write_workbook
    monkeypatch.setattr(
        reports, "write_workbook", lambda folder, book: names.append(book.file_name) or write(folder, book)
    )
    return names


def bytes_of(workspace):
    return {path.name: path.read_bytes() for path in files_in(workspace.output(JANUARY))}


def test_nothing_new_nothing_done_and_the_same_told(january, workspace, worked):
    before = bytes_of(workspace)
    done = workflow.consolidate_month(workspace, JANUARY, LATER)
    assert not worked
    assert bytes_of(workspace) == before
    assert done.findings == january[1].findings
    assert [path.name for path in done.files] == [path.name for path in january[1].files]
    assert done.note
    assert "没有变化" in workflow.history(workspace)[-1].detail


def test_a_run_in_full_gives_the_very_same(workspace, worked):
    """Without the cache, the same moment gives the same bytes and findings."""
    before, done = bytes_of(workspace), workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    assert not worked
    shutil.rmtree(workspace.root / "cache")
    again = workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)
    assert worked == [JANUARY]
    assert bytes_of(workspace) == before
    assert again.findings == done.findings


def touched_output(workspace):
    path = next(workspace.output(JANUARY).glob("R-1_*"))
    path.write_bytes(path.read_bytes() + b" ")


def lost_output(workspace):
    next(workspace.output(JANUARY).glob("R-4_*")).unlink()


def changed_manifest(workspace):
    with (workspace.output(JANUARY) / "manifest.json").open("a") as manifest:
        manifest.write(" ")


def new_file(workspace):
    path = workspace.inbox / "说不清的文件.xlsx"
    path.write_bytes(b"no workbook")
    os.utime(path, (AFTER_JANUARY.timestamp(), AFTER_JANUARY.timestamp()))


def other_master(workspace):
    path = workspace.masters / "公司台账.xlsx"
    path.write_bytes(path.read_bytes() + b"\0")


def other_rules(workspace):
    workspace.rules_file.write_bytes(workspace.rules_file.read_bytes() + b"\0")


def extended(workspace):
    until = AFTER_JANUARY + timedelta(days=9)
    branch = max(filing.branch for filing in Archive(workspace.archive).filings())
    workflow.extend(workspace, Extension(branch, "MON", "2026-01", until, "停电", "张三", AFTER_JANUARY))


def damaged_cache(workspace):
    for path in (workspace.root / "cache").glob("*/results/*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:-9], encoding="utf-8")


CHANGES = (
    touched_output, lost_output, changed_manifest, new_file, other_master, other_rules, extended, damaged_cache,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_could_change_results_is_seen(workspace, worked, change):
    change(workspace)
    workflow.consolidate_month(workspace, JANUARY, LATER)
    assert worked == [JANUARY]
    workflow.consolidate_month(workspace, JANUARY, LATER)
    assert worked == [JANUARY]


def test_another_day_is_another_result(workspace, worked):
    """The day of judging is printed, and deadlines pass at midnight."""
    workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY + timedelta(days=1))
    assert worked == [JANUARY]
    workflow.consolidate_month(workspace, JANUARY, AFTER_JANUARY)  # an earlier moment may know less
    assert worked == [JANUARY, JANUARY]


def test_a_deadline_that_passes_is_seen(january, tmp_path, worked):
    """U08: before the freeze of the month what is missing is awaited, after it it is not."""
    workspace = copy_of(january[0], tmp_path / "公司")
    frozen = AFTER_JANUARY.replace(day=12, hour=18)
    for minutes, times in ((-120, 1), (-60, 1), (-1, 1), (1, 2), (30, 2)):
        workflow.consolidate_month(workspace, JANUARY, frozen + timedelta(minutes=minutes))
        assert len(worked) == times


def test_what_shows_the_same_is_not_written_again(workspace, written):
    """A new file of nobody's changes some workbooks; all are what a run without the cache writes."""
    new_file(workspace)
    done = workflow.consolidate_month(workspace, JANUARY, LATER)
    some = list(written)
    assert 0 < len(some) < len(done.files)
    assert not [name for name in some if name.startswith("支部反馈")]
    before = bytes_of(workspace)
    shutil.rmtree(workspace.root / "cache")
    workflow.consolidate_month(workspace, JANUARY, LATER)
    assert len(written) == len(some) + len(done.files)
    assert bytes_of(workspace) == before


def test_what_somebody_wrote_into_is_written_again(workspace, written):
    file = next(workspace.output(JANUARY).rglob("R-17_*"))
    before = file.read_bytes()
    file.write_bytes(before + b" ")
    workflow.consolidate_month(workspace, JANUARY, LATER)
    assert [name for name in written if name.endswith(file.name)]
    assert file.read_bytes() == before
