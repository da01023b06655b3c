"""The office's one folder: where things are, its settings, its lock, and writing files whole or not at all."""

import json
import os
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "zoneproc.toml"
_FOLDERS = ("company", "rules", "input_templates", "inbox", "archive", "output")


class ZoneprocError(Exception):
    """An operator's mistake: one sentence in Chinese that says what to do; the command line exits with 2."""


class NotAWorkspaceError(ZoneprocError):
    """The folder has no zoneproc.toml, or a damaged one."""


class TargetOpenError(ZoneprocError):
    """A file that must be written is open in another program or write-protected."""


class WorkspaceBusyError(ZoneprocError):
    """Another run holds the workspace."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of one workspace, and its settings: `company` (name on covers) and `year`."""

    root: Path
    company: str
    year: int

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """The workspace in `root`; raises NotAWorkspaceError if there is none."""
        settings = root / SETTINGS
        if not settings.is_file():
            message = (
                f"“{root}”不是工作区(没有 {SETTINGS})。请先运行 zoneproc init 建立工作区,或用 -w 指定工作区文件夹。"
            )
            raise NotAWorkspaceError(message)
        try:
            read = tomllib.loads(settings.read_text(encoding="utf-8-sig"))
            return cls(root, str(read["company"]), int(read["year"]))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
            message = f"{settings} 读不懂({error})。请检查 company 和 year 两项。"
            raise NotAWorkspaceError(message) from error

    @classmethod
    def create(cls, root: Path, company: str, year: int) -> "Workspace":
        """A new workspace with empty folders; raises ZoneprocError if `root` already holds one."""
        if (root / SETTINGS).exists():
            message = f"“{root}”已经是工作区,没有改动任何内容。"
            raise ZoneprocError(message)
        for folder in _FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        # A JSON string is a TOML string: quotes and backslashes in the name survive.
        text = f"# 工作区设置\ncompany = {json.dumps(company, ensure_ascii=False)}\nyear = {year}\n"
        (root / SETTINGS).write_text(text, encoding="utf-8")
        return cls(root, company, year)

    @property
    def masters(self) -> Path:
        """The office's masters and year-end evaluation workbooks."""
        return self.root / "company"

    @property
    def rules_file(self) -> Path:
        """The rules workbook."""
        return self.root / "rules" / "考核办法.xlsx"

    @property
    def templates(self) -> Path:
        """What is issued to the branches."""
        return self.root / "input_templates"

    @property
    def inbox(self) -> Path:
        """What came back; only ever read."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Every distinct file that ever came in, once, and register.db."""
        return self.root / "archive"

    def output(self, period: object) -> Path:
        """The folder of one period's results."""
        return self.root / "output" / str(period)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the workspace for one run; raises WorkspaceBusyError at once if another run has it."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  # only commands that write need it

        lock = FileLock(self.root / "archive" / ".lock", timeout=0)
        try:
            with lock:
                yield
        except Timeout as error:
            message = "另一个 zoneproc 正在使用这个工作区,请等它结束后再运行。"
            raise WorkspaceBusyError(message) from error


def write_whole(target: Path, write: Callable[[Path], None]) -> Path:
    """`target`, written by `write` under a temporary name beside it and then renamed: old or new, never half.

    Raises TargetOpenError if the target cannot be replaced (open in Excel, read-only folder); the old file stays.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"~{os.getpid()}-{target.name}")
    try:
        write(draft)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        _rename(draft, target)
    except PermissionError as error:
        message = f"“{target}”正被其他程序打开或不可写,请关闭后重试;原文件没有改动。"
        raise TargetOpenError(message) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _rename(draft: Path, target: Path, tries: int = 5) -> None:
    for attempt in range(tries):
        try:
            draft.replace(target)
        except PermissionError:
            # Virus scanners hold fresh files for a moment on Windows.
            if attempt == tries - 1:
                raise
            time.sleep(0.2)
        else:
            return
