"""The year as the office lives it: which step on which simulated morning."""

from datetime import datetime

import pytest

from zoneproc import workflow
from zoneproc.demo.run import run_demo
from zoneproc.workspace import Workspace, ZoneprocError


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Every step of the procedure of a year with one branch, with its period, its day and the files then in the inbox."""
    steps = []

    def noted(name):
        def step(workspace, *period, at):
            steps.append((name, *map(str, period), at, len(list(workspace.inbox.rglob("*.xlsx")))))

        return step

    root = tmp_path_factory.mktemp("demo") / "w"
    with pytest.MonkeyPatch.context() as patched:
        for name in ("receive", "consolidate_month", "score_quarter", "score_year"):
            patched.setattr(workflow, name, noted(name))
        seconds = run_demo(root, branches=1, seed=1, echo=lambda _: None)
    return root, steps, seconds


def test_the_procedure_month_by_month_to_the_year(year):
    _, steps, _ = year
    names = [step[0] for step in steps]
    assert [names.count(name) for name in ("receive", "consolidate_month", "score_quarter", "score_year")] == [
        12,
        12,
        4,
        1,
    ]
    assert steps[0][:2] == ("receive", datetime(2026, 2, 6, 9))
    assert steps[1][:3] == ("consolidate_month", "2026-01", datetime(2026, 2, 13, 9))
    assert steps[-1][:3] == ("score_year", "2026", datetime(2027, 2, 1, 9))


def test_files_come_with_the_months(year):
    _, steps, _ = year
    counts = [step[-1] for step in steps]
    assert counts == sorted(counts)
    assert counts[0] < 4 < 17 <= counts[-1]


def test_time_is_told_by_step(year):
    _, _, seconds = year
    assert set(seconds) == {"建立工作区和公司台账", "等支部报送", "收表", "月度汇总", "季度考核", "年度考核"}


def test_a_workspace_is_never_overwritten(year):
    root, _, _ = year
    assert Workspace.open(root).year == 2026
    with pytest.raises(ZoneprocError):
        run_demo(root, branches=1)
