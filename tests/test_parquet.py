"""总台账 as Parquet: what R-3 holds, row for row, readable by others; the same rows give the same bytes."""

import shutil
import sys

import pandas as pd
import pytest
from click.testing import CliRunner
from january import FEBRUARY, FROZEN, JANUARY, january_in

from zoneproc.cli import main
from zoneproc.forms import FORMS
from zoneproc.workspace import Workspace, files_in


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory):
    """The workspace after January."""
    from zoneproc.workflow import consolidate_month

    workspace = january_in(tmp_path_factory.mktemp("january"))
    consolidate_month(workspace, JANUARY, FROZEN)
    return workspace


@pytest.fixture
def workspace(consolidated, tmp_path):
    shutil.copytree(consolidated.root, tmp_path / "公司")
    return Workspace.open(tmp_path / "公司")


def exported(workspace, period=JANUARY):
    from zoneproc.workflow import export_ledgers

    export_ledgers(workspace, period, FROZEN)
    folder = workspace.output("总台账")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}


def ledger_of(workspace, period=JANUARY):
    from zoneproc.desk import at_desk, run_of

    with at_desk(workspace, FROZEN, lambda text: None) as desk:
        return run_of(desk, period).ledger


def plain(value):
    """The value as both sides write it: days and moments as text, nothing as an empty one."""
    if pd.isna(value):
        return ""
    return str(pd.Timestamp(value)) if hasattr(value, "year") else value


@pytest.mark.extras
def test_every_merged_row_is_there_under_its_branch_and_period(workspace):
    import pyarrow.dataset

    exported(workspace)
    ledger = ledger_of(workspace)
    for form, period in (("MON", "2026-01"), ("BASE", "2026")):
        for table in FORMS[form].tables:
            if table.vertical or table.reference:
                continue
            here = ledger[table.name][ledger[table.name]["_period"] == period]
            folder = workspace.output("总台账") / table.name / f"period={period}"
            assert folder.exists() == (len(here) > 0)
            if not len(here):
                continue
            told = pyarrow.dataset.dataset(folder).to_table().to_pandas().sort_values(["_branch", "_file", "_row"])
            mine = here.assign(_file=[ledger.sources[name].file for name in here["_source"]])
            mine = mine.sort_values(["_branch", "_file", "_row"])
            for column in told:
                assert list(map(plain, told[column])) == list(map(plain, mine[column])), (table.name, column)
            for part in folder.iterdir():
                branch = part.name.removeprefix("branch=")
                assert set(pyarrow.dataset.dataset(part).to_table()["_branch"].to_pylist()) == {branch}


@pytest.mark.extras
def test_the_same_rows_give_the_same_bytes_and_periods_stand_side_by_side(workspace):
    first = exported(workspace)
    assert sum("period=2026-01" in name for name in first) >= 3
    assert exported(workspace, FEBRUARY) == first  # nothing of February is there, and January stays
    assert exported(workspace) == first


@pytest.mark.extras
def test_a_branch_whose_return_counts_no_more_leaves_no_rows_behind(workspace):
    stale = workspace.output("总台账") / "talks" / "period=2026-01" / "branch=999999" / "part.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    exported(workspace)
    assert not stale.exists()


@pytest.mark.extras
def test_the_command_writes_it_beside_the_results(workspace):
    done = CliRunner().invoke(
        main, ["month", "2026-01", "--parquet", "--at", f"{FROZEN:%Y-%m-%d %H:%M}", "-w", str(workspace.root)]
    )
    assert done.exit_code in (0, 1)
    assert (workspace.output("总台账") / "talks").is_dir()
    assert not list(workspace.output("2026-01").rglob("*.parquet"))


def test_without_the_extra_nothing_is_written_and_the_run_ends_with_2(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    Workspace.create(tmp_path, "云江公交", 2026)
    done = CliRunner().invoke(main, ["month", "2026-01", "--parquet", "-w", str(tmp_path)])
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1
    assert not files_in(tmp_path / "output")
