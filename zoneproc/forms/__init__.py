"""Every workbook of the house, declared once: sheets, columns and drop-down lists of domain.md 2.

Each module adds its form to `FORMS`; templates, readers, checks and the data dictionary are projections of it.
"""

from zoneproc.registry import Registry
from zoneproc.schema import Form, Table

__all__ = ["FORMS", "RETURNS", "table_of"]

FORMS: Registry[Form] = Registry("zoneproc.forms")
RETURNS = ("BASE", "MON", "QTR", "ANN")
"""The forms a branch sends, in order of cadence; the others are kept by the office."""


def table_of(name: str) -> tuple[Form, Table]:
    """The form and the table whose merged frame is called `name`; raises KeyError for an unknown name.

    The cover belongs to all returns; it is found in the first of them.
    """
    for form in (FORMS[form_id] for form_id in dict.fromkeys((*RETURNS, *FORMS)) if form_id in FORMS):
        if name in form:
            return form, form[name]
    raise KeyError(name)
