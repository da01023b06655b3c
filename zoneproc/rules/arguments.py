"""How numbers are written in the rules workbook: `0.5`, `1/3`, `100;85;70;50`, `轻微=1;一般=3`, 不限, 清零."""

import math
import re
from collections.abc import Mapping

from zoneproc.kinds import fold

UNLIMITED = "不限"
CLEARS = "清零"
_BREAK = re.compile("[;\uff1b\n]")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?(%?)")


def read_number(text: str) -> float | None:
    """The number written as 2, 0.5, 30%, 1/3, or 不限 and 清零 (both infinite); None if it is none of these."""
    written = fold(text)
    if written in (UNLIMITED, CLEARS):
        return math.inf
    match = _NUMBER.fullmatch(written)
    if match is None or (match[2] and float(match[2]) == 0):
        return None
    number = float(match[1]) / float(match[2] or 1)
    return number / 100 if match[3] else number


def read_numbers(text: str) -> tuple[float, ...] | None:
    """The numbers of a list such as 100;85;70;50; None if one of them is no number."""
    numbers = tuple(number for part in _parts(text) if (number := read_number(part)) is not None)
    return numbers if numbers and len(numbers) == len(_parts(text)) else None


def read_arguments(text: str) -> Mapping[str, float] | str:
    """The arguments written as name=number;name=number, or the part of the text that cannot be read."""
    arguments: dict[str, float] = {}
    for part in _parts(text):
        name, _, written = fold(part).partition("=")
        number = read_number(written)
        if not name or number is None or name in arguments:
            return part.strip()
        arguments[name] = number
    return arguments


def _parts(text: str) -> list[str]:
    return [part for part in _BREAK.split(text) if part.strip()]
