"""What a piece of work shares, on its way to the crew: pickled into a folder, and what is great in it only once.

A ledger goes to the crew with the checks and again with the reports; its frames go with the masters before that. Such
things lie in files of their own. Whoever has opened one and still holds it is given the same thing again, with what it
has remembered since.
"""

import pickle
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any
from weakref import WeakValueDictionary, finalize

import pandas as pd

__all__ = ["Depot", "opened"]

_GREAT = 100_000
"""So many cells make a frame worth a file of its own."""


class Depot:
    """A folder in which parcels lie for the crew, as long as it exists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._laid: dict[int, Path] = {}

    def lay(self, thing: object) -> Path:
        """A new parcel with the thing in it."""
        path = self._folder / str(next(self._numbers))
        with path.open("wb") as file:
            _Packer(file, self, thing).dump(thing)
        return path

    def laid_once(self, thing: object) -> Path:
        """The parcel of a thing that goes once; it is taken away when the thing itself is gone."""
        key = id(thing)
        if key not in self._laid:
            self._laid[key] = self.lay(thing)
            finalize(thing, self._take_away, key)
        return self._laid[key]

    def _take_away(self, key: int) -> None:
        with suppress(OSError):  # gone with the folder, or still open where files cannot be removed then
            self._laid.pop(key).unlink()


class _Packer(pickle.Pickler):
    """Pickles a thing; in place of the great ones within it stands where they lie."""

    def __init__(self, file: IO[bytes], depot: Depot, thing: object) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._depot, self._thing = depot, thing

    def reducer_override(self, found: object) -> Any:
        """Where a great thing lies; anything else is pickled as ever."""
        if found is self._thing or not _goes_once(found):
            return NotImplemented
        return _carried, (str(self._depot.laid_once(found)),)


def _goes_once(thing: object) -> bool:
    """Whether a thing says so itself (`goes_once`), or is a great frame."""
    if isinstance(thing, pd.DataFrame):
        return thing.size >= _GREAT
    return bool(getattr(type(thing), "goes_once", False))


def opened(parcel: str) -> object:
    """What lies in a parcel."""
    with Path(parcel).open("rb") as file:
        return pickle.load(file)  # noqa: S301  # written by a `Depot` a moment ago


_HERE: WeakValueDictionary[str, object] = WeakValueDictionary()


def _carried(parcel: str) -> object:
    there = _HERE.get(parcel)
    if there is None:
        there = _HERE[parcel] = opened(parcel)
    return there
