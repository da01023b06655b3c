"""The benchmarks run from end to end on the smallest company; what they measure is not judged here."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    import run

    yield run.main
    for path in HERE.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture(scope="module")
def keep(tmp_path_factory):
    return tmp_path_factory.mktemp("benchmarks")


def measured_in(table: Path) -> dict[str, str]:
    """The figure of every row of the table of figures."""
    lines = table.read_text(encoding="utf-8").partition("| What |")[2].partition("| Way |")[0].splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")]
    return {row[1].strip(): row[3].strip() for row in rows if "---" not in row[1]}


def table_in(folder: Path) -> Path:
    table = folder / "README.md"
    table.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n", encoding="utf-8")
    return table


def test_the_floors_are_measured_and_the_table_is_renewed(run, keep, tmp_path):
    table = table_in(tmp_path)
    run(["--branches", "3", "--repeat", "1", "--keep", str(keep), "--table", str(table), "--only", "read,unzip"])
    text = table.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- measured: begin -->")
    assert text.endswith("<!-- measured: end -->\nafter\n")
    assert "old" not in text
    figures = measured_in(table)
    assert len(figures) == 2
    assert all(float(figure) > 0 for figure in figures.values())


@pytest.mark.slow
def test_every_row_but_the_demo_can_be_measured(run, keep, tmp_path):
    from run import ROWS

    names = [row.name for row in ROWS if row.name not in ("demo", "demo-memory", "growth", "growth-memory", "score")]
    table = table_in(tmp_path)
    given = ["--branches", "3", "--repeat", "1", "--workers", "2", "--keep", str(keep)]
    run([*given, "--table", str(table), "--only", ",".join(names)])
    assert all(float(figure) > 0 for figure in measured_in(table).values())


@pytest.mark.extras
def test_polars_comes_to_the_same_scores_and_places(run):
    import score

    score.agree(480)


def test_the_inputs_are_the_returns_of_every_branch_and_one_correction(run, keep):
    from inputs import month_of

    inputs = month_of(keep, 3)
    assert [len(list(folder.iterdir())) for folder in (inputs.returns, inputs.registers, inputs.correction)] == [
        3,
        3,
        1,
    ]
    written = inputs.workspace.stat().st_mtime_ns
    assert month_of(keep, 3).workspace.stat().st_mtime_ns == written


def test_a_quarter_made_of_columns_is_a_ledger_like_any_other(run):
    from members import QUARTER, quarter_ledger

    from zoneproc.rules import default_rule_book
    from zoneproc.scoring.quarter import score_quarter

    members = score_quarter(quarter_ledger(48), default_rule_book().on(QUARTER.end), QUARTER).members
    assert len(members) == 48
    assert members["total"].notna().all()
    assert members.groupby("branch_code")["rank"].min().tolist() == [1, 1]
