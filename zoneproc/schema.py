"""The declaration of a column, a sheet and a workbook: written once, projected everywhere.

Blank template, pre-fill, reader, dtypes, row checks, dictionary and test data all read these objects.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import lru_cache

from zoneproc.kinds import Bad, Kind, Reason, all_stay, as_text, fold, parse, render
from zoneproc.once import once
from zoneproc.period import Cadence

__all__ = ["Field", "Form", "Kind", "Table", "Vocabulary", "When"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A drop-down list: `values` in order; `spellings` maps accepted variants to a value. domain.md 2.8."""

    id: str
    label: str
    values: tuple[str, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str | None:
        """The listed value written as `text`, or None. Widths of letters and brackets do not matter."""
        folded = fold(text)
        for value in self.values:
            if fold(value) == folded:
                return value
        return next((value for spelling, value in self.spellings.items() if fold(spelling) == folded), None)

    def nearest(self, text: str) -> str:
        """The one value most like `text`, for a suggestion; empty if none is near."""
        from rapidfuzz import process  # noqa: PLC0415  # only needed when something is wrong

        match = process.extractOne(fold(text), self.values, score_cutoff=50)  # one of two characters alike
        return str(match[0]) if match else ""

    def extended(self, values: Sequence[str]) -> "Vocabulary":
        """The vocabulary with the office's own values added at the end."""
        return replace(self, values=tuple(dict.fromkeys((*self.values, *values))))


@dataclass(frozen=True, slots=True)
class When:
    """A condition on another cell of the row: `field` holds one of `values`; with none given, holds anything.

    `blank=True` turns it round: the cell is empty. `text` is what the form says, e.g. 已谈.
    """

    field: str
    values: tuple[str, ...] = ()
    blank: bool = False
    text: str = ""

    def holds(self, row: Mapping[str, object]) -> bool:
        """Whether the condition holds in a row of parsed values (None = empty)."""
        value = row.get(self.field)
        if self.blank or value is None:
            return self.blank and value is None
        shown = value if isinstance(value, tuple) else (as_text(value),)
        return not self.values or any(part in self.values for part in shown)


_compiled = lru_cache(maxsize=256)(re.compile)


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    `required_when` holds alternatives: the cell is compulsory when any of them holds. `refers_to` names "table.field"
    whose values are allowed; `not_before` and `not_above` name fields of the row this one must not be below or above;
    `inside_period` asks a date to lie in the return's period. `prefilled` cells are issued locked, `system` cells are
    computed by the office and never read, `private` cells never leave the office and the branch.
    """

    name: str
    label: str
    kind: Kind
    _: KW_ONLY
    required: bool = False
    required_when: tuple[When, ...] = ()
    vocabulary: Vocabulary | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int = 0
    max_length: int = 0
    pattern: str = ""
    refers_to: str = ""
    not_before: str = ""
    not_above: str = ""
    inside_period: bool = False
    unit: str = ""
    help: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    width: int = 0
    prefilled: bool = False
    system: bool = False
    private: bool = False
    mergeable: bool = False

    def parse(self, raw: object) -> object:
        """The value of a raw cell, None if empty, or a `Bad`: the kind's grammar, then this column's own rules."""
        if self.spellings and isinstance(raw, str) and raw.strip() in self.spellings:
            raw = self.spellings[raw.strip()]
        if self.vocabulary is not None and isinstance(raw, str) and self.vocabulary.find(raw):
            raw = self.vocabulary.find(raw)
            return (raw,) if self.kind is Kind.CHOICES else raw
        value = parse(self.kind, raw)
        return value if value is None or isinstance(value, Bad) else self._kept(value)

    def all_stay(self, texts: Collection[str]) -> bool:
        """Whether `parse` plainly takes each of these texts, none of them "", as it stands; False says nothing."""
        return (
            self.vocabulary is None
            and self.spellings.keys().isdisjoint(texts)
            and all_stay(self.kind, texts)
            and (not self.min_length or min(map(len, texts)) >= self.min_length)
            and (not self.max_length or max(map(len, texts)) <= self.max_length)
            and (not self.pattern or all(map(_compiled(self.pattern).fullmatch, texts)))
        )

    def _kept(self, value: object) -> object:
        if self.vocabulary is not None:
            return self._chosen(self.vocabulary, value)
        if isinstance(value, str):
            return self._well_formed(value)
        return self._within(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def _chosen(self, vocabulary: Vocabulary, value: object) -> object:
        parts = value if isinstance(value, tuple) else (str(value),)
        found = tuple(vocabulary.find(part) for part in parts)
        strange = next((part for part, known in zip(parts, found, strict=True) if known is None), None)
        if strange is not None:
            return Bad(Reason.NOT_IN_LIST, f"“{strange}”不在“{vocabulary.label}”的选项内", vocabulary.nearest(strange))
        return found if self.kind is Kind.CHOICES else found[0]

    def _within(self, value: float) -> object:
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"
            return Bad(Reason.MALFORMED, f"“{as_text(value)}”超出范围 {bounds}")
        return value

    def _well_formed(self, value: str) -> object:
        if self.min_length and len(value) < self.min_length:
            return Bad(Reason.MALFORMED, f"“{value}”只有 {len(value)} 个字,至少 {self.min_length} 个字", kept=value)
        if self.max_length and len(value) > self.max_length:
            return Bad(Reason.MALFORMED, f"内容有 {len(value)} 个字,最多 {self.max_length} 个字", kept=value)
        if self.pattern and not _compiled(self.pattern).fullmatch(value):
            return Bad(Reason.MALFORMED, f"“{value}”写法不对,例:{self.example}", kept=value)
        return value

    def render(self, value: object) -> object:
        """What is written into a cell for a value; `field.parse(field.render(value)) == value`."""
        return render(self.kind, value)

    @property
    def needs(self) -> str:
        """是, 否, 系统 or 条件(…): the Req column of domain.md 2."""
        if self.required_when:
            return f"条件({','.join(when.text for when in self.required_when if when.text)})"
        return "系统" if self.system else ("是" if self.required else "否")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: `label` is its title, `code` its sheet code (M-1), `name` the name of its merged frame.

    Rows whose `key` cells are missing or bad are held back. `unique` fields together name one thing inside one return;
    of rows naming the same thing the first counts (`last_counts` turns that round). `nil_allowed` sheets may be declared
    empty on the cover (零报告). `vertical` marks the cover: one column of labels, one of values. `reference` sheets are
    issued locked for the drop-downs and never read back. `may_be_empty` sheets need no 零报告. `sums`: a total → the
    columns that add up to it. `hint` says in one Chinese sentence how the sheet is filled. `spare_rows` are the empty rows
    a template offers.
    """

    name: str
    code: str
    label: str
    doc: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    key: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    last_counts: bool = False
    nil_allowed: bool = False
    optional: bool = False
    vertical: bool = False
    reference: bool = False
    may_be_empty: bool = False
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: str = ""
    spare_rows: int = 50
    read_fields: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    """The fields that are read back (all but the system ones)."""
    _named: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read_fields", tuple(each for each in self.fields if not each.system))
        object.__setattr__(self, "_named", {each.name: each for each in reversed(self.fields)})

    def __getitem__(self, name: str) -> Field:
        return self._named[name]

    def __contains__(self, name: object) -> bool:
        return name in self._named


@dataclass(frozen=True, slots=True)
class Form:
    """One workbook: `id` is its 模板代号; `tables` are its sheets in order, the cover first if it has one."""

    id: str
    title: str
    cadence: Cadence
    tables: tuple[Table, ...]
    doc: str = ""

    def __getitem__(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    def __contains__(self, name: object) -> bool:
        return any(table.name == name for table in self.tables)

    @property
    def has_cover(self) -> bool:
        """Whether the first sheet is a 封面, i.e. the workbook is a branch's return."""
        return self.tables[0].vertical

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits derived from sheets and columns: changes whenever a heading, name or kind does."""
        return _fingerprint(self)


@once
def _fingerprint(form: Form) -> str:
    parts = [
        f"{table.label}/{field.name}/{field.label}/{field.kind.name}" for table in form.tables for field in table.fields
    ]
    return hashlib.sha256("\n".join([form.id, *parts]).encode()).hexdigest()[:12]
