"""How the growing folders announce their contents: the only magic in the house.

A folder owns one `Registry`; each of its modules adds what it defines. Asking a registry for its contents imports every
module of the folder once, so adding a measure, shape, check or report edits exactly one file.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """The things announced by the modules of one package, by name, in order of name."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._items: dict[str, T] = {}
        self._complete = False

    def add(self, name: str, item: T) -> T:
        """Announce `item` under `name`; raises ValueError if the name is taken (a bug, not bad data)."""
        if name in self._items and self._items[name] != item:
            message = f"{self._package}: {name!r} is announced twice"
            raise ValueError(message)
        self._items[name] = item
        return item

    def named(self, name: str) -> Callable[[T], T]:
        """Decorator form of `add`."""
        return lambda item: self.add(name, item)

    def _load(self) -> dict[str, T]:
        if not self._complete:
            package = importlib.import_module(self._package)
            for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
                importlib.import_module(f"{self._package}.{module}")
            self._complete = True
        return self._items

    def __getitem__(self, name: str) -> T:
        return self._load()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._load()))

    def __len__(self) -> int:
        return len(self._load())
