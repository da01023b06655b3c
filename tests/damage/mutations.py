"""Every kind of damage, by its Chinese name: to rows and columns, headings, sheets and stamps, and single cells."""

from damage import books, headers, layouts, retypings
from damage.listing import MUTATIONS

__all__ = ["CELLS", "MUTATIONS", "SHAPES"]

CELLS = [label for label, change in MUTATIONS.items() if change.__module__ == retypings.__name__]
SHAPES = [
    label
    for label, change in MUTATIONS.items()
    if change.__module__ in {part.__name__ for part in (books, headers, layouts)}
]
"""Kinds that change single cells, and kinds that change what stands around them."""
