"""One way of doing something, in a process of its own: `python ways.py NAME FOLDER BRANCHES WORKERS [WORKSPACE]`.

A way gets the inputs of one month, the number of processes it may use, and, where it works in one, a workspace.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import floor
import naive
from guarded import guarded
from inputs import MOMENT, MONTH, Inputs
from timing import told

from zoneproc import issuing, workflow
from zoneproc.crew import side_by_side
from zoneproc.desk import at_desk, run_begun
from zoneproc.excel.template import write_template
from zoneproc.judging import judge
from zoneproc.period import Period
from zoneproc.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Task:
    """What a way is given."""

    inputs: Inputs
    workers: int
    root: Path

    @property
    def files(self) -> Sequence[Path]:
        """The folders of all workbooks the branches sent."""
        return self.inputs.registers, self.inputs.returns

    @property
    def masters(self) -> Path:
        """The folder of the office's own."""
        return self.inputs.workspace / "company"


def bare_returns(task: Task) -> None:
    """The monthly returns, by python-calamine alone."""
    floor.calamine([task.inputs.returns], task.workers)


def guarded_returns(task: Task) -> None:
    """The monthly returns, hashed, looked through by the guard, read by processes that may be killed."""
    assert guarded(task.inputs.returns, task.workers)


def bare(task: Task) -> None:
    """All workbooks the month needs, the office's own among them, by python-calamine alone."""
    floor.calamine([*task.files, task.masters], task.workers)


def unzipped(task: Task) -> None:
    """The same workbooks, unzipped and run through an XML parser."""
    floor.unzipped([*task.files, task.masters], task.workers)


def naive_month(task: Task) -> None:
    """What an office's IT would write."""
    with tempfile.TemporaryDirectory() as scratch:
        naive.month(task.files, Path(scratch))


def ledger(task: Task) -> None:
    """Receive, merge, check: no workbook is written."""
    workspace = Workspace.open(task.root)
    with side_by_side(task.workers), at_desk(workspace, MOMENT, workflow.quiet) as desk:
        with judge(workspace, desk.archive, lambda: desk.office, MOMENT, workflow.quiet):
            pass
        run_begun(desk, MONTH).done()


def month(task: Task) -> None:
    """`zoneproc month`, the command as the office runs it: everything."""
    _command(task, "month", str(MONTH), "-w", str(task.root), "--at", f"{MOMENT:%Y-%m-%d %H:%M}")


def templates(task: Task) -> None:
    """The templates of the month after, by one process."""
    assert workflow.prepare_templates(Workspace.open(task.root), Period(MONTH.year, 2, 2))


def plain_templates(task: Task) -> None:
    """The same, each workbook written from nothing by xlsxwriter."""
    vars(issuing)["write_copy"] = write_template
    templates(task)


def demo(task: Task) -> None:
    """`zoneproc demo`: the default company's whole year."""
    with tempfile.TemporaryDirectory() as scratch:
        _command(task, "demo", str(Path(scratch) / "demo"))


def _command(task: Task, *words: str) -> None:
    command = [sys.executable, "-m", "zoneproc", "-q", "--workers", str(task.workers), *words]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603  # our own program
    if done.returncode > 1:  # 1 tells of findings, which a month always has
        raise subprocess.CalledProcessError(done.returncode, command)


WAYS: dict[str, Callable[[Task], None]] = {
    way.__name__: way
    for way in (
        bare_returns,
        guarded_returns,
        bare,
        unzipped,
        naive_month,
        ledger,
        month,
        templates,
        plain_templates,
        demo,
    )
}


def main() -> None:
    """The way named, timed."""
    name, folder, branches, workers, *root = sys.argv[1:]
    task = Task(Inputs(Path(folder), int(branches)), int(workers), Path(root[0]) if root else Path())
    told(partial(WAYS[name], task))


if __name__ == "__main__":
    main()
