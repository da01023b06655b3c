"""Forms as a company offers them: the drop-down lists with the values its rules workbook adds (sheet 字典)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from zoneproc.forms import FORMS
from zoneproc.schema import Field, Form

__all__ = ["offered"]

Words = tuple[tuple[str, tuple[str, ...]], ...]


def offered(form_id: str, words: Mapping[str, Sequence[str]]) -> Form:
    """The form with the office's own values at the end of its lists; `words` by vocabulary id."""
    return _offered(form_id, tuple((name, tuple(values)) for name, values in sorted(words.items()) if values))


@lru_cache(maxsize=16)
def _offered(form_id: str, words: Words) -> Form:
    form, added = FORMS[form_id], dict(words)
    if not added:
        return form
    tables = (replace(table, fields=tuple(_extended(item, added) for item in table.fields)) for table in form.tables)
    return replace(form, tables=tuple(tables))


def _extended(item: Field, added: Mapping[str, tuple[str, ...]]) -> Field:
    if item.vocabulary is None or item.vocabulary.id not in added:
        return item
    return replace(item, vocabulary=item.vocabulary.extended(added[item.vocabulary.id]))
