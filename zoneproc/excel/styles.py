"""Every look in one place, named by meaning and combined with `|`: `POINTS | TOTAL`, `DATE | FILL_IN`, `TEXT | ERROR`.

One code of colours in templates, slips and reports: light yellow = fill in, grey = given, red = must mend,
amber = please check. A colour never stands alone: a word says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zoneproc.kinds import Kind

FONT = "微软雅黑"
PRINT_FONT = "宋体"
INK, FAINT_INK, RED_INK, AMBER_INK, LINK_INK = "#1F1F1F", "#6B6B6B", "#9C0006", "#7F5200", "#1F5C99"
YELLOW, GREY, RED, AMBER, GREEN, HEAD, HEAD_STRONG, LINE, CALM = (
    "#FFFBE3",
    "#EEEEEE",
    "#FFC7CE",
    "#FFE4A8",
    "#DDF0DA",
    "#DCE6F1",
    "#2F5B8C",
    "#B8B8B8",
    "#F6F8FB",
)


@dataclass(frozen=True, slots=True)
class Style:
    """Format properties, in the Excel library's own words; of two combined styles the right one wins."""

    properties: tuple[tuple[str, object], ...] = ()

    def __or__(self, other: "Style") -> "Style":
        return combined(self, other)

    def __getitem__(self, name: str) -> object:
        return dict(self.properties).get(name)


def style(**properties: object) -> Style:
    """A style of these properties."""
    return Style(tuple(sorted(properties.items())))


@cache
def combined(left: Style, right: Style) -> Style:
    """`left | right`."""
    return style(**{**dict(left.properties), **dict(right.properties)})


PLAIN = style(font_name=FONT, font_charset=134, font_family=2, font_size=10, font_color=INK, valign="vcenter")
"""Words on the page without a frame."""
CELL = PLAIN | style(border=1, border_color=LINE)
"""A framed cell of any kind."""

TITLE = PLAIN | style(font_size=16, bold=True)
NOTE = PLAIN | style(font_color=FAINT_INK, text_wrap=True, font_size=9)
CAPTION = PLAIN | style(bold=True, font_size=11)
BODY = PLAIN | style(text_wrap=True)
"""A paragraph of a notes page."""
HEADER = CELL | style(bold=True, bg_color=HEAD, align="center", text_wrap=True)
HEADER_OPTIONAL = HEADER | style(bg_color=CALM, bold=False)
HEADER_COMPULSORY = HEADER | style(bg_color=HEAD_STRONG, font_color="#FFFFFF")
MACHINE = PLAIN | style(font_size=8, font_color=FAINT_INK, num_format="@")
"""Machine names: rows and columns that people do not see."""

TEXT = CELL | style(num_format="@")
LONG_TEXT = TEXT | style(text_wrap=True)
CODE = TEXT | style(align="center")
CENTRED = CODE
_FIGURE = CELL | style(align="right", indent=1)
INTEGER = _FIGURE | style(num_format="0")
DECIMAL = _FIGURE
POINTS = _FIGURE | style(num_format="0.00")
PERCENT = _FIGURE | style(num_format="0.0%")
DATE = CELL | style(num_format="yyyy-mm-dd", align="center")
DATETIME = CELL | style(num_format="yyyy-mm-dd hh:mm", align="center")
RANK = CELL | style(num_format="0", align="center", bold=True)

FILL_IN = style(bg_color=YELLOW, locked=False)
GIVEN = style(bg_color=GREY, locked=True)
OPEN = style(locked=False)
ERROR = style(bg_color=RED, font_color=RED_INK)
CHECK = style(bg_color=AMBER, font_color=AMBER_INK)
GOOD = style(bg_color=GREEN)
TOTAL = style(bold=True, bg_color=CALM, top=2)
STRONG = style(bold=True)
CENTRE = style(align="center", indent=0)
WRAP = style(text_wrap=True)
SHRINK = style(shrink=True)
"""For codes and paths, which are read whole or not at all."""
LINK = style(font_color=LINK_INK, underline=1)
PRINTED = style(font_name=PRINT_FONT, font_size=11)
"""For sheets that are signed and filed on paper."""

_OF_KIND: Mapping[Kind, Style] = {
    Kind.TEXT: LONG_TEXT,
    Kind.NAME: CODE,
    Kind.CODE: CODE | SHRINK,
    Kind.INTEGER: INTEGER,
    Kind.DECIMAL: DECIMAL,
    Kind.DATE: DATE,
    Kind.DATETIME: DATETIME,
    Kind.MONTH: CODE,
    Kind.CHOICE: CODE,
    Kind.CHOICES: LONG_TEXT,
    Kind.FLAG: CODE,
}


def style_of(kind: Kind) -> Style:
    """The look of a value of this kind."""
    return _OF_KIND[kind]
