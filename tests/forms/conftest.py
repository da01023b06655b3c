"""What the tests of the forms share."""

from collections.abc import Callable

import pytest

from zoneproc.forms import table_of


@pytest.fixture
def missing() -> Callable[[str, dict[str, object]], set[str]]:
    """The conditional columns of a table that a row of parsed values leaves empty but owes."""

    def missing(table: str, row: dict[str, object]) -> set[str]:
        conditional = (field for field in table_of(table)[1].fields if row.get(field.name) is None)
        return {field.name for field in conditional if any(when.holds(row) for when in field.required_when)}

    return missing
