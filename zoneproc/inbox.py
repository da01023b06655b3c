"""What lies in the inbox: every file of any depth, and the workbooks inside zip files. The inbox is only ever read."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zoneproc.excel.reading import Unreadable, passed_over, unpack


@dataclass(frozen=True, slots=True)
class Delivery:
    """One workbook that came in: name inside the inbox, bytes, and when the file was last written.

    For a zip member that cannot be taken out, `fault` says why, and the bytes are the zip's.
    """

    name: str
    data: bytes
    modified: datetime
    fault: Unreadable | None = None

    @property
    def sha256(self) -> str:
        """The identity of the content; members that cannot be taken out are told apart by their name."""
        salt = self.name.encode("utf-8", "replace") if self.fault else b""
        return hashlib.sha256(self.data + salt).hexdigest()


def deliveries(folder: Path, known: Collection[str] = frozenset()) -> Iterator[Delivery]:
    """The workbooks in a folder, in order of name; owner files, system files and links are passed over.

    A file whose hash is `known` is a workbook kept before and is not looked into again.
    """
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        modified = datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)  # noqa: DTZ006  # office time
        whole = Delivery(name, data, modified)
        for member, content in [(name, data)] if whole.sha256 in known else unpack(name, data):
            if isinstance(content, Unreadable):
                yield Delivery(member, data, modified, content)
            else:
                yield Delivery(member, content, modified)


def count_passed_over(folder: Path) -> int:
    """How many files of the inbox are no returns at all."""
    return sum(1 for path in folder.rglob("*") if path.is_file() and passed_over(path.relative_to(folder).as_posix()))


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not passed_over(path.relative_to(folder).as_posix())
    )
