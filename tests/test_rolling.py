"""换届换年: the next year's workspace is ready to work in, and knows what the last one came to."""

import shutil
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from small_office import first_month

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.cli import main
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission
from zoneproc.office import load_ledger, load_office
from zoneproc.period import Period
from zoneproc.prefill import carried_matters
from zoneproc.reports.history import with_last_year
from zoneproc.results import Run
from zoneproc.rolling import RolloverError
from zoneproc.workspace import Workspace, ZoneprocError

SPRING = datetime(2027, 2, 3, 9)


@pytest.fixture(scope="module")
def years(demo_year, tmp_path_factory):
    """A finished year and the year after it."""
    root = tmp_path_factory.mktemp("years") / "公司"
    shutil.copytree(demo_year.root, root)
    old = Workspace.open(root)
    return old, workflow.roll_over(old, 2027, at=SPRING)


def test_rules_and_masters_are_carried(years):
    old, rolled = years
    new = rolled.workspace
    assert (new.year, new.company, new.root.name) == (2027, old.company, "公司_2027")
    assert new.rules_file.read_bytes() == old.rules_file.read_bytes()
    before, after = load_office(old).ledger, load_office(new).ledger
    assert not [found for found in after.findings if found.code.severity.value != "提醒"]
    for name in ("organisations", "subcompanies", "teams", "employees", "secretaries"):
        fields = [field.name for field in FORMS["COMPANY"][name].fields]
        assert before[name][fields].to_dict("records") == after[name][fields].to_dict("records"), name
    calendar = after["calendar"]
    assert len(calendar) == 17
    assert set(calendar["period"].str[:4]) == {"2027"}
    assert calendar["freeze_at"].gt(calendar["due_at"]).all()
    assert after["facts"].empty
    assert [event.what for event in workflow.history(old) if event.what == "换年"] == ["换年"]


def test_registers_are_those_of_the_yearly_return(years):
    """S5.1.3c: BASE of the new year from Y-4 and Y-5, complete as it stands but for the branch's own answers."""
    old, rolled = years
    ledger = load_ledger(load_office(old), Archive(old.archive), Period(2026))
    files = [file for file in rolled.files if "_BASE_2027_" in file.name]
    assert len(files) == 4
    assert rolled.unplanned == ()
    for file in files:
        read = read_submission(file.name, file.read_bytes(), {"BASE": FORMS["BASE"]})
        branch = read.identity.branch_code
        assert str(read.identity.period) == "2027"
        for new, planned in (("zones", "next_zones"), ("contacts", "next_contacts")):
            wanted = ledger[planned]
            wanted = set(wanted.loc[wanted["_branch"] == branch, "member_no"])
            assert wanted <= set(read.tables[new].values["member_no"])
        links = [link for link in read.tables["contacts"].values["link_no"] if link]
        assert links
        assert all(link.startswith("L202") for link in links)


def test_open_matters_wait_in_the_first_month(years):
    """U07, promise 5: what was open in December stands in January's workbook, whenever the templates are written."""
    old, rolled = years
    ledger = load_ledger(load_office(old), Archive(old.archive), Period(2026))
    codes = ledger["organisations"].query("org_type == '党支部'")["org_code"]
    matters = carried_matters(ledger)
    open_matters = [matters(code)[0] for code in codes]
    wanted = {table: sorted(row[key] for rows in open_matters for row in rows[table]) for table, key in KEYS.items()}
    found = {table: [] for table in KEYS}
    for file in workflow.prepare_templates(rolled.workspace, Period.parse("2027-01")):
        read = read_submission(file.name, file.read_bytes(), {"MON": FORMS["MON"]})
        for table, key in KEYS.items():
            found[table] += read.tables[table].values.get(key, [])
    assert wanted["trainees"]
    assert {table: sorted(numbers) for table, numbers in found.items()} == wanted


KEYS = {"opinions": "opinion_no", "events": "event_no", "tasks": "task_no", "trainees": "trainee_employee_no"}


def test_the_register_survives_writing_the_years_templates_again(years):
    _, rolled = years
    base = next(file for file in rolled.files if "_BASE_2027_" in file.name)
    before = base.read_bytes()
    workflow.prepare_templates(rolled.workspace, Period(2027))
    rows = [
        read_submission(base.name, data, {"BASE": FORMS["BASE"]}).tables["members"].values["member_no"]
        for data in (before, base.read_bytes())
    ]
    assert rows[0] == rows[1]


def test_last_years_places_are_known(years):
    """Promise 24: last year's rank where known."""
    old, rolled = years
    ledger = load_office(rolled.workspace).ledger
    kinds = set(ledger["past_results"]["subject_kind"])
    assert kinds == {"党员", "党小组", "支部", "分公司", "书记"}
    book = openpyxl.load_workbook(next((old.root / "output" / "2026").glob("R-10_*")), data_only=True)
    sheet = book["支部排名"]
    names = [row for row in sheet.iter_rows(values_only=True) if row[0] == 1]
    rules = load_office(rolled.workspace).rule_book.on(SPRING.date())
    run = Run("", Period(2027), SPRING.date(), ledger, rules, (), ledger.returns)
    now = ledger["past_results"].query("subject_kind == '支部'").assign(rank=1)
    now = now.rename(columns={"subject_no": "branch_code", "branch_code": "own"})
    found = with_last_year(now.astype({"rank": "Int64"}), run, "支部", "branch_code")
    assert found["prev_rank"].notna().any()
    first = found[found["prev_rank"] == 1]
    assert first["subject_name"].tolist() == [row[1] for row in names]
    assert first["change"].tolist() == ["持平"] * len(first)


def test_rolling_over_again_renews_the_results_and_nothing_else(years):
    old, rolled = years
    past = rolled.workspace.masters / "往年结果_2026.xlsx"
    kept = {file: file.read_bytes() for file in rolled.files if file.exists() and "BASE" not in file.name}
    past.unlink()
    again = workflow.roll_over(old, 2027, at=SPRING)
    assert again.files == (past,)
    assert {file: file.read_bytes() for file in kept} == kept


def test_what_cannot_be_rolled_over_is_one_sentence(years):
    old, _ = years
    with pytest.raises(ZoneprocError):
        workflow.roll_over(old, 2028)
    with pytest.raises(ZoneprocError):
        workflow.roll_over(old, 2027, old.root)
    assert CliRunner().invoke(main, ["rollover", "2026", "-w", str(old.root)]).exit_code == 2


def test_rows_that_could_not_be_read_stop_the_change_of_year(tmp_path):
    """Nothing is lost in silence: masters with held-back rows are mended first."""
    workspace = workflow.start_workspace(tmp_path / "公司", "某公交公司", 2026)
    rows = {"employees": [{"name": "张三", "team_code": "052-01", "post_type": "驾驶员", "on_roll": True}]}
    write_template(workspace.masters / "公司台账.xlsx", FORMS["COMPANY"], Issue(), rows)
    with pytest.raises(RolloverError):
        workflow.roll_over(workspace, 2027, at=SPRING)
    assert not (tmp_path / "公司_2027").exists()


def test_a_sealed_year_is_carried_as_it_was_sealed(tmp_path, monkeypatch):
    """What a sealed year came to does not change; the masters of the next year are those of today."""
    workspace = first_month(tmp_path / "公司")
    monkeypatch.setattr(workflow, "require_in_order", lambda *asked: None)
    workflow.freeze(workspace, Period(2026), at=SPRING)
    path = workspace.masters / "公司台账.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["组织代码"]
    names = [cell.value for cell in sheet[4]]
    renamed = next(row for row in sheet.iter_rows(min_row=5) if row[names.index("org_type")].value == "党支部")
    before = renamed[names.index("short_name")].value
    renamed[names.index("short_name")].value = "新名支部"
    book.save(path)
    ledger = load_office(workflow.roll_over(workspace, 2027, at=SPRING).workspace).ledger
    carried = set(ledger["past_results"].query("subject_kind == '支部'")["subject_name"])
    assert before in carried
    assert "新名支部" not in carried
    assert "新名支部" in set(ledger["organisations"]["short_name"])
