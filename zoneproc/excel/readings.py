"""What the office reads in one cell, as Excel conditions: is it empty, can it be taken, is it well formed, what does it say.

Compiled from a `Field`; the conditions are numbers, 1 for true, and hold for one cell or for a whole column.
"""

from collections.abc import Iterable, Sequence

from zoneproc.excel.formulas import (
    broken,
    day,
    ditto,
    empty,
    folded,
    listed,
    literal,
    moment,
    number,
    parts_of,
    stripped,
    sure,
)
from zoneproc.excel.patterns import matches
from zoneproc.kinds import NO_WORDS, YES_WORDS, Kind, fold
from zoneproc.schema import Field

__all__ = ["DATES", "NUMBERS", "bad", "blank", "choice", "declares", "has", "identity", "value", "words_of"]

DATES = (Kind.DATE, Kind.DATETIME)
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_WORDY = (Kind.TEXT, Kind.NAME, Kind.CHOICE, Kind.FLAG)


def value(item: Field, cell: str) -> str:
    """What a cell says, for comparisons; an error if a number or date cannot be read."""
    readers = {Kind.DATE: day, Kind.DATETIME: moment, Kind.INTEGER: number, Kind.DECIMAL: number, Kind.CODE: _code}
    return readers.get(item.kind, stripped if item.kind in (Kind.TEXT, Kind.NAME) else folded)(cell)


def _code(cell: str) -> str:
    return f"UPPER({folded(cell)})"


def blank(item: Field, cell: str) -> str:
    """Whether the cell is empty to the office."""
    return empty(cell, words=item.kind not in _WORDY)


def words_of(item: Field, values: Iterable[str] | None = None) -> Sequence[str]:
    """The ways of writing these values (all without): listed values and accepted spellings, folded."""
    if item.kind is Kind.FLAG:
        wanted = ("是", "否") if values is None else tuple(values)
        return [w for word, ways in (("是", YES_WORDS), ("否", NO_WORDS)) if word in wanted for w in sorted(ways)]
    vocabulary = item.vocabulary
    if vocabulary is None:
        return [fold(word) for word in values or ()]
    chosen = [word for word in vocabulary.values if values is None or word in values]
    spelled = [way for way, meant in vocabulary.spellings.items() if meant in chosen]
    return [fold(word) for word in (*chosen, *spelled)]


def choice(item: Field, cell: str) -> str:
    """The text of a cell as choices are compared."""
    return f"UPPER({folded(cell)})" if item.kind is Kind.FLAG else folded(cell)


def _strange_parts(item: Field, cell: str) -> str:
    """What is left of a cell of several choices when all known ones are taken out."""
    rest = parts_of(cell)
    for word in words_of(item):
        rest = f'SUBSTITUTE({rest},";{word};","")'
    return f'SUBSTITUTE({rest},";","")'


def has(item: Field, cell: str) -> str:
    """Whether the office takes a value from the cell."""
    if item.kind in DATES:
        return f"ISNUMBER({value(item, cell)})"
    if item.kind in NUMBERS:
        return sure(_within(item, number(cell)))
    if item.kind is Kind.FLAG or (item.kind is Kind.CHOICE and item.vocabulary):
        return listed(choice(item, cell), words_of(item))
    filled = f"(1-{blank(item, cell)})"
    if item.kind is Kind.CODE:
        return f"{filled}*(1-{broken(cell)})*{sure(_whole(cell))}"
    if item.kind is Kind.CHOICES and item.vocabulary:
        return f"{filled}*{sure(f'({_strange_parts(item, cell)}=' + literal('') + ')')}"
    return f"{filled}*(1-{broken(cell)})"


def _within(item: Field, figure: str) -> str:
    bounds = [f"({figure}>={item.minimum:g})"] if item.minimum is not None else []
    bounds += [f"({figure}<={item.maximum:g})"] if item.maximum is not None else []
    bounds += [f"(MOD({figure},1)=0)"] if item.kind is Kind.INTEGER else []
    return "*".join(bounds) or f"ISNUMBER({figure})"


def _whole(cell: str) -> str:
    """Whether a code is one: no broken number, not 同上."""
    return f"IF(ISNUMBER({cell}),MOD({cell},1)=0,1-{ditto(cell)})"


def bad(item: Field, cell: str) -> str:
    """Whether the cell holds something the office cannot take as it is."""
    if item.kind in (Kind.TEXT, Kind.NAME, Kind.CODE):
        well = _well_formed(item, value(item, cell))
        well += [_whole(cell)] if item.kind is Kind.CODE else []
        sound = "*".join((f"(1-{broken(cell)})", *well))
        return f"(1-{blank(item, cell)})*(1-{sure(sound)})" if well else broken(cell)
    return f"(1-{blank(item, cell)})*(1-{has(item, cell)})"


def _well_formed(item: Field, text: str) -> list[str]:
    rules = [f"(LEN({text})>={item.min_length})"] if item.min_length else []
    rules += [f"(LEN({text})<={item.max_length})"] if item.max_length else []
    said = matches(item.pattern, text) if item.pattern else ""
    return [*rules, said] if said else rules


def declares(item: Field, cell: str, word: str) -> str:
    """Whether a cell of several choices names this one, in any spelling."""
    named = [f'ISNUMBER(FIND(";{way};",{parts_of(cell)}))' for way in words_of(item, (word,))]
    return f"(({'+'.join(named)})>0)"


def identity(item: Field, cell: str) -> str:
    """What tells two things apart: a choice is the same in any spelling, so its place in the list stands for it."""
    if item.kind is not Kind.CHOICE or item.vocabulary is None:
        return value(item, cell)
    slots = ["|".join(("", *words_of(item, (word,)), "")) for word in item.vocabulary.values]
    width = max(map(len, slots))
    text = "".join(slot.ljust(width) for slot in slots)
    return f'INT((FIND("|"&{folded(cell)}&"|",{literal(text)})-1)/{width})'
