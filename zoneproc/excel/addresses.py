"""Where things are on a sheet: cell addresses, both ways."""

import re
from functools import lru_cache

__all__ = ["cell_address", "cell_position", "column_letters", "column_number"]

_ADDRESS = re.compile(r"\$?([A-Z]{1,7})\$?(\d{1,10})")


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """The 0-based column of its letters: A is 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def cell_address(row: int, column: int) -> str:
    """The A1 address of a 1-based row and a 0-based column.

    >>> cell_address(5, 2)
    'C5'
    """
    return f"{column_letters(column)}{row}"


def cell_position(address: str) -> tuple[int, int]:
    """The 1-based row and 0-based column of an A1 address; raises ValueError for anything else."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"{address!r} is not a cell address")
    return int(match[2]), column_number(match[1])
