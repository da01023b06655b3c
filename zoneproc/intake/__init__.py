"""From a file's bytes to typed rows: whose return it is, where its columns are, what its cells mean, what is wrong.

One file → `read_submission`; many → `gather` (one raw frame per table) → `parse_table` → `findings_of`.
"""

from zoneproc.intake.gathering import gather
from zoneproc.intake.identify import Identity, identify, read_period
from zoneproc.intake.parsing import Parsed, Spoiled, findings_of, parse_table, restore_codes
from zoneproc.intake.rows import RawTable
from zoneproc.intake.sheets import Reading, find_table, read_tables
from zoneproc.intake.submission import Submission, read_submission
from zoneproc.intake.traces import Spot, Trace, spot_of, traces_of

__all__ = [
    "Identity",
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
    "parse_table",
    "read_period",
    "read_submission",
    "read_tables",
    "restore_codes",
    "spot_of",
    "traces_of",
]
