"""What a template itself says on its sheets: titles, notes, headings, machine names. None of it is taken for content."""

from dataclasses import dataclass

from zoneproc.excel.layout import note_of
from zoneproc.intake.columns import heading_key, words_of
from zoneproc.kinds import fold
from zoneproc.once import once
from zoneproc.schema import Form, Table

__all__ = ["Cover", "Head", "cover_of", "head_of"]

_COVER_LINES = ("项目", "填报进度", "自检结果")
_COVER_OPENINGS = ("请填写浅黄色单元格", "纸质表由支部书记签字")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows of a table: its title, its note, and the words that its columns go by."""

    label: str
    note: str
    words: frozenset[str]

    def says(self, value: str, *, first: bool) -> bool:
        """Whether this stands there; in the first row, whether it begins with the title."""
        said = heading_key(value) in self.words or fold(value) == self.note
        return said or (first and value.startswith(self.label))


@dataclass(frozen=True, slots=True)
class Cover:
    """What lines of the cover begin with: items, notes, the progress of a sheet."""

    words: frozenset[str]
    lines: frozenset[str]
    openings: tuple[str, ...]

    def says(self, first: object) -> bool:
        """Whether a line that begins with this cell is the template's."""
        if not isinstance(first, str):
            return False
        return first in self.lines or heading_key(first) in self.words or first.startswith(self.openings)


@once
def head_of(table: Table) -> Head:
    """What stands above the rows of a table."""
    return Head(table.label, fold(note_of(table)), _words(table))


@once
def cover_of(form: Form) -> Cover:
    """What the lines of a form's cover begin with."""
    lines = frozenset((*_COVER_LINES, *(table.label for table in form.tables)))
    return Cover(_words(form.tables[0]), lines, (form.title, *_COVER_OPENINGS))


def _words(table: Table) -> frozenset[str]:
    words = words_of(table)
    return frozenset((*words.names, *words.headings))
