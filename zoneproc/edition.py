"""The cache of one workspace: a folder of what this very program worked out, which may be deleted at any time."""

import hashlib
import shutil
from functools import lru_cache
from pathlib import Path

import zoneproc
from zoneproc.workspace import write_whole

__all__ = ["folder_in", "program"]

_NOTE = "本文件夹是程序为加快汇总而保存的中间结果,可以随时整个删除,不影响任何结果;请勿外传。\n"


@lru_cache(maxsize=1)
def program() -> str:
    """This very program: a digest of its version and its source."""
    home = Path(zoneproc.__file__).parent
    digest = hashlib.sha256(zoneproc.__version__.encode())
    for path in sorted(home.rglob("*.py")):
        digest.update(path.relative_to(home).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def folder_in(cache: Path) -> Path:
    """The part of a cache that is this program's; what others worked out is cleared away."""
    folder = cache / program()[:16]
    for other in cache.glob("*/") if cache.is_dir() else ():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    if not (cache / "说明.txt").is_file():
        write_whole(cache / "说明.txt", _write_note)
    return folder


def _write_note(draft: Path) -> None:
    draft.write_text(_NOTE, encoding="utf-8-sig")
