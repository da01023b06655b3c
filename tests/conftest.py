"""Shared ground of the tests: the test builders are importable, and one demo year serves all who look at it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def demo_year(tmp_path_factory):
    """The workspace of a small fictional company after its whole year; nobody changes it."""
    from zoneproc.demo.run import run_demo
    from zoneproc.workspace import Workspace

    root = tmp_path_factory.mktemp("demo") / "公司"
    run_demo(root, branches=4, echo=lambda text: None)
    return Workspace.open(root)
