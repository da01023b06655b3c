"""The same files as the floors read, as `receive` reads them: hashed, looked through, and unable to do harm."""

from pathlib import Path

from counted import rows_of

from zoneproc.excel.package import LIMITS
from zoneproc.excel.workers import Allowance, supervised
from zoneproc.inbox import deliveries


def guarded(folder: Path, workers: int) -> int:
    """All rows that matter of all files of a folder."""
    data = (delivery.data for delivery in deliveries(folder) if delivery.sha256)
    counts = supervised(rows_of, data, workers, Allowance(LIMITS.seconds, LIMITS.memory))
    return sum(count for count in counts if isinstance(count, int))
