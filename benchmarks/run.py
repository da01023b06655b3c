"""Measures what the issue asked for, and writes the table of README.md.

    pip install '.[bench]' && python benchmarks/run.py [--branches 1000] [--repeat 5] [--keep FOLDER] [--only read,month]

The inputs are made by the project's own demo and kept in FOLDER for later runs. Every figure is the median, over the
rounds, of a ratio of two costs of the same round. A way that takes longer than a minute and a half is gone less often.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from inputs import month_of
from rounds import Bench, one_round
from rows import ROWS, Round, Row, measured

from zoneproc.demo.plan import MOST_BRANCHES

_LONG = 90.0
_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
_LIBRARIES = ("pandas", "python-calamine", "openpyxl", "xlsxwriter")


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the inputs, goes the rounds, prints the table and writes it."""
    given = _parser().parse_args(arguments)
    rows = [row for row in ROWS if not given.only or row.name in given.only.split(",")]
    inputs = month_of(given.keep, given.branches)
    small = month_of(given.keep, given.branches // 10) if given.branches >= 30 else None
    rounds = _rounds(Bench(inputs, small, given.workers), rows, given.repeat)
    text = f"{_head(given)}\n\n{_table(rows, rounds)}\n\n{_costs(rounds)}\n"
    print(text)
    if given.table:
        before, _, rest = given.table.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        given.table.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--branches", type=int, default=1000, choices=range(3, MOST_BRANCHES + 1), metavar="NUMBER")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "zoneproc-benchmarks")
    parser.add_argument("--only", default="", help="rows by name: " + ", ".join(row.name for row in ROWS))
    parser.add_argument("--table", type=Path, help="the file whose table is renewed, such as benchmarks/README.md")
    return parser


def _rounds(bench: Bench, rows: Sequence[Row], repeat: int) -> list[Round]:
    wanted = frozenset[str]().union(*(row.ways for row in rows))
    if find_spec("polars") is None:
        wanted -= {"scored", "scored_by_polars"}
    rounds: list[Round] = []
    for _ in range(repeat):
        rounds.append(one_round(bench, wanted))
        wanted -= {name for name, cost in rounds[-1].items() if cost.clock > _LONG and name == "naive_month"}
    return rounds


def _head(given: argparse.Namespace) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today()}: {given.branches} branches, {given.workers} workers, {given.repeat} rounds.\n"  # noqa: DTZ011
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors ({_processor()}){load}; "
        f"Python {platform.python_version()}, {libraries}."
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())


def _table(rows: Sequence[Row], rounds: Sequence[Round]) -> str:
    lines = ["| What | Goal | Measured | By processor time | Rounds |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        value, processor, count = measured(row, rounds)
        lines.append(f"| {row.what} | {row.goal} | {value} | {processor} | {count} |")
    return "\n".join(lines)


def _costs(rounds: Sequence[Round]) -> str:
    """Medians of what each way costs by itself: of this machine, on this day."""
    lines = ["| Way | Seconds | Seconds of the processors | Peak memory, MiB |", "| --- | --- | --- | --- |"]
    for name in dict.fromkeys(name for costs in rounds for name in costs):
        found = [costs[name] for costs in rounds if name in costs]
        clock, processor = (median(getattr(cost, part) for cost in found) for part in ("clock", "processor"))
        memory = median(cost.memory for cost in found) / (1 << 20)
        lines.append(f"| {name} | {clock:.2f} | {processor:.2f} | {memory:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
