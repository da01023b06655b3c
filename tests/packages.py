"""Everything a workbook holds, as text: every part of its package."""

import html
import zipfile
from pathlib import Path


def everything_in(path: Path) -> str:
    """All parts of the package joined, entities resolved: cells, titles, comments, properties, names."""
    with zipfile.ZipFile(path) as package:
        parts = [f"{name}\n{package.read(name).decode('utf-8', 'replace')}" for name in package.namelist()]
    return html.unescape("\n".join([path.name, *parts]))
