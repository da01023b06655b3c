"""A run handed to a cluster: the same bytes as at home, whatever becomes of the workers; and what is said if it cannot be."""

import os
import shutil
import signal
import sys

import pytest
from click.testing import CliRunner
from hands import added, killed_elsewhere
from january import FROZEN, JANUARY, january_in

from zoneproc.cli import main
from zoneproc.crew import each, in_turn, on_other_machines
from zoneproc.workspace import Workspace

pytestmark = pytest.mark.xdist_group("cluster")  # one cluster for all tests of this file


@pytest.fixture(scope="module")
def cluster():
    """Two workers in processes of their own, and whoever looks after them."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as found:
        yield found


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A workspace whose inbox holds January's registers and returns of three branches."""
    return january_in(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def at_home(filled, tmp_path_factory):
    """What January comes to without a crew."""
    return month_in(filled, tmp_path_factory.mktemp("home"))


def month_in(filled, folder, told=lambda text: None):
    """Every file a run of January leaves behind in a copy of the workspace, by its path there."""
    from zoneproc.workflow import consolidate_month

    root = folder / "公司"
    shutil.copytree(filled.root, root)
    consolidate_month(Workspace.open(root), JANUARY, FROZEN, echo=told)
    kept = [path for name in ("output", "archive") for path in (root / name).rglob("*.xlsx")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def pids(cluster):
    from distributed import Client

    with Client(cluster, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


@pytest.mark.extras
def test_a_month_on_a_cluster_is_the_same_to_the_byte(cluster, filled, at_home, tmp_path):
    from zoneproc.cluster import on_cluster

    shutil.copytree(filled.root, tmp_path / "shared")
    with on_cluster(cluster.scheduler_address, tmp_path / "shared"):
        assert on_other_machines()
        assert month_in(filled, tmp_path) == at_home
    assert len(at_home) > 10
    assert not on_other_machines()
    assert not list((tmp_path / "shared").glob(".zoneproc-*"))


@pytest.mark.extras
@pytest.mark.skipif(os.name == "nt", reason="signals of another system")
@pytest.mark.parametrize("step", ["合并各支部报表……", "核对数据……", "写出结果……"])
def test_a_worker_killed_in_mid_run_costs_no_result(cluster, filled, at_home, tmp_path, step):
    from zoneproc.cluster import on_cluster

    killed = []

    def told(text):
        if text == step:
            killed.append(pids(cluster)[0])
            os.kill(killed[0], signal.SIGKILL)

    with on_cluster(cluster.scheduler_address, filled.root):
        assert month_in(filled, tmp_path, told) == at_home
    assert killed


@pytest.mark.extras
@pytest.mark.skipif(os.name == "nt", reason="signals of another system")
def test_work_that_kills_every_worker_is_done_at_home(cluster, filled):
    from zoneproc.cluster import on_cluster

    with on_cluster(cluster.scheduler_address, filled.root):
        assert each(killed_elsewhere, os.getpid(), [1, 2]) == [10, 20]
        assert each(added, 1, [1, 2]) == [2, 3]
        assert list(in_turn(added, 1, iter(range(20)))) == list(range(1, 21))


@pytest.mark.extras
def test_a_worker_that_does_not_see_the_workspace_is_told(cluster, filled, monkeypatch):
    from zoneproc import cluster as ours

    def blind(_token):  # within, as workers cannot import this file: they get it by value
        from zoneproc.cluster import _edition

        return _edition(), False

    monkeypatch.setattr(ours, "_seen", blind)
    with pytest.raises(ours.ClusterError), ours.on_cluster(cluster.scheduler_address, filled.root):
        pass


@pytest.mark.extras
def test_an_address_that_does_not_answer_ends_with_2(filled, monkeypatch):
    monkeypatch.setattr("zoneproc.cluster._PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere"):
        done = CliRunner().invoke(main, ["--cluster", address, "month", "2026-01", "-w", str(filled.root)])
        assert done.exit_code == 2
        assert len(done.output.splitlines()) == 1


def test_without_the_extra_the_run_ends_with_2(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    Workspace.create(tmp_path, "云江公交", 2026)
    done = CliRunner().invoke(main, ["--cluster", "tcp://127.0.0.1:1", "receive", "-w", str(tmp_path)])
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1


def test_no_workspace_no_cluster(tmp_path):
    for words in (["receive", "-w", str(tmp_path)], ["demo", str(tmp_path / "demo")]):
        assert CliRunner().invoke(main, ["--cluster", "tcp://127.0.0.1:1", *words]).exit_code == 2
    assert not (tmp_path / "demo").exists()
