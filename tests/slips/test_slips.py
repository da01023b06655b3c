"""The return slip on its way: to the branch, corrected, back again (promises 15, 16, 37)."""

import os
import shutil
from datetime import datetime

import openpyxl
import pytest

from zoneproc import workflow
from zoneproc.archive import Archive
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.stamp import ANSWER_LABEL, COVER_VALUE, FINDINGS_SHEET, OUTSIDE_SHEET
from zoneproc.intake import read_submission
from zoneproc.office import RETURNS, load_ledger, load_office
from zoneproc.period import Period
from zoneproc.rounds import CAME_BACK, FIXED, FRESH, OPEN, finding_lives
from zoneproc.slips import lost_values
from zoneproc.workspace import Workspace

NOW = datetime(2027, 2, 1)


def slips_of(workspace):
    with Archive(workspace.archive).register() as register:
        paths = dict(register.execute("SELECT sha256, path FROM slips"))
    return {sha256: workspace.root / "output" / path for sha256, path in paths.items()}


def filing_of(workspace, name):
    return next(filing for filing in Archive(workspace.archive).filings() if filing.name == name)


@pytest.fixture
def desk(demo_year, tmp_path):
    """A workspace with one branch's register received, and the bytes of a monthly return of hers that was simply taken."""
    root = tmp_path / "工作区"
    for name in ("company", "rules"):
        shutil.copytree(demo_year.root / name, root / name)
    shutil.copy2(demo_year.root / "zoneproc.toml", root)
    (root / "inbox").mkdir()
    archive = Archive(demo_year.archive)
    sound = next(filing for filing in archive.filings() if filing.form == "MON" and filing.verdict == "受理")
    base = max(
        (filing for filing in archive.filings() if filing.claim == (sound.branch, "BASE", "2026") and filing.accepted),
        key=lambda filing: filing.version,
    )
    workspace = Workspace.open(root)
    send(workspace, "基础台账.xlsx", archive.data(base), 1)
    workflow.receive(workspace, NOW)
    return workspace, archive.data(sound)


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
                book[title][cell].value = "补正五处"
            else:
                book[title][cell].value = right[title][cell].value

    return changed(slip.read_bytes(), tmp_path, mend)


def test_correcting_the_marked_cells_is_enough(desk, tmp_path):
    """Five cells broken; slip; only the marked cells corrected; accepted, and every finding is 已改."""
    workspace, sound = desk
    send(workspace, "三月.xlsx", changed(sound, tmp_path, break_five), 2)
    workflow.receive(workspace, NOW)
    first = filing_of(workspace, "三月.xlsx")
    assert first.verdict == "部分受理"
    slip = slips_of(workspace)[first.sha256]
    assert slip.name == f"退回修改单_MON_{first.period}_v1.xlsx"
    assert slip.parent.parent.name == "退回"
    book = openpyxl.load_workbook(slip)
    assert book.sheetnames[0] == FINDINGS_SHEET
    assert len(marked(book)) == 6  # five cells, and 更正说明
    assert (
        lost_values(read_book_bytes(Archive(workspace.archive).data(first)), read_book_bytes(slip.read_bytes())) == {}
    )

    send(workspace, "三月改.xlsx", corrected(slip, sound, tmp_path), 3)
    workflow.receive(workspace, NOW)
    second = filing_of(workspace, "三月改.xlsx")
    assert (second.version, second.verdict, second.codes) == (2, "受理", "")
    assert second.sha256 not in slips_of(workspace)
    lives = finding_lives(Archive(workspace.archive))
    lives = lives[lives["form"] == "MON"].set_index("version")
    count = lives.loc[1, FRESH]
    assert count >= 5
    assert lives.loc[2, [FRESH, OPEN, FIXED, CAME_BACK]].to_list() == [0, 0, count, 0]


def test_a_slip_sent_back_untouched_says_the_same_again_and_marks_do_not_pile_up(desk, tmp_path):
    """All findings 未改; the next slip has the same marked cells and no findings of its own sheets."""
    workspace, sound = desk
    send(workspace, "一.xlsx", changed(sound, tmp_path, break_five), 2)
    workflow.receive(workspace, NOW)
    first = filing_of(workspace, "一.xlsx")
    slip = slips_of(workspace)[first.sha256]
    send(workspace, "二.xlsx", slip.read_bytes(), 3)
    workflow.receive(workspace, NOW)
    second = filing_of(workspace, "二.xlsx")
    assert second.codes == first.codes
    assert second.version == 2
    again = slips_of(workspace)[second.sha256]
    books = openpyxl.load_workbook(slip), openpyxl.load_workbook(again)
    assert marked(books[0]) == marked(books[1])
    assert books[0].sheetnames == books[1].sheetnames
    lives = finding_lives(Archive(workspace.archive)).query("form == 'MON' and version == 2").iloc[0]
    assert (lives[FRESH], lives[FIXED], lives[CAME_BACK]) == (0, 0, 0)
    assert lives[OPEN] >= 5


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


def test_an_answered_note_is_no_question_any_more(desk, tmp_path):
    """受理有疑问, answered in the same kind of file: 受理; the answer is kept by the register for later versions."""
    workspace, sound = desk

    def stray(book):
        book.create_sheet("我的表")["B2"] = "草稿"

    send(workspace, "一.xlsx", changed(sound, tmp_path, stray), 2)
    workflow.receive(workspace, NOW)
    assert filing_of(workspace, "一.xlsx").verdict == "受理有疑问"
    ledger = load_ledger(load_office(workspace), Archive(workspace.archive), Period(2026))
    assert ledger.returns.query("form == 'MON'")["accepted"].all()


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
            sent, slip = read_book_bytes(archive.data(filing)), slips[filing.sha256].read_bytes()
            assert lost_values(sent, read_book_bytes(slip)) == {}, filing.name
            again = read_submission(filing.name, slip, RETURNS)
            assert (again.identity.branch_code, str(again.identity.period)) == (filing.branch, filing.period)
            assert again.identity.fingerprint == RETURNS[filing.form].fingerprint
            compared += 1
    assert compared > 10
