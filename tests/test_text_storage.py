"""Texts in frames are the same whatever else is installed."""

import pandas as pd
import pytest

from zoneproc import ledger
from zoneproc.kinds import Kind


@pytest.mark.extras
def test_texts_are_pythons_own():
    """pyarrow, if it is there, would give others, slower to look up."""
    assert ledger
    assert pd.Series(["甲"], dtype=Kind.TEXT.dtype).dtype.storage == "python"
