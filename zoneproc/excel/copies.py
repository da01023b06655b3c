"""Copies of a form's workbook for many branches: the same as `template` writes, put together from a pattern.

What a pattern does not foresee (unusual texts on the cover, notes on cells, a table without a single row) is written by
`template` itself.
"""

import re
from dataclasses import fields
from functools import partial
from pathlib import Path

from zoneproc.excel.copying import Copy, UnforeseenError
from zoneproc.excel.dropdowns import Lists
from zoneproc.excel.issue import NO_ROWS, Issue, Rows, marks_of
from zoneproc.excel.pattern import LEAST, MARKED, Pattern, Sort, made
from zoneproc.excel.template import write_template
from zoneproc.excel.wording import display_width
from zoneproc.excel.zipped import zip_of
from zoneproc.schema import Form, Table
from zoneproc.workspace import write_whole

__all__ = ["foreseen", "shape_of", "write_copy"]

_USUAL = re.compile(r"[^&<>\"'\s](?:[^&<>\"'\x00-\x1f\x7f\ue000-\uf8ff]*[^&<>\"'\s])?")
_WIDEST = 66
"""Wider texts may be cut at the foot of a page or take a second line somewhere."""
_SIGNING = 20
"""Wider names of preparers change the height of the line to sign."""
_MOST_KEPT = 8
_KEPT: dict[object, Pattern] = {}


def write_copy(path: Path, form: Form, issue: Issue, rows: Rows = NO_ROWS) -> Path:
    """The workbook that `write_template` gives, at `path`. Raises TargetOpenError."""
    if any(marks_of(row) for listed in rows.values() for row in listed) or not foreseen(form, issue, rows):
        return write_template(path, form, issue, rows)
    try:
        data = zip_of(Copy(_pattern(form, issue), form, issue, rows).parts())
    except UnforeseenError:
        return write_template(path, form, issue, rows)
    return write_whole(path, partial(_pour, data))


def _pour(data: bytes, target: Path) -> None:
    target.write_bytes(data)


def foreseen(form: Form, issue: Issue, rows: Rows) -> bool:
    """Whether all that differs from one copy to the next is what a pattern leaves open."""
    cover = next(iter(rows.get(form.tables[0].name, ())), {})
    return (
        form.has_cover
        and issue.made_out
        and bool(issue.branch_name)
        and all(_is_usual(str(getattr(issue, name))) for name in MARKED)
        and display_width(issue.preparer) <= _SIGNING
        and cover.get("preparer", issue.preparer) == issue.preparer
        and all(_lines(table, rows) >= LEAST for table in form.tables if not (table.vertical or table.reference))
    )


def _is_usual(text: str) -> bool:
    return not text or (_USUAL.fullmatch(text) is not None and display_width(text) <= _WIDEST)


def _lines(table: Table, rows: Rows) -> int:
    return len(rows.get(table.name, ())) + table.spare_rows


def _pattern(form: Form, issue: Issue) -> Pattern:
    """The pattern for this form and issue, kept for the next copies."""
    lists = tuple(Lists.of(form, issue.known).known)
    marked = (issue.period, bool(issue.due), bool(issue.preparer), lists)
    key = (form.id, form.title, *map(shape_of, form.tables), marked)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = made(Sort(form, *marked))
    return _KEPT[key]


def shape_of(table: Table) -> tuple[object, ...]:
    """What tells tables apart but for their spare rows; columns by identity, for the kept pattern keeps them alive."""
    return tuple(
        id(value) if each.name in _DEEP else value
        for each in fields(table)
        if each.compare and each.name != "spare_rows"
        for value in [getattr(table, each.name)]
    )


_DEEP = ("fields", "sums")
