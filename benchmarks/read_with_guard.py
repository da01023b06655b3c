"""What guard, hash and supervision cost: reading filled monthly returns so, against bare python-calamine on the same files.

    python benchmarks/read_with_guard.py [--files 1000] [--workers 2] [--rounds 3] [--keep FOLDER]

Four ways, in turn, in new processes each time, the best of the rounds counting:

* bare: a pool of processes reads every sheet of every file with python-calamine and counts the rows;
* guarded: the same through the inbox, the guard and the supervisor, every file hashed; of a template of ours the sheets
  nobody fills (填表说明, 自检 and what is hidden behind it) are left closed, which pays for much of the guard;
* foreign: as guarded, with the stamp ignored, so that every sheet is looked through and read, as in a stranger's workbook;
* whole: `read_all`, which also finds the tables and hands them over.

Exits with 1 if *guarded* takes more than 1.5 times as long as *bare*.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from python_calamine import CalamineWorkbook

from zoneproc.excel import ooxml
from zoneproc.excel.package import LIMITS
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.excel.workers import Allowance, supervised
from zoneproc.forms import FORMS
from zoneproc.inbox import Delivery, deliveries
from zoneproc.intake.supervision import read_all
from zoneproc.period import Period
from zoneproc.workspace import Workspace

ALLOWED = 1.5
MONTH = Period(2026, 3, 3)


def rows_bare(path: str) -> int:
    """The rows of a workbook, read by calamine alone."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    return sum(len(book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names)


def rows_guarded(data: bytes) -> int:
    """The rows of a workbook, looked through before it is read."""
    book = read_book_bytes(data)
    return sum(len(sheet.rows) for sheet in book.sheets) if isinstance(book, RawBook) else 0


def rows_of_a_stranger(data: bytes) -> int:
    """As `rows_guarded`, for a workbook without our stamp."""
    ooxml.NEVER_FILLED = frozenset()  # type: ignore[misc]
    return rows_guarded(data)


def bare(folder: Path, workers: int) -> int:
    """All rows of all files."""
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(rows_bare, sorted(map(str, folder.iterdir())), chunksize=8))


def _hashed(folder: Path) -> list[Delivery]:
    return [delivery for delivery in deliveries(folder) if delivery.sha256]


def guarded(folder: Path, workers: int) -> int:
    """All rows that matter of all files, every file hashed and looked through, no file able to do harm."""
    return _supervised_rows(rows_guarded, folder, workers)


def foreign(folder: Path, workers: int) -> int:
    """All rows of all files, as `guarded`."""
    return _supervised_rows(rows_of_a_stranger, folder, workers)


def _supervised_rows(work: Callable[[bytes], int], folder: Path, workers: int) -> int:
    data = (delivery.data for delivery in _hashed(folder))
    counts = supervised(work, data, workers, Allowance(LIMITS.seconds, LIMITS.memory))
    return sum(count for count in counts if isinstance(count, int))


def whole(folder: Path, workers: int) -> int:
    """All rows of all tables of all files."""
    read = read_all(_hashed(folder), {"MON": FORMS["MON"]}, workers)
    return sum(len(table.rows) for _, submission in read for table in submission.tables.values())


def written(folder: Path, count: int) -> int:
    """How many monthly returns of the demo company are in the folder; they are written if there are none."""
    if not folder.exists():
        from zoneproc.demo.branches import Company  # noqa: PLC0415  # not in the workers, which import this module
        from zoneproc.demo.mailing import write_returns  # noqa: PLC0415

        with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor() as pool:
            workspace = Workspace.create(Path(scratch) / "w", "演示", MONTH.year)
            paths = write_returns(workspace.inbox, Company(MONTH.year, count), MONTH, executor=pool)
            returns = [path for path in paths if "_MON_" in path.name and path.suffix == ".xlsx"]
            folder.mkdir(parents=True)
            for number, path in enumerate(returns[:count]):
                (folder / f"{number:04d}.xlsx").write_bytes(path.read_bytes())
    return len(list(folder.iterdir()))


def _processor() -> float:
    """Seconds of processor time of this process and all it has ended."""
    return sum(os.times()[:4])


def measured(folder: Path, workers: int, rounds: int) -> dict[str, tuple[float, float]]:
    """The best seconds of each way, by the clock and of the processors."""
    ways: Sequence[Callable[[Path, int], int]] = (bare, guarded, foreign, whole)
    best = {way.__name__: (float("inf"), float("inf")) for way in ways}
    for _ in range(rounds):
        for way in ways:
            clock, processor = perf_counter(), _processor()
            way(folder, workers)
            least = best[way.__name__]
            best[way.__name__] = min(least[0], perf_counter() - clock), min(least[1], _processor() - processor)
    return best


def main() -> None:
    """Writes, reads and compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="a folder for the files; used again if it exists")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "files"
        count = written(folder, given.files)
        seconds = measured(folder, given.workers, given.rounds)
    print(f"{count} monthly returns, {given.workers} workers, best of {given.rounds}")
    for name, (clock, processor) in seconds.items():
        ratios = clock / seconds["bare"][0], processor / seconds["bare"][1]
        print(
            f"{name:8} {clock:6.2f} s, {ratios[0]:.2f} x bare;  processors {processor:6.2f} s, {ratios[1]:.2f} x bare"
        )
    sys.exit(seconds["guarded"][0] > ALLOWED * seconds["bare"][0])


if __name__ == "__main__":
    from read_with_guard import main as importable_main  # the workers must find these functions by name

    importable_main()
