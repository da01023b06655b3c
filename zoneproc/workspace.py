"""The office's one folder: where things are, its settings, its lock, and writing files whole or not at all."""

import errno
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SETTINGS = "zoneproc.toml"
_DRAFTS, _STAGES = "~[0-9]*-*", ".*.partial"
"""What a killed run may leave behind: drafts of single files, and folders of results not yet in place."""
_STAGE, _STAGED = re.compile(r"^\.(.+)\.partial$"), ".partial"
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FOLDERS = ("company", "rules", "input_templates", "inbox", "archive", "output")


class ZoneprocError(Exception):
    """An operator's mistake: one sentence in Chinese that says what to do; the command line exits with 2."""


class NotAWorkspaceError(ZoneprocError):
    """The folder has no zoneproc.toml, or a damaged one."""


class TargetOpenError(ZoneprocError):
    """A file that must be written is open in another program or write-protected."""


class DiskFullError(ZoneprocError):
    """There is no room for a file that must be written."""


class WorkspaceBusyError(ZoneprocError):
    """Another run holds the workspace."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of one workspace, and its settings: `company` (name on covers), `year`, and `limits` for files from outside."""

    root: Path
    company: str
    year: int
    limits: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """The workspace in `root`; raises NotAWorkspaceError if there is none."""
        settings = root / SETTINGS
        if not settings.is_file():
            message = (
                f"“{root}”不是工作区(没有 {SETTINGS})。请先运行 zoneproc init 建立工作区,或用 -w 指定工作区文件夹。"
            )
            raise NotAWorkspaceError(message)
        import tomllib  # noqa: PLC0415  # the processes that read files and write workbooks never open a workspace

        try:
            read = tomllib.loads(settings.read_text(encoding="utf-8-sig"))
            return cls(root, str(read["company"]), int(read["year"]), dict(read.get("limits", {})))
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
    def scratch(self) -> Iterator[Path]:
        """A private folder for results that nobody is to see, gone when the block ends."""
        folder = self.archive / ".scratch.partial"
        with _told_in_words(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700, parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the workspace for one run; raises WorkspaceBusyError at once if another run has it.

        The system frees the lock of a run that was killed; what that run left half done is cleared away.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415  # only commands that write need it

        path = self.root / "archive" / ".lock"
        with _told_in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path, timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                message = "另一个 zoneproc 正在使用这个工作区,请等它结束后再运行。"
                raise WorkspaceBusyError(message) from error
        try:
            self._clear_leftovers()
            yield
        finally:
            lock.release()

    def _clear_leftovers(self) -> None:
        for folder in (self.archive, self.root / "output", self.root / "cache", self.templates):
            for stage in folder.glob(_STAGES):
                shutil.rmtree(stage, ignore_errors=True)
            for draft in (*folder.glob(f"*/{_DRAFTS}"), *folder.glob(f"*/*/{_DRAFTS}")):
                if draft.is_file():
                    draft.unlink(missing_ok=True)


def write_whole(target: Path, write: Callable[[Path], None], *, flush: bool = True) -> Path:
    """`target`, written by `write` under a temporary name beside it and then renamed: old or new, never half.

    What lies on a stage, or is written without `flush`, is flushed to the disk later, together with others (`flushed`):
    one flush of many files takes hardly longer than that of one. Raises TargetOpenError if the target cannot be replaced (open in Excel, read-only folder) and DiskFullError if there
    is no room; the old file stays.
    """
    draft = target.with_name(f"~{os.getpid()}-{target.name}")
    with _told_in_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(draft)
            if flush and not any(part.endswith(_STAGED) for part in target.parts):
                _flush(draft)
            _rename(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    return target


def _flush(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def flushed(paths: Iterable[Path]) -> None:
    """What was written under these paths is on the disk when this returns."""
    for path in paths:
        with _told_in_words(path):
            _flush(path)


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """An empty folder to write results into; when the block ends its files take their places in `folder`.

    If the block fails, or one of the files to be replaced is open elsewhere, nothing in `folder` is changed.
    """
    stage = folder.with_name(f".{folder.name}.partial")
    with _told_in_words(folder):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
    try:
        yield stage
        _put_in_place(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_in_place(stage: Path, folder: Path) -> None:
    moves = [(path, folder / path.relative_to(stage)) for path in files_in(stage)]
    for _, target in moves:
        _require_replaceable(target)
    flushed(path for path, _ in moves)
    for path, target in moves:
        with _told_in_words(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            _rename(path, target)


def _require_replaceable(target: Path) -> None:
    """A file open in Excel cannot be opened for writing: better found out before the first of many is replaced."""
    with _told_in_words(target):
        if target.exists():
            with target.open("rb+"):
                pass


def files_in(folder: Path) -> Sequence[Path]:
    """Every file in a folder at any depth, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def keep_only(folder: Path, files: Collection[Path]) -> None:
    """Removes everything of a folder but these files; raises TargetOpenError if one is open in another program."""
    for path in files_in(folder):
        if path not in files:
            with _told_in_words(path):
                path.unlink(missing_ok=True)


@contextmanager
def _told_in_words(target: Path) -> Iterator[None]:
    """Failures of the disk as one sentence that names the file and the remedy."""
    try:
        yield
    except OSError as error:
        target = Path(*(_STAGE.sub(r"\1", part) for part in target.parts))
        if isinstance(error, PermissionError) or error.errno in _CLOSED:
            message = f"“{target}”正被其他程序打开或不可写,请关闭它或检查文件夹权限后重试;原文件没有改动。"
            raise TargetOpenError(message) from error
        if error.errno in _FULL:
            message = f"磁盘空间不足,“{target}”没有写成,请清理磁盘后重试;原文件没有改动。"
            raise DiskFullError(message) from error
        raise


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
