"""What files came to when they were read, kept so that they need not be read again.

The shelf is a cache and never the truth: it follows from the archive, the register, the office's words and codes and this
program, and may be deleted at any time. Kept are plain values only, so that nothing planted in the folder can do more than be thrown out.
"""

import hashlib
import io
import json
import pickle
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from zoneproc.edition import folder_in
from zoneproc.merge import Reference, Share
from zoneproc.once import once
from zoneproc.packing import Plain, plain_of, share_from
from zoneproc.workspace import write_whole

__all__ = ["Shelf", "shelf_in"]

_OTHERS = 3
"""Of so many other editions of words and codes what was read is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The shares kept in one folder, all read with the same words and codes, by the keys of the files in them.

    A key stands for one file as it was entered and issued. Without a folder shares are kept in memory only.
    """

    folder: Path | None
    _paths: dict[str, Path] = field(default_factory=dict)
    _shares: dict[str, Share] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type["Shelf"], tuple[Path | None]]:
        return Shelf, (self.folder,)

    def find(self, keys: Collection[str]) -> Mapping[str, Share]:
        """The shares in which files of these keys are known, by key."""
        if any(key not in self._shares and key not in self._paths for key in keys):
            self._look_over()
        found: dict[str, Share] = {}
        for key in keys:
            if key not in self._shares and key in self._paths:
                self._take_down(self._paths[key])
            if key in self._shares:
                found[key] = self._shares[key]
        return found

    def put(self, keys: Sequence[str], share: Share) -> None:
        """Keeps a share; `keys` of its files in the order of its sources."""
        if not keys:
            return
        self._shares.update(dict.fromkeys(keys, share))
        if self.folder is not None:
            name = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:24]
            path = write_whole(self.folder / f"{name}.share", partial(_write, keys, share), flush=False)
            self._paths.update(dict.fromkeys(keys, path))

    def _look_over(self) -> None:
        """Learns what other processes have put into the folder since."""
        known = set(self._paths.values())
        for path in sorted(self.folder.glob("[!~]*.share")) if self.folder is not None else ():
            if path not in known:
                self._paths.update(dict.fromkeys(_keys_in(path), path))

    def _take_down(self, path: Path) -> None:
        """Reads one share; one that is damaged is thrown out, and its files are read again."""
        keys = _keys_in(path)
        share = _share_in(path)
        if share is None:
            path.unlink(missing_ok=True)
            for key in keys:
                self._paths.pop(key, None)
        else:
            self._shares.update(dict.fromkeys(keys, share))


def shelf_in(cache: Path | None, reference: Reference) -> Shelf:
    """The shelf for what this program read with these words and codes; of other words and codes a few are kept."""
    return _shelf_in(cache, _said(reference))


@lru_cache(maxsize=4)
def _shelf_in(cache: Path | None, said: str) -> Shelf:
    if cache is None:
        return Shelf(None)
    folder = folder_in(cache) / f"read-{said}"
    others = [other for other in folder.parent.glob("read-*/") if other != folder]
    for other in sorted(others, key=lambda other: other.stat().st_mtime)[:-_OTHERS]:
        shutil.rmtree(other, ignore_errors=True)
    return Shelf(folder)


@once
def _said(reference: Reference) -> str:
    words = {name: list(values) for name, values in reference.words.items()}
    codes = {name: sorted(values) for name, values in reference.codes.items()}
    text = json.dumps([words, codes], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write(keys: Sequence[str], share: Share, draft: Path) -> None:
    """One line that says which files and vouches for the rest, then the share."""
    data = pickle.dumps(plain_of(share), pickle.HIGHEST_PROTOCOL)
    head = json.dumps({"keys": list(keys), "sha256": hashlib.sha256(data).hexdigest()})
    with draft.open("wb") as file:
        file.write(head.encode() + b"\n")
        file.write(data)


def _head(file: io.BufferedReader) -> Mapping[str, Plain]:
    try:
        head = json.loads(file.readline())
    except ValueError:
        return {}
    return head if isinstance(head, dict) else {}


def _keys_in(path: Path) -> Sequence[str]:
    with path.open("rb") as file:
        return [str(key) for key in _head(file).get("keys", ())]


def _share_in(path: Path) -> Share | None:
    with path.open("rb") as file:
        told, data = _head(file).get("sha256"), file.read()
    if told != hashlib.sha256(data).hexdigest():
        return None
    try:
        return share_from(_PlainOnly(io.BytesIO(data)).load())
    except (pickle.UnpicklingError, KeyError, TypeError, ValueError):
        return None


class _PlainOnly(pickle.Unpickler):
    """Reads plain values; anything that would have to be called is refused."""

    def find_class(self, module: str, name: str) -> Plain:
        raise pickle.UnpicklingError(f"no plain value: {module}.{name}")
