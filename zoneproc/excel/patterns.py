r"""The patterns of codes as Excel conditions: digits become 9, and the shape that is left is compared.

Understood is what codes are made of: letters, `-`, `\d` with a count, one group repeated, alternatives of plain words.
Other patterns are left to the office.
"""

import re
from itertools import product

from zoneproc.excel.formulas import listed, shaped
from zoneproc.excel.wording import quoted

__all__ = ["matches"]

_WORDS = re.compile(r"\w+(\|\w+)*")
_REPEATED = re.compile(r"\(\\d\{(\d+)\}\)\+")
_PART = re.compile(r"\\d(?:\{(?P<low>\d+)(?:,(?P<high>\d+))?\}|(?P<many>\+))?|(?P<plain>[A-Za-z-])")
_MANY = 99


def matches(pattern: str, text: str) -> str:
    """The condition that `text` matches the pattern, empty if the pattern cannot be said in a formula."""
    if _WORDS.fullmatch(pattern):
        return listed(text, pattern.split("|"))
    repeated = _REPEATED.fullmatch(pattern)
    if repeated:
        return f'EXACT({shaped(text)},REPT("9",LEN({text})))*(MOD(LEN({text}),{repeated[1]})=0)'
    parts = list(_PART.finditer(pattern))
    if "".join(part[0] for part in parts) != pattern:
        return ""
    return _one_of([_span(part) for part in parts], text)


def _span(part: re.Match[str]) -> tuple[str, int, int]:
    """What stands there, and how often at least and at most."""
    if part["plain"]:
        return part["plain"], 1, 1
    if part["many"]:
        return "9", 1, _MANY
    low = int(part["low"] or 1)
    return "9", low, int(part["high"] or low)


def _one_of(parts: list[tuple[str, int, int]], text: str) -> str:
    """One comparison per way of fixing all counts but the widest, which is as long as the text leaves it."""
    free = max(range(len(parts)), key=lambda at: parts[at][2] - parts[at][1])
    counts = [range(low, high + 1) if at != free else range(1) for at, (_, low, high) in enumerate(parts)]
    ways = []
    for chosen in product(*counts):
        written = [char * count for (char, _, _), count in zip(parts, chosen, strict=True)]
        before, after = "".join(written[:free]), "".join(written[free + 1 :])
        ways.append(_way(before, parts[free], after, text))
    return ways[0] if len(ways) == 1 else f"(({'+'.join(ways)})>0)"


def _way(before: str, free: tuple[str, int, int], after: str, text: str) -> str:
    char, low, high = free
    fixed = len(before) + len(after)
    if low == high:
        return f"EXACT({shaped(text)},{quoted(before + char * low + after)})"
    rest = f"LEN({text})-{fixed}"
    bounds = f"({rest}>={low})" + (f"*({rest}<={high})" if high < _MANY else "")
    tail = f"&{quoted(after)}" if after else ""
    return f'{bounds}*EXACT({shaped(text)},{quoted(before)}&IFERROR(REPT("9",{rest}),""){tail})'
