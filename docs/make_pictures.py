"""Makes the pictures of README and manual from the workbooks of a demo year; needs LibreOffice and poppler.

Run `python docs/make_pictures.py output/demo` after `zoneproc demo`. Pages are found by words that stand on them.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zoneproc.excel.pdf import as_pdf
from zoneproc.period import Period
from zoneproc.workflow import prepare_templates, print_boards
from zoneproc.workspace import Workspace

PICTURES = Path(__file__).parent / "pictures"
FRONT = "请办理"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the workbook it shows (first match in the workspace), words on the page, dots per inch.

    `share` is how much of the page is shown, from its top: the rest of it is empty paper.
    """

    name: str
    pattern: str
    words: str
    sharpness: int = 110
    share: float = 1.0


SHOTS = (
    Shot("R-10.png", "output/2026/R-10_*.xlsx", FRONT, share=0.85),
    Shot("R-7.png", "output/2026Q4/R-7_*.xlsx", FRONT, share=0.95),
    Shot("R-7-heat.png", "output/2026Q4/R-7_*.xlsx", "支部指标得分率热图", share=0.5),
    Shot("R-4.png", "output/2026-03/R-4_*.xlsx", "线路班组网格图", 90),
    Shot("R-5.png", "output/2026-12/R-5_*.xlsx", FRONT, share=0.8),
    Shot("R-2.png", "output/2026-03/退回/R-2_*.xlsx", "怎么办", share=0.5),
    Shot("R-12.png", "output/2026Q4/季度考核表/R-12_*.xlsx", "党员责任区季度考核表", 80),
    Shot("R-13.png", "output/公开图板/2026Q4/R-13_*_A3.xlsx", "公开图板", 60, 0.82),
    Shot("MON-cover.png", "input_templates/2026-03/*/*_MON_*.xlsx", "填报进度", 80, 0.7),
    Shot("MON-talks.png", "input_templates/2026-03/*/*_MON_*.xlsx", "联系谈心记录(2026年3月)", share=0.5),
    Shot("MON-selfcheck.png", "input_templates/2026-03/*/*_MON_*.xlsx", "填完先看这里", share=0.6),
)


def printed(books: Sequence[Path], folder: Path) -> Mapping[Path, Path]:
    """The workbooks as PDF, by one run of LibreOffice."""
    copies = {book: folder / f"{number}.xlsx" for number, book in enumerate(dict.fromkeys(books))}
    for book, copy in copies.items():
        shutil.copyfile(book, copy)
    return dict(zip(copies, as_pdf(list(copies.values())), strict=True))


def page_with(words: str, pdf: Path) -> int:
    """The first page with these words; spaces do not count."""
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout
    pages = ["".join(page.split()) for page in told.decode("utf-8").split("\f")]
    return next(number for number, page in enumerate(pages, start=1) if words in page)


def height_of(pdf: Path, page: str) -> float:
    """The height of a page in inches."""
    told = subprocess.run(["pdfinfo", "-f", page, "-l", page, str(pdf)], check=True, capture_output=True, timeout=60)
    size = next(line for line in told.stdout.decode().splitlines() if " size:" in line)
    return float(size.split(" x ")[1].split()[0]) / 72


def picture(pdf: Path, shot: Shot) -> None:
    """The upper part of one printed page as a picture."""
    page = str(page_with(shot.words, pdf))
    rows = str(round(height_of(pdf, page) * shot.sharpness * shot.share))
    part = ["-x", "0", "-y", "0", "-W", "10000", "-H", rows] if shot.share < 1 else []
    command = ["pdftoppm", "-png", "-r", str(shot.sharpness), "-f", page, "-l", page, "-singlefile", *part]
    subprocess.run([*command, str(pdf), str(PICTURES / Path(shot.name).stem)], check=True, timeout=120)


def main(root: Path) -> None:
    """Every picture of `SHOTS`; templates and boards are made out in the workspace first."""
    workspace = Workspace.open(root)
    prepare_templates(workspace, Period.parse("2026-03"))
    print_boards(workspace, Period.parse("2026Q4"), datetime(2027, 2, 1, 9))  # noqa: DTZ001  # the office's own clock
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        books = {shot: min(root.glob(shot.pattern)) for shot in SHOTS}
        pdfs = printed(list(books.values()), Path(scratch))
        for shot, book in books.items():
            picture(pdfs[book], shot)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
