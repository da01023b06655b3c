"""What lies in the inbox: every file of any depth, and the workbooks inside zip files. The inbox is only ever read."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from zoneproc.excel.package import LIMITS, Limits
from zoneproc.excel.reading import Unreadable, count_leftovers, passed_over, unpack


@dataclass(frozen=True)
class Delivery:
    """One workbook that came in: name inside the inbox, bytes, and when the file was last written.

    For what cannot be taken out of a zip, or read from the disk, `fault` says why; the bytes are the zip's, or none.
    """

    name: str
    data: bytes
    modified: datetime
    fault: Unreadable | None = None

    @cached_property
    def sha256(self) -> str:
        """The identity of the content; members that cannot be taken out are told apart by their name."""
        salt = self.name.encode("utf-8", "replace") if self.fault else b""
        return hashlib.sha256(self.data + salt).hexdigest()


def deliveries(folder: Path, known: Collection[str] = frozenset(), limits: Limits = LIMITS) -> Iterator[Delivery]:
    """The workbooks in a folder, in order of name; owner files, system files and links are passed over.

    A file whose hash is `known` is a workbook kept before and is not looked into again.
    """
    for path in _files(folder):
        whole = _taken(path, path.relative_to(folder).as_posix(), limits)
        if whole is None:
            continue
        if whole.fault or whole.sha256 in known:
            yield whole
            continue
        for member, content in unpack(whole.name, whole.data, limits):
            if isinstance(content, Unreadable):
                yield Delivery(member, whole.data, whole.modified, content)
            elif content is whole.data:
                yield whole
            else:
                yield Delivery(member, content, whole.modified)


def _taken(path: Path, name: str, limits: Limits) -> Delivery | None:
    """The file as it lies there; None if it went away in the meantime."""
    try:
        told = path.stat()
        modified = datetime.fromtimestamp(told.st_mtime).replace(microsecond=0)  # noqa: DTZ006  # office time
        if told.st_size > limits.package_size:
            why = Unreadable(f"文件超过 {limits.package_size // 1_000_000} MB", "请删去图片等多余内容,或分几次报送。")
            return Delivery(name, b"", modified, why)
        return Delivery(name, path.read_bytes(), modified)
    except FileNotFoundError:
        return None
    except OSError:
        why = Unreadable("文件读不出来,可能正被其他程序打开", "请关闭打开它的程序,再放一份到收件文件夹。")
        return Delivery(name, b"", modified, why)


def count_passed_over(folder: Path) -> int:
    """How many files of the inbox, and of the zips in it, are no returns at all."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    own = sum(1 for path in files if passed_over(path.relative_to(folder).as_posix()))
    zips = (path for path in files if path.suffix.casefold() == ".zip" and not path.is_symlink())
    return own + sum(count_leftovers(path) for path in zips)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not passed_over(path.relative_to(folder).as_posix())
    )
