"""A share as plain values and back: nothing in them has to be called, so whoever reads them runs nobody's code."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from zoneproc.findings import CODES, Finding, Place, Severity
from zoneproc.ledger import SheetMap, Source
from zoneproc.merge import Share

__all__ = ["Plain", "finding_from", "plain_finding", "plain_of", "share_from"]

Plain = Any
"""Texts, numbers, truth values, bytes, and lists, tuples and dicts of them."""


def plain_of(share: Share) -> Plain:
    """The share in texts, numbers, truth values and bytes, in tuples, lists and dicts."""
    return {
        "sources": [
            (*(source.id, source.file, source.form, source.branch, source.period, source.version), _moment(source),
             [(name, at.title, dict(at.columns), at.vertical) for name, at in source.sheets.items()])
            for source in share.sources.values()
        ],
        "frames": [(name, _plain_frame(frame)) for name, frame in share.frames.items()],
        "held": [(name, _plain_frame(frame)) for name, frame in share.held.items()],
        "aside": _plain_frame(share.aside),
        "findings": list(map(plain_finding, share.findings)),
        "tallies": _plain_frame(share.tallies),
    }  # fmt: skip


def _moment(source: Source) -> str:
    return source.received_at.isoformat() if source.received_at else ""


def share_from(plain: Plain) -> Share:
    """The share that was put into plain values; raises KeyError, TypeError or ValueError if these are none of ours."""
    return Share(
        {source.id: source for source in map(_source, plain["sources"])},
        {name: _frame(frame) for name, frame in plain["frames"]},
        {name: _frame(frame) for name, frame in plain["held"]},
        _frame(plain["aside"]),
        tuple(map(finding_from, plain["findings"])),
        _frame(plain["tallies"]),
    )


def _source(plain: Plain) -> Source:
    name, file, form, branch, period, version, moment, sheets = plain
    maps = {table: SheetMap(title, columns, vertical) for table, title, columns, vertical in sheets}
    received = datetime.fromisoformat(moment) if moment else None
    return Source(name, file, form, branch, period, version, received, maps)


def plain_finding(told: Finding) -> Plain:
    """The finding in texts; the severity and title the office gave its code are kept with it."""
    code, place = told.code, told.place
    head = (code.number, code.severity.value, code.title, place.file, place.sheet, place.cell)
    return (*head, told.message, told.value, told.branch, told.subject, told.source)


def finding_from(plain: Plain) -> Finding:
    """The finding that was put into texts; raises KeyError or ValueError if these are none of ours."""
    number, severity, title, file, sheet, cell, *rest = plain
    code = CODES[number]
    if (code.severity.value, code.title) != (severity, title):
        code = replace(code, severity=Severity(severity), title=title)
    return Finding(code, Place(file, sheet, cell), *rest)


def _plain_frame(frame: pd.DataFrame) -> Plain:
    return [(str(name), str(frame[name].dtype), _plain_column(frame[name])) for name in frame.columns]


def _plain_column(column: pd.Series) -> Plain:
    kind = str(column.dtype)
    if kind in _NULLABLE:
        numbers = column.to_numpy(dtype=_NULLABLE[kind][0], na_value=0)
        return numbers.tobytes(), column.isna().to_numpy().tobytes()
    if column.dtype.kind in "iufMb" and isinstance(column.dtype, np.dtype):
        return column.to_numpy().tobytes()
    texts = column.to_numpy(dtype=object, copy=True)
    texts[column.isna().to_numpy()] = None
    return texts.tolist()


_NULLABLE: Mapping[str, tuple[str, Any]] = {
    "Int64": ("int64", pd.arrays.IntegerArray),
    "boolean": ("bool", pd.arrays.BooleanArray),
}


def _frame(plain: Plain) -> pd.DataFrame:
    return pd.DataFrame({name: _column(kind, data) for name, kind, data in plain})


def _column(kind: str, data: Plain) -> pd.Series:
    if kind in _NULLABLE:
        dtype, array = _NULLABLE[kind]
        return pd.Series(array(np.frombuffer(data[0], dtype).copy(), np.frombuffer(data[1], bool).copy()))
    if isinstance(data, bytes):
        return pd.Series(np.frombuffer(data, np.dtype(kind)).copy())
    return pd.Series(data, dtype=kind)
