"""Makes the pictures of README and manual from the workbooks of a demo year; needs LibreOffice and poppler.

Run `python docs/make_pictures.py output/demo` after `zoneproc demo`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
SHOTS = (
    ("R-10.png", "output/2026/R-10_*.xlsx", 2),
    ("R-10-chart.png", "output/2026/R-10_*.xlsx", 3),
    ("R-7.png", "output/2026Q1/R-7_*.xlsx", 4),
    ("R-4.png", "output/2026-03/R-4_*.xlsx", 3),
    ("R-2.png", "output/2026-03/退回/R-2_*.xlsx", 2),
    ("MON-cover.png", "input_templates/2026-03/*/*_MON_*.xlsx", 1),
    ("MON-talks.png", "input_templates/2026-03/*/*_MON_*.xlsx", 3),
)
"""Picture, the workbook it shows (first match in the workspace), and the printed page."""


def picture(workbook: Path, page: int, target: Path) -> None:
    """One printed page of a workbook as a picture."""
    with tempfile.TemporaryDirectory() as scratch:
        office = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
        subprocess.run([*office, "--convert-to", "pdf", "--outdir", scratch, str(workbook)], check=True, timeout=120)
        pdf = next(Path(scratch).glob("*.pdf"))
        shot = ["pdftoppm", "-png", "-r", "110", "-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run([*shot, str(pdf), str(target.with_suffix(""))], check=True, timeout=120)


def main(workspace: Path) -> None:
    """Every picture of `SHOTS`."""
    PICTURES.mkdir(exist_ok=True)
    for name, pattern, page in SHOTS:
        picture(min(workspace.glob(pattern)), page, PICTURES / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
