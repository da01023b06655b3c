"""Makes the committed sample of results in `output/` from a fresh demo year of four branches. A test compares them.

Run `python docs/make_sample.py` after a result workbook changed.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from zoneproc.demo.run import run_demo
from zoneproc.period import Period
from zoneproc.workflow import print_boards
from zoneproc.workspace import Workspace

SAMPLE = Path(__file__).parent.parent / "output"
BRANCHES = 4
BOARDS, AFTERWARDS = Period.parse("2026Q4"), datetime(2027, 2, 1, 9)  # noqa: DTZ001  # the office's own clock
SHOWN = (
    "2026-12/R-1_*.xlsx",
    "2026-12/R-4_*.xlsx",
    "2026-12/R-5_*.xlsx",
    "2026-12/R-6_*.xlsx",
    "2026Q4/R-7_*.xlsx",
    "2026/R-8_*.xlsx",
    "2026/R-9_*.xlsx",
    "2026/R-10_*.xlsx",
)
"""What is shown of the results, by place in the workspace's folder `output`."""


def sample(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """The files of the sample: place under `output/`, and the file in the workspace. Prints the boards there first."""
    results = workspace.root / "output"
    for pattern in SHOWN:
        path = min(results.glob(pattern))
        yield path.relative_to(results).as_posix(), path
    for path in print_boards(workspace, BOARDS, AFTERWARDS).files[:2]:
        yield path.relative_to(results).as_posix(), path


def main(target: Path) -> None:
    """Replace the sample in `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "公司")
        run_demo(root, branches=BRANCHES)
        for period in {place.split("/")[0] for place in SHOWN} | {"公开图板"}:
            shutil.rmtree(target / period, ignore_errors=True)
        for place, path in sample(Workspace.open(root)):
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / place)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
