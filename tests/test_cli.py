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


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workspace with one branch's January."""
    from small_office import first_month

    return first_month(tmp_path_factory.mktemp("office") / "公司").root


def test_sealing_and_all_that_follows_from_the_command_line(office):
    """Promise 20: who, when and why is on record; the exit code tells whether anything differs."""
    at = ("--at", "2026-02-13 09:00")
    assert run("freeze", "2026-01", "-w", office, *at, "--by", "张三").exit_code == 0
    assert run("verify", "-w", office).exit_code == 0
    assert run("month", "2026-01", "-w", office).exit_code == 0
    assert run("freeze", "2026-01", "-w", office).exit_code == 2
    assert run("freeze", "2026-01", "-w", office, "--reopen").exit_code == 2
    code = next((office / "inbox").rglob("*_MON_*")).name[:6]
    extend = ("extend", code, "MON", "2026-01", "-w", office, "--until", "2026-02-20")
    assert run(*extend, "--reason", "停电").exit_code == 0
    assert (
        run("extend", "没有", "MON", "2026-01", "-w", office, "--until", "2026-02-20", "--reason", "停电").exit_code
        == 2
    )
    book = next((office / "output" / "2026-01").glob("R-4*"))
    book.write_bytes(book.read_bytes() + b" ")
    answer = run("verify", "2026-01", "-w", office)
    assert (answer.exit_code, "F03" in answer.output, book.name in answer.output) == (1, True, True)
    assert run("freeze", "2026-01", "-w", office, "--reopen", "--reason", "更正", "--by", "李四").exit_code == 0
    lines = [line.split("\t") for line in run("log", "-w", office).output.splitlines()]
    assert [(who, what) for _, who, what, _ in lines if what in ("封存", "解封")] == [
        ("张三", "封存"),
        ("李四", "解封"),
    ]
    assert "2026-02-20 23:59" in next(detail for _, _, what, detail in lines if what == "延期")


def test_status_prints_the_reminder_and_leaves_a_workbook(office):
    answer = run("status", "2026-01", "-w", office, "--at", "2026-02-13")
    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1].endswith("内部.xlsx")
    assert list((office / "output").glob("报送情况/R-1_*"))
