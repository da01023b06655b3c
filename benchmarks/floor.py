"""The floors nobody gets below: the files only unzipped and parsed, or only read by python-calamine, by a pool of processes."""

import io
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineWorkbook


def calamine(folders: Sequence[Path], workers: int) -> int:
    """All rows of all sheets of all files, as Python lists."""
    return _in_all(_rows, folders, workers)


def unzipped(folders: Sequence[Path], workers: int) -> int:
    """All bytes of all sheets of all files, run through an XML parser that does nothing with them."""
    return _in_all(_parsed, folders, workers)


def _in_all(work: Callable[[str], int], folders: Sequence[Path], workers: int) -> int:
    paths = sorted(str(path) for folder in folders for path in folder.iterdir())
    if workers == 1:
        return sum(map(work, paths))
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(work, paths, chunksize=8))


def _rows(path: str) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    return sum(len(book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names)


def _parsed(path: str) -> int:
    size = 0
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                data = package.read(name)
                expat.ParserCreate().Parse(data, True)
                size += len(data)
    return size
