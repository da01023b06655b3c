"""The documents are true: generated pages are what the declarations say, links lead somewhere, README commands exist."""

import importlib.util
import re
from pathlib import Path

import pytest

from zoneproc.cli import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def generated():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


@pytest.mark.parametrize("name", ["数据字典.md", "问题代码.md", "命令.md"])
def test_generated_pages_are_up_to_date(name):
    """Run `python docs/generate.py` if this fails."""
    assert (DOCS / name).read_text(encoding="utf-8") == generated()[name]


@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *DOCS.glob("*.md")]), ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "使用手册.md"], ids=lambda path: path.name)
def test_every_command_named_exists(page):
    named = set(re.findall(r"`?zoneproc ([a-z]+)", page.read_text(encoding="utf-8")))
    assert named <= set(main.commands), named - set(main.commands)
    assert len(named) > 5
