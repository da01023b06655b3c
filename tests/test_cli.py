"""The command line: exit codes, one clear sentence for operators, Chinese help."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from zoneproc.cli import main


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_in_chinese(name):
    answer = run(name, "--help")
    assert answer.exit_code == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in answer.output)


@pytest.mark.parametrize(
    "arguments",
    [
        ("month", "2026-03"),
        ("status", "2026-03"),
        ("receive",),
        ("templates", "2026-03"),
        ("month", "2026Q1"),
        ("month", "2026-13"),
        ("year", "二〇二六"),
        ("explain", "Z99"),
        ("templates",),
    ],
)
def test_an_operators_mistake_is_one_sentence_and_exit_2(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output
    assert list(tmp_path.iterdir()) == []


def test_init_makes_a_workspace_once(tmp_path):
    assert run("init", tmp_path / "甲", "--company", "某公交公司", "--year", "2026").exit_code == 0
    assert run("init", tmp_path / "甲").exit_code == 2


def test_check_names_the_cell_and_exits_with_1(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    answer = run("check", tmp_path / "坏.xlsx")
    assert answer.exit_code == 1
    assert "S03" in answer.output


def test_explain_tells_what_to_do():
    answer = run("explain", "Q04")
    assert answer.exit_code == 0
    assert "Q04" in answer.output


def test_a_redirected_gbk_console_does_not_end_the_run(tmp_path):
    """dependencies.md 8: a strict console must not fail on a rare character."""
    (tmp_path / "𬱖✓.xlsx").write_bytes(b"nothing")
    done = subprocess.run(
        [sys.executable, "-m", "zoneproc", "check", str(tmp_path / "𬱖✓.xlsx")],
        capture_output=True,
        env={"PYTHONIOENCODING": "gbk", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode("gbk", "replace")
    assert b"S03" in done.stdout


def test_help_imports_nothing_heavy():
    """`zoneproc --help` under a quarter of a second: pandas, openpyxl and the readers wait for their command."""
    heavy = {"pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "rapidfuzz"}
    script = (
        "import sys; from click.testing import CliRunner; from zoneproc.cli import main;"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0;"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "[]"
