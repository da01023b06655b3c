"""The committed sample of results is what the demo gives today; regenerate with `python docs/make_sample.py`."""

import importlib.util
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from zoneproc.workspace import Workspace

ROOT = Path(__file__).parent.parent
MOST = 1_500_000


def maker():
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "docs" / "make_sample.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(demo_year, tmp_path_factory):
    """Place → file, from a copy of the demo year."""
    root = tmp_path_factory.mktemp("sample") / "公司"
    shutil.copytree(demo_year.root, root)
    return dict(maker().sample(Workspace.open(root)))


def parts(path):
    """What a workbook holds, whatever packed it."""
    with ZipFile(BytesIO(path.read_bytes())) as package:
        return {name: package.read(name) for name in package.namelist()}


def committed():
    files = (ROOT / "output").rglob("*")
    places = {path.relative_to(ROOT / "output").as_posix(): path for path in files if path.is_file()}
    return {place: path for place, path in places.items() if not place.startswith("demo/")}


def test_sample_is_what_the_demo_gives(made):
    shown = committed()
    assert set(shown) == set(made)
    changed = {
        place: sorted(name for name, data in parts(path).items() if parts(made[place]).get(name) != data)
        for place, path in shown.items()
    }
    assert {place: names for place, names in changed.items() if names} == {}


def test_sample_is_small():
    assert 0 < sum(path.stat().st_size for path in committed().values()) <= MOST
