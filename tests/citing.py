"""Which tests speak for a ruling or a case: names like `scoring/test_quarter.py::test_x`, looked up in the files."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def tests_in(path: str) -> frozenset[str]:
    """The test functions of a file below tests/; none if there is no such file."""
    file = HERE / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def missing(nodes: Iterable[str]) -> list[str]:
    """The nodes that name no test."""
    return [node for node in nodes if node.partition("::")[2] not in tests_in(node.partition("::")[0])]


def nodes_of(path: str, *names: str) -> tuple[str, ...]:
    """Several tests of one file."""
    return tuple(f"{path}::test_{name}" for name in names)
