"""The whole year of the fictional company: its files written, then the real procedure, month by month, on nothing but files."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from zoneproc import workflow
from zoneproc.crew import seldom_collecting
from zoneproc.demo.branches import Company
from zoneproc.demo.deadlines import days_of, rounds
from zoneproc.demo.mailing import Window, write_company, write_returns
from zoneproc.demo.masters import COMPANY_NAME
from zoneproc.excel.workers import on_call
from zoneproc.period import Cadence, Period
from zoneproc.workspace import Workspace, files_in

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
    with _branches_at_work(root, company) as sendings, on_call():
        year = _Year(workspace, watch, sendings)
        for period in rounds(company.year):
            _close(year, period)
            echo(f"{period} 完成")
    for name, seconds in watch.seconds.items():
        echo(f"{name}:{seconds:.1f} 秒")
    return dict(watch.seconds)


Sending = tuple[Period, Window]
"""The returns of a period sent within a window of time."""


@dataclass(frozen=True, slots=True)
class _Year:
    """What every round needs: where, the time taken, and what the branches have ready to send, each in its folder."""

    workspace: Workspace
    watch: Stopwatch
    sendings: Mapping[Sending, Future[Path]]

    def send(self, *sending: Sending) -> None:
        """These files come into the inbox."""
        with self.watch.step("等支部报送"):
            for each in sending:
                outbox = self.sendings[each].result()
                for path in files_in(outbox):
                    target = self.workspace.inbox / path.relative_to(outbox)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    path.replace(target)


@contextmanager
def _branches_at_work(root: Path, company: Company) -> Iterator[Mapping[Sending, Future[Path]]]:
    """The branches fill in their workbooks while the office works on earlier ones, in processes of their own."""
    outbox = root / ".outbox.partial"
    numbered = list(
        enumerate(sending for period in rounds(company.year) for sending in (*_in_time(period), *_belated(period)))
    )
    with ProcessPoolExecutor(max((os.cpu_count() or 1) // 2, 1), get_context("spawn"), seldom_collecting) as branches:
        try:
            yield {
                sending: branches.submit(_fill_in, outbox / str(number), company, sending)
                for number, sending in numbered
            }
        finally:
            branches.shutdown(cancel_futures=True)
            shutil.rmtree(outbox, ignore_errors=True)


def _fill_in(outbox: Path, company: Company, sending: Sending) -> Path:
    write_returns(outbox, company, *sending)
    return outbox


def _in_time(period: Period) -> Sequence[Sending]:
    return [(period, Window(until=days_of(period)[0]))]


def _belated(period: Period) -> Sequence[Sending]:
    """What still comes before the freeze, and of the month before what comes after its own."""
    after_due, after_freeze = days_of(period)
    stragglers = [(period, Window(after_due, after_freeze))]
    if period.cadence is Cadence.MONTH and period.first > 1:
        earlier = Period(period.year, period.first - 1, period.first - 1)
        stragglers.append((earlier, Window(days_of(earlier)[1], after_freeze)))
    return stragglers


def _close(year: _Year, period: Period) -> None:
    """One round: what came in time is received, the stragglers follow, and after the freeze the period is worked out."""
    after_due, after_freeze = days_of(period)
    year.send(*_in_time(period))
    if period.cadence is Cadence.MONTH:
        with year.watch.step("收表"):
            workflow.receive(year.workspace, at=after_due)
    year.send(*_belated(period))
    label, work_out = {
        Cadence.MONTH: ("月度汇总", workflow.consolidate_month),
        Cadence.QUARTER: ("季度考核", workflow.score_quarter),
    }.get(period.cadence, ("年度考核", workflow.score_year))
    with year.watch.step(label):
        work_out(year.workspace, period, at=after_freeze)
