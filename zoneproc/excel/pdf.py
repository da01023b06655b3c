"""Workbooks as PDF, by LibreOffice where it is installed."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from zoneproc.workspace import ZoneprocError, write_whole

__all__ = ["PdfError", "as_pdf", "office_program"]

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_AT_ONCE, _SECONDS = 40, 600


class PdfError(ZoneprocError):
    """No PDF could be made."""


def office_program() -> str:
    """The path of LibreOffice; raises PdfError if it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    found = found or next((place for place in _USUAL_PLACES if Path(place).is_file()), "")
    if not found:
        message = "没有找到 LibreOffice,不能生成 PDF。请安装 LibreOffice 后再加 --pdf,或去掉 --pdf,直接打开工作簿打印。"
        raise PdfError(message)
    return found


def as_pdf(files: Sequence[Path]) -> list[Path]:
    """Each workbook as PDF beside it; raises PdfError without LibreOffice or if it fails, TargetOpenError if one is open."""
    program = office_program()
    made = []
    with TemporaryDirectory(prefix="zoneproc-") as folder:
        for start in range(0, len(files), _AT_ONCE):
            _convert(program, files[start : start + _AT_ONCE], Path(folder))
        for file in files:
            pdf = Path(folder, "pdf", f"{file.stem}.pdf")
            if not pdf.is_file():
                message = f"LibreOffice 没有把“{file.name}”转成 PDF。请关闭正在运行的 LibreOffice 后再试。"
                raise PdfError(message)
            made.append(write_whole(file.with_suffix(".pdf"), partial(_copy, pdf)))
    return made


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _convert(program: str, files: Sequence[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"), *map(str, files)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603  # our own files
    except (OSError, subprocess.SubprocessError) as error:
        message = f"LibreOffice 转换 PDF 没有成功({error})。"
        raise PdfError(message) from error
