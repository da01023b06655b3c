"""Rows with everything in them that may not be lost or taken for something else, for every column of a form."""

from dataclasses import replace
from datetime import date, datetime

from zoneproc.excel.issue import OWN

"""Texts that must stay what they are: formulas, links, XML, blanks at the edges, control characters, several lines."""
ODD = (
    "=SUM(A1:A9)", "+1", "@联系人", "{=1}", "http://公交.example/a?b=1&c=2", "<b>&amp;\"'", " 两头空 ", "_x0041_",
    "第一行\n第二行", "退\x07格\x00", "〇" * 300, "<r>格式</r>", "𠮷野", "-", "",
)  # fmt: skip
"""Values that are no texts."""
OTHERS = (0, 3, 2.5, 0.1 + 0.2, 10**16, True, False, None, float("nan"), date(1899, 1, 1), ("甲", "乙"))


def slim(form, spare=2):
    return replace(form, tables=tuple(replace(table, spare_rows=spare) for table in form.tables))


def odd_rows(form, number=30):
    """Rows with every odd value in every column, those of the office and of the branch's own, some cells empty."""
    filled = {}
    for table in form.tables[1:]:
        columns = [field for field in table.fields if not (field.system and table.reference)]
        filled[table.name] = [
            {field.name: odd(field, row + at) for at, field in enumerate(columns) if (row + at) % 4}
            | {OWN: row % 3 == 0}
            for row in range(number)
        ]
    return filled


def odd(field, at):
    if field.kind.excel_format.startswith("yyyy") and at % 2:
        return (date(2026, 3, 1 + at % 28), datetime(2026, 3, 1 + at % 28, 7, 40))[at % 3 == 0]
    return (ODD + OTHERS)[at % len(ODD + OTHERS)] if at % 5 else f"D{at:05}"
