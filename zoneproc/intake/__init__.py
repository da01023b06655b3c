"""From a file's bytes to typed rows: whose return it is, where its columns are, what its cells mean, what is wrong.

One file → `read_submission`; many → `gather` (one raw frame per table) → `parse_table` → `findings_of`.
"""

from typing import TYPE_CHECKING

from zoneproc.intake.identify import Identity, identify, read_period
from zoneproc.intake.rows import RawTable
from zoneproc.intake.sheets import Reading, find_table, read_tables
from zoneproc.intake.submission import Submission, read_submission, submission_in
from zoneproc.intake.traces import Spot, Trace, spot_of, traces_of
from zoneproc.intake.upgrade import upgrade_list, upgrade_notes

if TYPE_CHECKING:
    from zoneproc.intake.gathering import gather
    from zoneproc.intake.issued import Overwritten, issued_differences, with_issued_values
    from zoneproc.intake.names import name_only
    from zoneproc.intake.parsing import Parsed, Spoiled, parse_table, restore_codes
    from zoneproc.intake.telling import findings_of

__all__ = [
    "Identity",
    "Overwritten",
    "Parsed",
    "RawTable",
    "Reading",
    "Spoiled",
    "Spot",
    "Submission",
    "Trace",
    "find_table",
    "findings_of",
    "gather",
    "identify",
    "issued_differences",
    "name_only",
    "parse_table",
    "read_period",
    "read_submission",
    "read_tables",
    "restore_codes",
    "spot_of",
    "submission_in",
    "traces_of",
    "upgrade_list",
    "upgrade_notes",
    "with_issued_values",
]

_OF_FRAMES = {
    "gather": "gathering",
    "findings_of": "telling",
    "name_only": "names",
    **dict.fromkeys(("Parsed", "Spoiled", "parse_table", "restore_codes"), "parsing"),
    **dict.fromkeys(("Overwritten", "issued_differences", "with_issued_values"), "issued"),
}


def __getattr__(name: str) -> object:
    """What works on frames is fetched when first asked for: the processes that only read files start in no time."""
    if name not in _OF_FRAMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_OF_FRAMES[name]}"), name)
