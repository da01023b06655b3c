"""The whole year of the fictional company: its files written, then the real procedure, month by month, on nothing but files."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from zoneproc import workflow
from zoneproc.demo.branches import Company
from zoneproc.demo.deadlines import days_of, rounds
from zoneproc.demo.mailing import Window, write_company, write_returns
from zoneproc.demo.masters import COMPANY_NAME
from zoneproc.period import Cadence, Period
from zoneproc.workspace import Workspace

Echo = Callable[[str], None]


@dataclass(slots=True)
class Stopwatch:
    """Where the time went: seconds by step, in order of first use."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time of the block to a step."""
        begun = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - begun


def run_demo(root: Path, branches: int = 8, seed: int = 2026, echo: Echo = print) -> Mapping[str, float]:
    """A workspace in `root` with the year of a fictional company, and the procedure run on it; seconds by step.

    Raises ZoneprocError if `root` already holds a workspace.
    """
    company = Company(seed, branches)
    watch = Stopwatch()
    with watch.step("建立工作区和公司台账"):
        workspace = Workspace.create(root, COMPANY_NAME, company.year)
        write_company(workspace, company)
    echo(f"虚构公司:{branches} 个支部,随机种子 {seed},工作区 {root}")
    with ProcessPoolExecutor(os.cpu_count()) as branches_at_work:
        year = _Year(workspace, company, watch, branches_at_work)
        for period in rounds(company.year):
            _close(year, period)
            echo(f"{period} 完成")
    for name, seconds in watch.seconds.items():
        echo(f"{name}:{seconds:.1f} 秒")
    return dict(watch.seconds)


@dataclass(frozen=True, slots=True)
class _Year:
    """What every round needs: where, who, the time taken, and the branches filling their workbooks side by side."""

    workspace: Workspace
    company: Company
    watch: Stopwatch
    branches_at_work: Executor

    def send(self, period: Period, window: Window) -> None:
        """The returns of a period sent within a window of time."""
        with self.watch.step("支部报送"):
            write_returns(self.workspace, self.company, period, window, self.branches_at_work)


def _close(year: _Year, period: Period) -> None:
    """One round: what came in time is received, the stragglers follow, and after the freeze the period is worked out."""
    after_due, after_freeze = days_of(period)
    year.send(period, Window(until=after_due))
    if period.cadence is Cadence.MONTH:
        with year.watch.step("收表"):
            workflow.receive(year.workspace, at=after_due)
    year.send(period, Window(after_due, after_freeze))
    if period.cadence is Cadence.MONTH and period.first > 1:
        earlier = Period(period.year, period.first - 1, period.first - 1)
        year.send(earlier, Window(days_of(earlier)[1], after_freeze))
    label, work_out = {
        Cadence.MONTH: ("月度汇总", workflow.consolidate_month),
        Cadence.QUARTER: ("季度考核", workflow.score_quarter),
    }.get(period.cadence, ("年度考核", workflow.score_year))
    with year.watch.step(label):
        work_out(year.workspace, period, at=after_freeze)
