"""How the commands talk with their operator: what an argument may be, how mistakes and findings are told, who works.

Heavy libraries are imported inside the functions, so that `--help` answers at once.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zoneproc.period import Period
from zoneproc.workspace import ZoneprocError, files_in

if TYPE_CHECKING:
    from zoneproc.findings import Finding

__all__ = [
    "CLUSTER",
    "WORKERS",
    "Office",
    "PeriodType",
    "at_option",
    "crew",
    "finish",
    "listener",
    "period_argument",
    "workspace_option",
]

WORKERS = "zoneproc.workers"
"""Where a run keeps the number of processes asked for."""
CLUSTER = "zoneproc.cluster"
"""Where a run keeps the address of the cluster asked for."""
_SHOWN = 20
_MUCH = 400
"""So many files, and starting processes takes less time than they save."""


class PeriodType(click.ParamType[Period]):
    """2026-03, 2026Q1 or 2026."""

    name = "报告期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period written; a usage error in one sentence if it is none."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Office(click.Group):
    """Turns an operator's mistake into one sentence and exit code 2; bugs keep their traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except ZoneprocError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


period_argument = click.argument("period", type=PeriodType(), metavar="报告期")
at_option = click.option(
    "--at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M"]), help="按这一时刻判断迟报、缺报(默认现在)。"
)


def _seen_from_everywhere(ctx: click.Context, _: click.Parameter, root: Path) -> Path:
    return root.absolute() if ctx.meta.get(CLUSTER) else root


workspace_option = click.option(
    *("-w", "--workspace", "root"),
    type=click.Path(path_type=Path),
    default=".",
    callback=_seen_from_everywhere,
    help="工作区文件夹(默认当前文件夹)。",
)


def listener(*, silent: bool) -> Callable[[str], None]:
    """Who is told of progress: the terminal, or nobody."""
    return _nobody if silent or not sys.stderr.isatty() else _terminal


def _terminal(text: str) -> None:
    click.echo(text, err=True)


def _nobody(text: str) -> None:
    """Progress is shown on terminals only."""


def crew(root: Path | None = None) -> AbstractContextManager[None]:
    """Those who share the work within the block: the cluster asked for on the command line, or as many processes.

    Else one for each core, but none for a workspace with few files.
    """
    from zoneproc.crew import seldom_collecting, side_by_side

    seldom_collecting()
    if address := click.get_current_context().meta[CLUSTER]:
        from zoneproc.cluster import on_cluster

        if root is None:
            message = "本命令不用集群,请去掉 --cluster。"
            raise ZoneprocError(message)
        return on_cluster(address, root)
    few = root is not None and sum(len(files_in(root / name)) for name in ("archive", "inbox")) < _MUCH
    return side_by_side(click.get_current_context().meta[WORKERS] or (1 if few else None))


def finish(findings: Iterable["Finding"], shown: int = _SHOWN) -> None:
    """Prints the findings, worst first, and exits with 1 if any must be mended."""
    from zoneproc.findings import Severity, in_order

    ordered = in_order(findings)
    for finding in ordered[:shown]:
        click.echo(f"{finding.code.number} {finding.severity.value} {finding.place}:{finding.message}{finding.hint}")
    if len(ordered) > shown:
        click.echo(f"……另有 {len(ordered) - shown} 条,见“退回”文件夹和各结果表的“问题清单”。")
    if any(finding.severity is not Severity.NOTE for finding in ordered):
        sys.exit(1)
