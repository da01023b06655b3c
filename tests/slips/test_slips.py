"""The return slip on its way: to the branch, corrected, back again (promises 15, 16, 37)."""

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing import get_context

import openpyxl
import pytest

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.crew import working
from zoneproc.excel.issue import Issue
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.stamp import ANSWER_LABEL, COVER_VALUE, FINDINGS_SHEET, OUTSIDE_SHEET
from zoneproc.judging import answers_to
from zoneproc.office import RETURNS
from zoneproc.period import Period
from zoneproc.rounds import CAME_BACK, FIXED, FRESH, OPEN, answers_given, finding_lives, settles
from zoneproc.slips import lost_values
from zoneproc.slips.changes import SAME, version_changes
from zoneproc.workspace import Workspace

NOW = datetime(2027, 2, 1)


def slips_of(workspace):
    with Archive(workspace.archive).register() as register:
        paths = dict(register.execute("SELECT sha256, path FROM slips"))
    return {sha256: workspace.root / "output" / path for sha256, path in paths.items()}


def filing_of(workspace, name):
    return next(filing for filing in Archive(workspace.archive).filings() if filing.name == name)


@pytest.fixture(scope="module")
def ground(demo_year, tmp_path_factory):
    """A workspace with one branch's register received, and the bytes of a monthly return of hers that was simply taken."""
    root = tmp_path_factory.mktemp("slips") / "工作区"
    for name in ("company", "rules"):
        shutil.copytree(demo_year.root / name, root / name)
    shutil.copy2(demo_year.root / "zoneproc.toml", root)
    (root / "inbox").mkdir()
    archive = Archive(demo_year.archive)
    sound = next(filing for filing in archive.filings() if filing.form == "MON" and filing.verdict == "受理")
    registers = [filing for filing in archive.filings() if filing.claim == (sound.branch, "BASE", "2026")]
    base = max((filing for filing in registers if filing.accepted), key=lambda filing: filing.version)
    workspace = Workspace.open(root)
    send(workspace, "基础台账.xlsx", archive.data(base), 1)
    workflow.receive(workspace, NOW)
    return workspace, archive.data(sound)


@pytest.fixture
def desk(ground, tmp_path):
    """A copy of it, to work on."""
    workspace, sound = ground
    shutil.copytree(workspace.root, tmp_path / "工作区")
    return Workspace.open(tmp_path / "工作区"), sound


def send(workspace, name, data, day):
    path = workspace.inbox / name
    path.write_bytes(data)
    moment = datetime(2026, 12, day).timestamp()
    os.utime(path, (moment, moment))
    return path


def changed(data, tmp_path, change):
    """The workbook with cells changed by hand: `change` gets it opened."""
    path = tmp_path / "改.xlsx"
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


def break_five(book):
    talks, reports = book["联系谈心记录"], book["党员月汇报"]
    columns = {cell.value: cell.column for cell in talks[4]}
    talks.cell(5, columns["talk_date"]).value = "5.6"
    talks.cell(6, columns["talk_method"]).value = "面谈心"
    talks.cell(7, columns["member_no"]).value = "D99999"
    talks.cell(8, columns["contact_name"]).value = "王大力"
    columns = {cell.value: cell.column for cell in reports[4]}
    reports.cell(5, columns["zone_integrity"]).value = "还好"


def marked(book):
    """The cells with a note in red or amber, by sheet."""
    return {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and cell.fill.fgColor.rgb in ("FFFFC7CE", "FFFFE4A8")
    }


def corrected(slip, sound, tmp_path):
    """The slip with nothing but its marked cells set right."""
    path = tmp_path / "原.xlsx"
    path.write_bytes(sound)
    right = openpyxl.load_workbook(path)

    def mend(book):
        for title, cell in marked(book):
            if title == "封面":
                book[title][cell].value = 3 if cell == "B11" else "补正五处"
            else:
                book[title][cell].value = right[title][cell].value

    return changed(slip.read_bytes(), tmp_path, mend)


def test_correcting_the_marked_cells_is_enough(desk, tmp_path):
    """Five cells broken; the slip sent back untouched says the same again; its marked cells corrected: 受理, all 已改."""
    workspace, sound = desk
    archive = Archive(workspace.archive)
    send(workspace, "一.xlsx", changed(sound, tmp_path, break_five), 2)
    workflow.receive(workspace, NOW)
    first = filing_of(workspace, "一.xlsx")
    assert first.verdict == "部分受理"
    slip = slips_of(workspace)[first.sha256]
    assert slip.name == f"退回修改单_MON_{first.period}_v1.xlsx"
    assert slip.parent.parent.name == "退回"
    marks = marked(openpyxl.load_workbook(slip))
    assert {sheet for sheet, _ in marks} == {"封面", "联系谈心记录", "党员月汇报"}
    assert len(marks) >= 6  # five cells, and 更正说明
    assert lost_values(read_book_bytes(archive.data(first)), read_book_bytes(slip.read_bytes()), RETURNS["MON"]) == {}

    send(workspace, "二.xlsx", slip.read_bytes(), 3)
    workflow.receive(workspace, NOW)
    second = filing_of(workspace, "二.xlsx")
    assert (second.version, second.codes.split()) == (2, [*first.codes.split(), "S18"])
    again = slips_of(workspace)[second.sha256]
    books = openpyxl.load_workbook(slip), openpyxl.load_workbook(again)
    assert books[0].sheetnames == books[1].sheetnames
    assert marked(books[1]) - marks <= {("封面", "B11")}  # S18 stands at 报送版本; old marks do not pile up
    assert marks <= marked(books[1])

    send(workspace, "三.xlsx", corrected(again, sound, tmp_path), 4)
    workflow.receive(workspace, NOW)
    third = filing_of(workspace, "三.xlsx")
    assert (third.version, third.verdict, third.codes) == (3, "受理", "")
    assert third.sha256 not in slips_of(workspace)
    changes = version_changes(archive, Period.parse(third.period))
    assert changes["change"].tolist()[0] == SAME
    shown = {(row.label, row.cell) for row in changes.itertuples() if row.version == 3 and row.label != "封面"}
    assert len(shown) >= 5
    assert shown <= marks
    lives = finding_lives(archive).query("form == 'MON'")[[FRESH, OPEN, FIXED, CAME_BACK]].to_numpy().tolist()
    count = lives[0][0]
    assert count >= 5
    assert lives == [[count, 0, 0, 0], [1, count, 0, 0], [0, 0, count + 1, 0]]


def answer_all(book):
    sheet = book[FINDINGS_SHEET]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == ANSWER_LABEL for cell in row))
    column = next(cell.column for cell in head if cell.value == ANSWER_LABEL)
    for row in rows[head[0].row :]:
        if row[-1].value:
            sheet.cell(row[0].row, column).value = "情况属实"
    book["封面"].cell(*cover_cell(book, "correction_note")).value = "按要求说明"


def cover_cell(book, name):
    row = next(row[0].row for row in book["封面"].iter_rows() if row[3].value == name)
    return row, COVER_VALUE + 1


def test_answers_are_read_back_and_settle_notes_only(desk, tmp_path):
    """A 提醒 answered is 已说明 and no question any more; an answered 错误 stays one; the next slip shows both answers."""
    workspace, sound = desk

    def one_error_one_stray(book):
        talks = book["联系谈心记录"]
        columns = {cell.value: cell.column for cell in talks[4]}
        talks.cell(6, columns["talk_method"]).value = "面谈心"
        talks.cell(3, len(columns) + 1).value = "我的备注"
        talks.cell(5, len(columns) + 1).value = "记得打电话"

    send(workspace, "一.xlsx", changed(sound, tmp_path, one_error_one_stray), 2)
    workflow.receive(workspace, NOW)
    slip = slips_of(workspace)[filing_of(workspace, "一.xlsx").sha256]
    outside = openpyxl.load_workbook(slip)[OUTSIDE_SHEET]
    assert {row[2].value for row in outside.iter_rows(min_row=4)} == {"我的备注", "记得打电话"}
    send(workspace, "二.xlsx", changed(slip.read_bytes(), tmp_path, answer_all), 3)
    workflow.receive(workspace, NOW)
    second = filing_of(workspace, "二.xlsx")
    assert second.verdict == "部分受理"
    book = openpyxl.load_workbook(slips_of(workspace)[second.sha256])[FINDINGS_SHEET]
    texts = [cell.value for row in book.iter_rows() for cell in row]
    assert "情况属实" in texts


def test_an_answered_note_is_no_question_any_more(demo_year, desk, tmp_path):
    """受理有疑问, sent back with answers: 受理, the notes are still known; R-2 shows them as 已说明 with the answer."""
    workspace, _ = desk
    archive = Archive(demo_year.archive)
    here = filing_of(workspace, "基础台账.xlsx").branch
    bases = [filing for filing in archive.filings() if filing.form == "BASE" and filing.branch != here]
    asked = next(filing for filing in bases if filing.verdict == "受理有疑问")
    send(workspace, "疑问.xlsx", archive.data(asked), 2)
    workflow.receive(workspace, asked.received_at + timedelta(days=1))
    first = filing_of(workspace, "疑问.xlsx")
    assert first.verdict == "受理有疑问"
    slip = slips_of(workspace)[first.sha256]
    send(workspace, "说明.xlsx", changed(slip.read_bytes(), tmp_path, answer_all), 3)
    workflow.receive(workspace, asked.received_at + timedelta(days=2))
    second = filing_of(workspace, "说明.xlsx")
    assert (second.verdict, second.codes) == ("受理", first.codes)
    archive = Archive(workspace.archive)
    assert set(answers_given(archive)[second.claim].values()) == {"情况属实"}
    told = [replace(each, source=second.sha256) for each in archive.findings(second)]
    answers = answers_to(archive, told)
    assert answers
    assert all(settles(finding, answer) for finding, answer in answers.items())


def test_slips_are_written_once_and_again_when_lost(desk, tmp_path):
    workspace, sound = desk
    send(workspace, "一.xlsx", changed(sound, tmp_path, break_five), 2)
    send(workspace, "不是表.xlsx", b"PK nothing", 2)
    workflow.receive(workspace, NOW)
    slips = slips_of(workspace)
    before = {path: path.read_bytes() for path in slips.values()}
    for path in before:
        path.unlink()
    workflow.receive(workspace, NOW)
    assert {path: path.read_bytes() for path in slips_of(workspace).values()} == before
    note = slips[filing_of(workspace, "不是表.xlsx").sha256]
    assert note.parent.name == "未识别文件"
    assert [sheet.title for sheet in openpyxl.load_workbook(note)] == [FINDINGS_SHEET]


def test_two_files_of_one_number_have_two_slips(desk, tmp_path):
    """4/37: the second is sent back; its slip does not replace the first's, and asks for a number that is free."""
    workspace, sound = desk
    broken = changed(sound, tmp_path, break_five)
    send(workspace, "一.xlsx", broken, 2)

    def another(book):
        break_five(book)
        book["联系谈心记录"].cell(9, 2).value = "另一个人"

    send(workspace, "二.xlsx", changed(sound, tmp_path, another), 3)
    workflow.receive(workspace, NOW)
    paths = [slips_of(workspace)[filing_of(workspace, name).sha256] for name in ("一.xlsx", "二.xlsx")]
    assert paths[0] != paths[1]
    book = openpyxl.load_workbook(paths[1])
    assert book["封面"].cell(*cover_cell(book, "submission_no")).value == 2


def test_nothing_sent_is_missing_from_any_slip_of_the_year(demo_year):
    """Promise 15: every filled cell of every file of the demo year that has a slip is in the slip."""
    archive, slips = Archive(demo_year.archive), slips_of(demo_year)
    told = [filing for filing in archive.filings() if filing.verdict != "受理"]
    assert {filing.sha256 for filing in told} == set(slips)
    compared = 0
    for filing in told:
        if filing.branch:
            sent, slip = (read_book_bytes(data) for data in (archive.data(filing), slips[filing.sha256].read_bytes()))
            assert lost_values(sent, slip, RETURNS[filing.form]) == {}, filing.name
            form = RETURNS[filing.form]
            assert dict(slip.stamp) | {"issued": "是"} == Issue(filing.branch, period=filing.period).stamp(form) | {
                "issued": "是"
            }
            compared += 1
    assert compared > 10


def test_helpers_that_have_judged_nothing_write_the_same_slips(demo_year, tmp_path):
    """Where slips were lost, helpers begin with them: they know the codes of checks nobody asked them to make."""
    shutil.copytree(demo_year.root, tmp_path / "工作区")
    workspace = Workspace.open(tmp_path / "工作区")
    archive = Archive(workspace.archive)
    asked = [filing for filing in archive.filings() if filing.verdict != "受理"][:3]
    assert any(not finding.code.number.startswith("S") for filing in asked for finding in archive.findings(filing))
    lost = [slips_of(workspace)[filing.sha256] for filing in asked]
    alone = written_again(workspace, lost)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool, working(pool):
        assert written_again(workspace, lost) == alone


def written_again(workspace, lost):
    for path in lost:
        path.unlink()
    workflow.receive(workspace, NOW)
    return [path.read_bytes() for path in lost]
