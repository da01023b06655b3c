import pytest

from zoneproc.excel.addresses import cell_address, cell_position, column_letters, column_number


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA"), (16383, "XFD")])
def test_columns_have_letters_both_ways(column, letters):
    assert column_letters(column) == letters
    assert column_number(letters) == column


def test_addresses_both_ways():
    assert cell_address(5, 2) == "C5"
    assert cell_position("$C$5") == (5, 2)
    with pytest.raises(ValueError, match="address"):
        cell_position("5C")
