"""Slips from a pattern say and look what `write_slip` writes: cell by cell, note by note, for every form and period."""

import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from oddities import odd_rows, slim
from sameness import said

from zoneproc.excel import slip_copies
from zoneproc.excel.issue import MARKS, OWN, Issue, Mark
from zoneproc.excel.slip import ANSWERED, Item, Slip, Stray, write_slip
from zoneproc.excel.slip_copies import write_slip_copy
from zoneproc.excel.stamp import COVER_VALUE
from zoneproc.excel.styles import CHECK, ERROR, style
from zoneproc.forms import FORMS
from zoneproc.kinds import Kind

PERIODS = ("2026", "2026-03", "2026-11", "2026Q1", "2027Q4")
FORM_OF = {4: "BASE", 7: "MON", 6: "QTR"}
ISSUE = Issue("001005", "三分公司七队党支部", "三分公司", "2026-03", 2, "赵六", "钱七")
NOTE = "【错误】不对\n请改 <b>&</b>"


def item(severity, code="S05", target=None, **parts):
    return Item(
        severity,
        code,
        "题",
        "请改",
        parts.get("message", "不对"),
        parts.get("value", ""),
        "某处",
        target,
        "新增",
        *parts.get("answer", ()),
    )


def marked(form, rows):
    """Marks on every other row of every table, in each column in turn; days where none are asked for."""
    for table in form.tables:
        fields = table.fields
        for number, row in enumerate(rows.get(table.name, ())):
            field = fields[number % len(fields)]
            if number % 2:
                row[MARKS] = {field.name: Mark(f"{NOTE}{number}", CHECK if number % 3 else ERROR)}
            if row.get(OWN) and number % 5 == 0:
                row[field.name] = (date(2026, 3, 5), datetime(2026, 3, 5, 7, 40))[number % 10 == 0]
    return rows


def slip_of(form, period, *, number=30, **changes):
    rows = marked(form, odd_rows(form, number))
    cover = {
        "branch_code": "001005",
        "period": period,
        "preparer": "钱七",
        "correction_note": "更正",
        "fill_date": "三月",
    }
    rows["cover"] = [cover | {MARKS: {"correction_note": Mark("请写明", CHECK), "fill_date": Mark(NOTE)}}]
    tables = [table for table in form.tables if not table.vertical]
    items = [
        *(item("错误", target=(table.label, "C6"), value="=1+1") for table in tables),
        item("提醒", "S12", (tables[0].label, "A1"), message="长" * 90, answer=("属实", "S12|||")),
        item(ANSWERED, "C11", (tables[-1].label, "B7"), answer=("已更新", "C11|||")),
        item("阻断", "S02"),
    ]
    slip = Slip(form, replace(ISSUE, period=period), rows, items, (), ("感谢", "第二行" * 40))
    return replace(slip, **changes)


def both(folder, slip):
    """The same slip written both ways; the copy must not have been written the slow way."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slip_copies, "write_slip", None)
        copy = write_slip_copy(folder / "copy.xlsx", slip)
    return write_slip(folder / "slip.xlsx", slip), copy


def differing(written, copied):
    one, other = said(written), said(copied)
    return {at: (one.get(at), other.get(at)) for at in one.keys() | other.keys() if one.get(at) != other.get(at)}


def notes_in(path):
    """The notes of a workbook and how they are drawn, whatever their parts are numbered."""
    with zipfile.ZipFile(path) as book:
        parts = sorted(name for name in book.namelist() if "comments" in name or "vmlDrawing" in name)
        return [book.read(name) for name in parts]


def form_of(period, spare=2):
    return slim(FORMS[FORM_OF[len(period)]], spare)


@pytest.mark.parametrize("period", PERIODS)
def test_a_copy_is_the_slip(tmp_path, period):
    written, copied = both(tmp_path, slip_of(form_of(period), period))
    assert not differing(written, copied)
    assert notes_in(written) == notes_in(copied)


def test_the_same_note_stands_lower_below_a_taller_line(tmp_path):
    slip = slip_of(form_of("2026-03"), "2026-03", items=())
    for text in ("更正", "更正" * 90, "更正"):
        cover = {"correction_note": text, MARKS: {"correction_note": Mark("请写明", CHECK)}}
        written, copied = both(tmp_path, replace(slip, rows={"cover": [cover]}))
        assert notes_in(written)[0] in notes_in(copied)
        assert set(notes_in(copied)) == set(notes_in(written))


def test_a_copy_of_the_year_is_the_slip(tmp_path):
    assert not differing(*both(tmp_path, slip_of(slim(FORMS["ANN"]), "2026")))


@pytest.mark.parametrize(
    "changes",
    [
        {"items": ()},
        {"issue": replace(ISSUE, preparer=""), "rows": {}},
        {"rows": {}, "advice": ("感谢",)},
        {
            "rows": {
                "cover": [{"branch_name": "支部"}],
                "talks": [{"member_no": "D1", OWN: True, MARKS: {"place": Mark("甲")}}],
            }
        },
    ],
)
def test_a_copy_with_little_in_it_is_the_slip(tmp_path, changes):
    written, copied = both(tmp_path, replace(slip_of(form_of("2026-03"), "2026-03"), **changes))
    assert not differing(written, copied)
    assert len(notes_in(written)) == len(notes_in(copied))


def test_a_marked_number_that_is_not_whole_shows_all_its_places(tmp_path):
    form = form_of("2026Q1")
    table, field = next((t, f) for t in form.tables[1:] for f in t.fields if f.kind is Kind.INTEGER and not f.system)
    look = ERROR | style(num_format="General")
    rows = {table.name: [{field.name: 2.5, OWN: True, MARKS: {field.name: Mark(NOTE, look)}}]}
    assert not differing(*both(tmp_path, replace(slip_of(form, "2026Q1"), rows=rows)))


def test_what_stood_outside_the_template_is_left_to_the_slow_way(tmp_path):
    slip = slip_of(form_of("2026-03"), "2026-03", strays=(Stray("甲", "B2", 1),))
    written = write_slip(tmp_path / "a.xlsx", slip)
    assert write_slip_copy(tmp_path / "b.xlsx", slip).read_bytes() == written.read_bytes()


def test_looks_nobody_foresaw_are_left_to_the_slow_way(tmp_path):
    rows = {"talks": [{"member_no": "D1", OWN: True, MARKS: {"member_no": Mark("甲", style(bold=True))}}]}
    slip = replace(slip_of(form_of("2026-03"), "2026-03"), rows=rows)
    written = write_slip(tmp_path / "a.xlsx", slip)
    assert write_slip_copy(tmp_path / "b.xlsx", slip).read_bytes() == written.read_bytes()


def test_same_slips_give_same_bytes_whatever_was_written_before(tmp_path):
    slips = [slip_of(form_of(period), period, number=number) for period, number in (("2026-03", 5), ("2026-11", 9))]
    first = write_slip_copy(tmp_path / "a.xlsx", slips[0]).read_bytes()
    write_slip_copy(tmp_path / "b.xlsx", slips[1])
    again = write_slip_copy(tmp_path / "c.xlsx", slips[0]).read_bytes()
    slip_copies._KEPT.clear()
    write_slip_copy(tmp_path / "d.xlsx", slips[1])
    assert first == again == write_slip_copy(tmp_path / "e.xlsx", slips[0]).read_bytes()


def test_a_difference_would_be_found(tmp_path):
    slip = slip_of(form_of("2026-03"), "2026-03")
    cover = slip.rows["cover"][0]
    other = replace(slip, rows={**slip.rows, "cover": [{**cover, MARKS: {"fill_date": Mark("别的")}}]})
    found = differing(write_slip(tmp_path / "a.xlsx", slip), write_slip_copy(tmp_path / "b.xlsx", other))
    sheet = slip.form.tables[0].label
    names = [field.name for field in slip.form.tables[0].fields]
    letter = "ABC"[COVER_VALUE]
    assert {(sheet, f"{letter}{5 + names.index(name)}") for name in ("fill_date", "correction_note")} == found.keys()
