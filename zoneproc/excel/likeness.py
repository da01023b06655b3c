"""What a printed workbook shows, as one short text: two workbooks of the same likeness are written to the same bytes.

Telling it takes a fraction of the time that writing takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from hashlib import sha256

import pandas as pd

from zoneproc.excel.blocks import Workbook

__all__ = ["likeness"]

_PLAIN = (str, int, float, bool, date, time, Enum, type(None), type(pd.NaT), type(pd.NA))
"""Values that `repr` tells in full."""


def likeness(workbook: Workbook) -> str:
    """The SHA-256 of everything the writer is given; raises TypeError for a value of which that cannot be told."""
    digest = sha256()
    for said in _said(workbook):
        digest.update(said.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _said(value: object) -> Iterator[str]:
    """The value piece by piece; whatever holds others says how many."""
    if isinstance(value, _PLAIN):
        yield repr(value)
    elif isinstance(value, pd.DataFrame):
        yield from _frame(value)
    else:
        parts = _parts(value)
        yield f"{type(value).__name__} {len(parts)}"
        for part in parts:
            yield from _said(part)


def _parts(value: object) -> Sequence[object]:
    """What a value is made of."""
    if is_dataclass(value):
        return [getattr(value, each.name) for each in fields(value)]
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, Sequence):
        return value
    message = f"what a {type(value).__name__} shows cannot be told"
    raise TypeError(message)


def _frame(frame: pd.DataFrame) -> Iterator[str]:
    yield f"frame {len(frame)} {list(frame.columns)}"
    for _, column in frame.items() if len(frame) else ():
        cells = column.tolist()
        yield str(column.dtype)
        if all(issubclass(kind, _PLAIN) for kind in set(map(type, cells))):
            yield repr(cells)
        else:
            yield from _said(cells)
