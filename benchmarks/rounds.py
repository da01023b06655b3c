"""One round: every way asked for once, one after the other, so that a ratio compares what ran within minutes of each other."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inputs import Inputs, fresh_copy
from timing import Cost, cost_of

_WAYS, _SCORE = (Path(__file__).with_name(name) for name in ("ways.py", "score.py"))
_SCORES = {"scored": "ours", "scored_by_polars": "polars"}
_PLAIN = ("bare_returns", "guarded_returns", "bare", "unzipped", "naive_month", "demo")
"""Ways that need no workspace."""
_IN_ONE_WORKSPACE = ("month", "again", "changed", "templates", "plain_templates")
"""Steps one after the other in the same workspace: from nothing, nothing new, one corrected return, next month's templates."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured upon, with how many processes; `small` is a tenth of the company, where that is not too few."""

    inputs: Inputs
    small: Inputs | None
    workers: int

    @property
    def members(self) -> int:
        """The members of the quarter that is scored."""
        return 24 * self.inputs.branches


def one_round(bench: Bench, wanted: frozenset[str]) -> Mapping[str, Cost]:
    """What each of the wanted ways costs; a way that fails is left out, and told on the terminal."""
    costs: dict[str, Cost] = {}
    for name, cost in _gone(bench, wanted):
        try:
            costs[name] = cost()
        except subprocess.CalledProcessError as error:
            print(f"{name} failed: {error}", file=sys.stderr)
    return costs


def _gone(bench: Bench, wanted: frozenset[str]) -> Iterator[tuple[str, Callable[[], Cost]]]:
    """Every way wanted, with how to go it; the workspaces last as long as they are needed."""
    yield from ((name, partial(_cost, bench.inputs, name, bench.workers)) for name in _PLAIN if name in wanted)
    for name in wanted & _SCORES.keys():
        yield name, partial(cost_of, _SCORE, _SCORES[name], str(bench.members))
    if wanted & {*_IN_ONE_WORKSPACE}:
        with _workspace(bench.inputs) as root:
            for name in (name for name in _IN_ONE_WORKSPACE if name == "month" or name in wanted):
                if name == "changed":
                    shutil.copytree(bench.inputs.correction, root / "inbox" / "更正")
                way = "month" if name in ("again", "changed") else name
                yield name, partial(_cost, bench.inputs, way, bench.workers, root)
    for name, inputs, way, workers in (
        ("ledger", bench.inputs, "ledger", bench.workers),
        ("alone", bench.inputs, "month", 1),
        ("small", bench.small, "month", bench.workers),
    ):
        if name in wanted and inputs:
            with _workspace(inputs) as root:
                yield name, partial(_cost, inputs, way, workers, root)


def _cost(inputs: Inputs, way: str, workers: int, root: Path | None = None) -> Cost:
    words = [way, str(inputs.folder), str(inputs.branches), str(workers), *([str(root)] if root else [])]
    return cost_of(_WAYS, *words)


@contextmanager
def _workspace(inputs: Inputs) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "公司"
        fresh_copy(inputs, root)
        yield root
