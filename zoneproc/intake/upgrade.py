"""What an old template has otherwise than today's: columns that moved, are new, are called differently, are unknown (promise 5).

The data are read by name all the same; this only tells the sender and the office what was done with them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S21, told
from zoneproc.intake.rows import RawTable
from zoneproc.kinds import as_text
from zoneproc.schema import Form, Table

if TYPE_CHECKING:
    from zoneproc.intake.submission import Submission

__all__ = ["is_older", "upgrade_list", "upgrade_note", "upgrade_notes"]

_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def is_older(stamp: Mapping[str, str], form: Form, tables: Mapping[str, RawTable]) -> bool:
    """Whether a workbook was made from another issue of the form's template: by its stamp, else by its cover."""
    fingerprint = stamp.get("fingerprint", "")
    if not fingerprint:
        covers = [raw for raw in tables.values() if raw.vertical]
        fingerprint = as_text(covers[0].values.get("template_version", [""])[0]) if covers else ""
    return bool(_FINGERPRINT.fullmatch(fingerprint)) and fingerprint != form.fingerprint


def upgrade_notes(submission: "Submission") -> Finding | None:
    """The finding S21 of a workbook made from an earlier template; None if it was made from today's."""
    identity = submission.identity
    if identity is None or not is_older(identity.stamp, identity.form, submission.tables):
        return None
    return upgrade_note(submission.file, identity.form, submission.tables)


def upgrade_list(submission: "Submission") -> Sequence[str]:
    """Sheet by sheet what is otherwise than in today's template; nothing if the workbook was made from that."""
    identity = submission.identity
    if identity is None or not is_older(identity.stamp, identity.form, submission.tables):
        return ()
    return _otherwise(identity.form, submission.tables)


def upgrade_note(file: str, form: Form, tables: Mapping[str, RawTable]) -> Finding:
    """The finding S21 for a workbook made from an earlier template: all differences, sheet by sheet."""
    parts = _otherwise(form, tables)
    return told(S21, Place(file), detail=";".join(parts) + "。" if parts else "栏目与新模板一致。")


def _otherwise(form: Form, tables: Mapping[str, RawTable]) -> Sequence[str]:
    parts = [part for table in form.tables if table.name in tables for part in _of_table(table, tables[table.name])]
    absent = [table.label for table in form.tables if not table.reference and table.name not in tables]
    return [*parts, f"没有读到的表:{'、'.join(absent)}"] if absent else parts


def _of_table(table: Table, raw: RawTable) -> Sequence[str]:
    read = [field for field in table.read_fields if field.name in raw.columns]
    stays = _in_order([raw.columns[field.name] for field in read])
    called = [f"“{raw.renamed[field.name]}”即“{field.label}”" for field in read if field.name in raw.renamed]
    told_of = {
        "移动了的栏": [field.label for field in read if raw.columns[field.name] not in stays],
        "旧模板没有的栏": [field.label for field in table.read_fields if field.name not in raw.columns],
        "栏名不同": called,
        "不认识、没有读取的栏": list(raw.unknown),
    }
    words = [f"{what}:{'、'.join(labels)}" for what, labels in told_of.items() if labels]
    return [f"“{table.label}”{','.join(words)}"] if words else []


def _in_order(columns: Sequence[int]) -> frozenset[int]:
    """The longest run of columns that still follow each other as in the template; the others have moved."""
    longest: list[tuple[int, ...]] = []
    for at, column in enumerate(columns):
        before = [run for run, last in zip(longest, columns[:at], strict=True) if last < column]
        longest.append((*_longest(before), column))
    return frozenset(_longest(longest))


def _longest(runs: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max((*runs, ()), key=len)
