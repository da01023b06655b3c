"""What the writer of a template and the reader of a return agree on: where the stamp sits and which rows are which.

The stamp says which workbook this is. It is written three times, because no place survives every program
(LibreOffice turns very hidden sheets into hidden ones, users delete sheets): key/value rows of the sheet `META_SHEET`
(key in column A, value in column B, from row 1), custom document properties named `PROPERTY_PREFIX` + key, and a
defined name `STAMP_NAME` whose value is the text of `packed`.
"""

from collections.abc import Collection, Mapping

META_SHEET = "_meta"
"""The very hidden sheet of key/value rows."""

STAMP_KEYS = ("template_id", "fingerprint", "branch_code", "period")
"""What every stamp holds; `branch_code` and `period` are empty in blank standard workbooks."""

ISSUED_KEY = "issued"
"""A further key of `META_SHEET`: 是 for a workbook made out to one branch, 否 for a blank standard workbook."""

PROPERTY_PREFIX = "zoneproc_"
"""Custom document properties are named with this before the key."""

STAMP_NAME = "zoneproc_stamp"
"""The defined name that carries the stamp."""

GUIDE_SHEET = "填表说明"
LISTS_SHEET = "字典"
SELF_SHEET = "自检"
CHECK_SHEET = "_自检"
"""Sheets of every template that hold no data of the branch and are never read back; the last one is hidden behind 自检."""

_OURS = frozenset({GUIDE_SHEET, SELF_SHEET, CHECK_SHEET})

FINDINGS_SHEET, OUTSIDE_SHEET = "修改说明", "表外内容"
"""What a return slip has beside the template's sheets: the findings with room for answers, and what stood outside."""
ANSWER_LABEL, TRACE_LABEL = "支部说明", "问题编号"
"""Two headings of `FINDINGS_SHEET`: the branch's answer, and (hidden) which finding is answered."""

SIGN_MARK = "填表人"
"""How the first cell of the sign line begins; it stands below the spare rows and is no data."""

TITLE_ROW, NOTE_ROW, HEADING_ROW, NAME_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Excel rows (1-based) of a sheet: title, filling note, Chinese headings, machine names (hidden), first row of data."""

COVER_FIRST_ROW = 5
COVER_LABEL, COVER_VALUE, COVER_NOTE, COVER_NAME = 0, 1, 2, 3
"""The cover is vertical: items from this row (1-based); 0-based columns of label, value, note and machine name."""


def never_filled(titles: Collection[str]) -> frozenset[str]:
    """Those sheets of a stamped workbook that are not even opened: our own words and formulas, and most of its bytes.

    Where a workbook checks itself, 字典 holds the lists of its drop-downs; in the rules workbook it is a table.
    """
    return _OURS.union({LISTS_SHEET} if SELF_SHEET in titles else ()).intersection(titles)


def packed(stamp: Mapping[str, str]) -> str:
    """The stamp as one text: `MON|a1b2c3d4e5f6|B001|2026-03`."""
    return "|".join(stamp.get(key, "") for key in STAMP_KEYS)


def unpacked(text: str) -> dict[str, str]:
    """The stamp from its one text, also if quoted as a formula (`="…"`); empty if it is not one."""
    parts = text.strip().removeprefix("=").strip('"').split("|")
    return dict(zip(STAMP_KEYS, parts, strict=True)) if len(parts) == len(STAMP_KEYS) else {}
