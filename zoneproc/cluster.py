"""A cluster as the crew of a run: the executor of dask.distributed, and a folder that all its machines see.

The workspace lies in a shared folder and is seen by every machine at the same path. A worker gets the name of a function,
a few values, and the path of what all of them share; it lays its workbooks beside each other in that same workspace. A
worker that is lost in mid-run costs time, not results: its work is given to another one, and if there is none, done here.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zoneproc import __version__
from zoneproc.crew import working
from zoneproc.workspace import Workspace, ZoneprocError

__all__ = ["ClusterError", "on_cluster"]

_PATIENCE = 10
"""Seconds within which the cluster must answer."""


class ClusterError(ZoneprocError):
    """The cluster cannot be used: not installed, not there, or not able to see the workspace."""


@contextmanager
def on_cluster(address: str, root: Path) -> Iterator[None]:
    """Within the block, `each` hands its work to the cluster at this address; `root` is the shared workspace.

    Raises ClusterError if the cluster does not answer, or one of its workers does not see the workspace or has another
    edition of Python or of this program.
    """
    Workspace.open(root)
    client = _client(address)
    try:
        with TemporaryDirectory(prefix=".zoneproc-", dir=root) as folder:
            number = _require_alike(client, Path(folder))
            with working(_Afar(client.get_executor(pure=False)), number, Path(folder)):
                yield
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  # takes half a second, and is an extra
    except ImportError as error:
        message = "使用 --cluster 须先安装集群组件:pip install 'zoneproc[cluster]'。"
        raise ClusterError(message) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is said here, in one sentence
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"集群 {address} 没有应答。请检查地址(如 tcp://10.0.0.5:8786)和调度程序(dask scheduler)是否在运行。"
        raise ClusterError(message) from error


def _require_alike(client: Any, folder: Path) -> int:
    """How many pieces of work the cluster does at once."""
    token = folder / "here"
    token.write_text(_edition(), encoding="utf-8")
    found: dict[str, tuple[str, bool]] = client.run(_seen, str(token))
    if not found:
        message = "集群里没有工作进程。请先在各台机器上启动 dask worker。"
        raise ClusterError(message)
    for worker, (edition, seen) in sorted(found.items()):
        if edition != _edition():
            message = f"集群的 {worker} 装的是 {edition},与本机的 {_edition()} 不同,结果可能不一致。请装成同一版本。"
            raise ClusterError(message)
        if not seen:
            message = f"集群的 {worker} 看不到工作区 {folder.parent}。请把工作区放在各台机器路径相同的共享文件夹里。"
            raise ClusterError(message)
    return sum(client.nthreads().values())


def _seen(token: str) -> tuple[str, bool]:
    """What a worker has installed, and whether it sees the workspace."""
    try:
        return _edition(), Path(token).read_text(encoding="utf-8") == _edition()
    except OSError:
        return _edition(), False


def _edition() -> str:
    libraries = "、".join(f"{name} {version(name)}" for name in ("pandas", "xlsxwriter"))
    return f"zoneproc {__version__}、Python {sys.version_info.major}.{sys.version_info.minor}、{libraries}"


class _Afar(Executor):
    """The cluster's executor, whose losses are those of any executor."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The work handed out; lost workers and a lost cluster are a BrokenExecutor."""
        told: Future[Any] = Future()
        self._executor.submit(work, *args, **kwargs).add_done_callback(lambda done: _passed_on(done, told))
        return told


def _passed_on(done: "Future[Any]", told: "Future[Any]") -> None:
    from distributed import KilledWorker  # noqa: PLC0415
    from distributed.comm import CommClosedError  # noqa: PLC0415

    if done.cancelled():
        told.set_exception(BrokenExecutor("the cluster is gone"))
        return
    error = done.exception()
    if error is None:
        told.set_result(done.result())
    elif isinstance(error, KilledWorker | CommClosedError):
        told.set_exception(BrokenExecutor(str(error)))
    else:
        told.set_exception(error)
