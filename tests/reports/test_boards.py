"""R-13: what strangers see. Promise 44: unique marks in every private field, zero found in any part of the file."""

import subprocess
from dataclasses import replace

import pytest
from building import ledger_of
from click.testing import CliRunner
from member_rows import link, member, zone
from packages import everything_in
from printed import opened, run_of
from year_rows import HERE, branch, team

from zoneproc.cli import main
from zoneproc.excel import pdf
from zoneproc.excel.pages import room_on
from zoneproc.excel.pdf import as_pdf
from zoneproc.excel.sheets import write_workbook
from zoneproc.forms import FORMS, table_of
from zoneproc.reports import boards as board_module
from zoneproc.reports.boards import boards, public
from zoneproc.schema import Kind
from zoneproc.workspace import Workspace

TASKS = ("宣传教育", "营运生产")


def shown(number="D1", code="052-01", **cells):
    row = {"zone_name": "52路一班责任区", "scope_text": "52路一班全体", "task_codes": TASKS, "on_board": True}
    return zone(number, code, task_text="全年无有责事故", **(row | cells))


def one(**tables):
    rows = {
        "organisations": [branch()],
        "teams": [
            team("052-01", line_name="52路", team_name="一班"),
            team("052-02", line_name="52路", team_name="52路二班"),
        ],
        "members": [member("D1", name="张三")],
        "zones": [shown()],
    }
    return ledger_of(**{**rows, **tables})


def made(ledger, folder, period="2026Q1"):
    return [write_workbook(folder, book) for book in boards(run_of(ledger, period)).workbooks]


def texts(path):
    return [str(cell.value) for sheet in opened(path) for row in sheet.iter_rows() for cell in row if cell.value]


def test_a_card_shows_name_zone_lines_tasks_promise_and_a_box_for_the_photo(tmp_path):
    large, small = made(one(zones=[shown(), shown(code="052-02", zone_name="二班责任区", role="协责")]), tmp_path)
    assert [large.name, small.name] == ["R-13_公开图板_支部1_2026Q1_A3.xlsx", "R-13_公开图板_支部1_2026Q1_A4.xlsx"]
    found = texts(large)
    assert "张三" in found
    assert "责任区:52路一班责任区、二班责任区(协责)" in found
    assert "线路班组:52路一班、52路二班" in found
    assert "任务:宣传教育、营运生产" in found
    assert "承诺:全年无有责事故" in found
    assert any(text.startswith("照片") for text in found)


def test_only_who_is_on_the_board_in_service_and_responsible_now(tmp_path):
    """B-5 已上图板, U01, U02, 4/48."""
    people = [member(f"D{at}", name=f"党员{at}") for at in range(1, 6)]
    people[3] |= {"party_status": "已去世", "branch_to": "2026-02-01"}
    zones = [
        shown("D1"),
        shown("D2", on_board=False),
        shown("D3", end_date="2026-03-30"),
        shown("D4"),
        shown("D5", start_date="2026-04-01"),
    ]
    ledger = one(members=people, zones=zones)
    assert [name for name in texts(made(ledger, tmp_path)[0]) if name.startswith("党员") and len(name) == 3] == [
        "党员1"
    ]
    found = boards(run_of(ledger, "2026Q1"))
    assert found.left_out == 1
    assert found.note


def marked():
    """A branch with a unique mark, or a number nobody else has, in every private field of every table; and the marks."""
    known = {
        "organisations": [branch()],
        "teams": [team("052-01", team_name="一班")],
        "members": [member("D1", name="张三")],
        "zones": [shown()],
        "contacts": [link("E1", "D1")],
    }
    marks = []
    for table in {
        table.name: table for form in FORMS.values() for table in form.tables if not table.reference
    }.values():
        (row,) = known.setdefault(table.name, [{"_branch": HERE}])
        for item in (each for each in table.read_fields if each.private and each.kind is not Kind.FLAG):
            number = 7_310_000 + len(marks)
            marks.append(str(number))
            row[item.name] = number if item.kind.dtype in ("Int64", "float64") else f"密{number}密"
    known["members"][0]["party_status"] = "正常"
    return ledger_of(**known), marks


def test_no_private_mark_is_in_any_part_of_the_file(tmp_path):
    """Promise 44."""
    ledger, marks = marked()
    assert len(marks) > 60
    files = made(ledger, tmp_path)
    assert len(files) == 2
    for file in files:
        held = everything_in(file)
        assert "张三" in held
        assert [mark for mark in marks if mark in held] == []


@pytest.mark.office
def test_no_private_mark_is_in_the_pdf(tmp_path):
    """Promise 44: the PDF too."""
    ledger, marks = marked()
    for file in as_pdf(made(ledger, tmp_path)):
        held = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True).stdout.decode()
        plain = "".join(held.split())
        assert "张三" in plain
        assert [mark for mark in marks if mark in plain] == []


@pytest.mark.parametrize("name", ["task_text", "zone_name", "task_codes"])
def test_a_field_that_becomes_private_vanishes_by_itself(tmp_path, monkeypatch, name):
    """The board is built from the declarations: nobody has to remember it."""
    form, table = table_of("zones")
    secret = replace(table, fields=tuple(replace(item, private=item.name == name) for item in table.fields))
    monkeypatch.setattr(board_module, "table_of", lambda asked: (form, secret) if asked == "zones" else table_of(asked))
    cells = {"task_text": "密密密密", "zone_name": "密密密密", "task_codes": ("密密密密",)}
    ledger = one(zones=[shown(**{name: cells[name]}) if name != "task_text" else {**shown(), "task_text": "密密密密"}])
    assert name not in public(ledger, "zones")
    for file in made(ledger, tmp_path):
        assert "密密密密" not in everything_in(file)
        assert "张三" in everything_in(file)


def test_numbers_and_contacts_in_free_text_keep_a_board_from_being_made():
    """P01 is 阻断 for a board, P02: names of contacts."""
    for text, code in (("请拨13912345678", "P01"), ("帮助职工E1提高", "P02")):
        zones = [{**shown(), "task_text": text}]
        found = boards(run_of(one(zones=zones, contacts=[link("E1", "D1")]), "2026Q1"))
        assert [(each.code.number, each.code.severity.value) for each in found.findings] == [(code, "阻断")]
        assert found.findings[0].place.sheet == "责任区划分"
        assert found.findings[0].branch == HERE
        assert not found.workbooks


@pytest.mark.parametrize(("paper", "at"), [("A3", 0), ("A4", 1)])
def test_thirty_members_long_names_and_long_texts_fit(tmp_path, paper, at):
    """Names of fifty characters, texts of two hundred, members with many zones: several pages, none cut."""
    people = [member(f"D{at:03d}", name="名" * 50 if at % 7 == 0 else f"党员{at}") for at in range(32)]
    zones = [shown(f"D{at:03d}") | {"task_text": "诺" * (200 if at % 5 == 0 else 20)} for at in range(32)]
    zones += [shown("D003", code=f"052-{number:02d}", zone_name=f"第{number}责任区") for number in range(12)]
    sheet = opened(made(one(members=people, zones=zones), tmp_path)[at]).active
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert len(breaks) >= 2
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == {"A3": 8, "A4": 9}[paper]
    room = room_on(paper, landscape=True)[1] * 100 / (sheet.page_setup.scale or 100)
    for first, last in zip([0, *breaks], [*breaks, sheet.max_row], strict=True):
        assert sum(sheet.row_dimensions[row + 1].height for row in range(first, last)) <= room + 1
    names = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("名名", "党员"))]
    assert len([name for name in names if name != "党员责任区公开图板"]) == 32


@pytest.mark.office
def test_every_page_of_cards_is_one_sheet_of_paper(tmp_path):
    """As LibreOffice prints them: as many pages as breaks ask for, the heading on each."""
    people = [member(f"D{at:03d}", name=f"党员{at}") for at in range(32)]
    files = made(one(members=people, zones=[shown(f"D{at:03d}") for at in range(32)]), tmp_path)
    for file, printed in zip(files, as_pdf(files), strict=True):
        held = subprocess.run(["pdftotext", printed, "-"], check=True, capture_output=True).stdout.decode()
        pages = held.split("\f")[:-1]
        assert len(pages) == len(opened(file).active.row_breaks.brk) + 1
        assert all("党员责任区公开图板" in page for page in pages)


def test_texts_stay_texts(tmp_path):
    ledger = one(members=[member("D1", name="=1+1")], zones=[{**shown(), "task_text": "http://x/", "zone_name": "@x"}])
    for file in made(ledger, tmp_path):
        assert "=1+1" in texts(file)
        assert all(
            cell.data_type != "f" and cell.hyperlink is None for row in opened(file).active.iter_rows() for cell in row
        )


def test_the_offices_own_line_stands_at_the_foot(tmp_path):
    run = run_of(one(), "2026Q1")
    run = replace(run, rules=replace(run.rules, wording_rows={"图板说明": "监督电话:0531-5550100"}))
    file = write_workbook(tmp_path, boards(run).workbooks[0])
    assert "监督电话:0531-5550100" in texts(file)


def test_the_command_writes_boards_and_asks_for_libreoffice_only_with_pdf(tmp_path, monkeypatch):
    """A clear sentence and exit 2 without LibreOffice, nothing written; old boards do not linger."""
    from small_office import first_month

    workspace = first_month(tmp_path / "公司")
    assert CliRunner().invoke(main, ["receive", "-w", str(workspace.root)]).exit_code in (0, 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_USUAL_PLACES", ())
    arguments = ["boards", "2026-01", "-w", str(workspace.root)]
    refused = CliRunner().invoke(main, [*arguments, "--pdf"])
    folder = Workspace.open(workspace.root).output("公开图板/2026-01")
    assert (refused.exit_code, folder.exists()) == (2, False)
    folder.mkdir(parents=True)
    (folder / "R-13_公开图板_旧支部_2026-01_A3.xlsx").write_bytes(b"")
    answer = CliRunner().invoke(main, arguments)
    assert answer.exit_code == 0, answer.output
    assert sorted(path.name[-7:] for path in folder.iterdir()) == ["A3.xlsx", "A4.xlsx"]
