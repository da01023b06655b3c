"""Hypothesis strategies from Field, Table and Form: any workbook that could be filled in without a fault (style 2)."""

import re
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from zoneproc.kinds import Kind
from zoneproc.schema import Field, Form, Table

FIRST, DAYS = date(2026, 3, 1), 31
WORDS = st.sampled_from(list("责任区安全行车谈心班组线路党员联系群众意见建议整改服务文明廉政学习活动"))


def _text(field: Field) -> st.SearchStrategy[str]:
    low = max(field.min_length, 2)
    return st.lists(WORDS, min_size=low, max_size=min(field.max_length or 12, low + 8)).map("".join)


def _code(field: Field) -> st.SearchStrategy[str]:
    pattern = field.pattern or r"[A-Z]\d{3,6}"
    # Full-width digits are digits to `\d`, and folded on reading.
    return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(lambda code: code.strip() == code != "")


def _number(field: Field, scale: int) -> st.SearchStrategy[float]:
    low = int((field.minimum or 0) * scale)
    high = int((field.maximum if field.maximum is not None else 500) * scale)
    return st.integers(low, high).map(lambda number: number / scale)


def _choice(field: Field) -> st.SearchStrategy[str]:
    return st.sampled_from(field.vocabulary.values)


_DAYS = st.integers(0, DAYS - 1).map(lambda ahead: FIRST + timedelta(days=ahead))
_MAKERS = {
    Kind.TEXT: lambda field: (_choice if field.vocabulary else _code if field.pattern else _text)(field),
    Kind.NAME: lambda field: st.lists(WORDS, min_size=2, max_size=4).map("".join),
    Kind.CODE: _code,
    Kind.INTEGER: lambda field: _number(field, 1).map(int),
    Kind.DECIMAL: lambda field: _number(field, 100),
    Kind.DATE: lambda field: _DAYS,
    Kind.DATETIME: lambda field: st.builds(
        datetime.combine, _DAYS, st.builds(time, st.integers(0, 23), st.integers(0, 59))
    ),
    Kind.MONTH: lambda field: st.just("2026-03"),
    Kind.CHOICE: _choice,
    Kind.CHOICES: lambda field: (
        st.lists(_choice(field), min_size=1, max_size=2, unique=True).map(tuple)
        if field.vocabulary
        else st.lists(_text(field), min_size=1, max_size=2, unique=True).map(tuple)
    ),
    Kind.FLAG: lambda field: st.booleans(),
}


def values(field: Field) -> st.SearchStrategy[object]:
    """Any value a cell of the column may hold."""
    return _MAKERS[field.kind](field)


def rows(table: Table, most: int = 3) -> st.SearchStrategy[list[dict[str, object]]]:
    """Rows of a sheet: compulsory and key cells filled, others perhaps; no two about the same thing."""
    needed = {field.name for field in table.read_fields if field.required} | {*table.key, *table.unique}
    cells = {field.name: values(field) for field in table.read_fields if field.name in needed}
    others = {field.name: values(field) for field in table.read_fields if field.name not in needed}
    one = table.unique or table.key
    same = (lambda row: tuple(str(row[name]) for name in one)) if one else None
    return st.lists(st.fixed_dictionaries(cells, optional=others), max_size=most, unique_by=same)


def fills(form: Form) -> st.SearchStrategy[dict[str, list[dict[str, object]]]]:
    """Rows for every sheet of a form but the cover."""
    tables = [table for table in form.tables if not (table.vertical or table.reference)]
    return st.fixed_dictionaries({table.name: rows(table) for table in tables})
