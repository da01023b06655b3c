"""The mistakes of the year, each in its place."""

from datetime import timedelta

import pytest

from zoneproc.demo.deadlines import deadlines
from zoneproc.demo.mistakes import MISTAKES, deliveries_of
from zoneproc.demo.plan import Plan
from zoneproc.demo.returns import returns_of
from zoneproc.forms import FORMS
from zoneproc.kinds import Bad
from zoneproc.period import Period


def deliveries(role, period):
    return deliveries_of(Plan(2026, 2026, 8, role), Period.parse(period))


def test_every_mistake_has_its_return():
    """No mistake misses: its branch sends that workbook with that period."""
    for mistake in MISTAKES:
        period = Period.parse(f"2026{mistake.round}")
        sent = returns_of(Plan(2026, 2026, 8, mistake.role), period)
        assert mistake.form in {one.form for one in sent}, mistake


def test_most_returns_are_as_they_should_be():
    touched = {(mistake.role, mistake.round, mistake.form) for mistake in MISTAKES}
    assert len(touched) < 0.15 * 160


@pytest.mark.parametrize(("period", "days"), [("2026-02", 4), ("2026-10", 10)])
def test_late(period, days):
    """4/33: the second one even after the freeze."""
    due, freeze = deadlines(Period.parse(period))
    (sent,) = [one for one in deliveries(3, period) if one.sent.form == "MON"]
    assert sent.sent_at > due
    assert (sent.sent_at > freeze) == (days == 10)


def test_missing():
    """4/34."""
    assert deliveries(3, "2026-04") == []


def test_damaged_then_whole():
    cut, whole = [one for one in deliveries(3, "2026-08") if one.sent.form == "MON"]
    assert cut.edits
    assert not whole.edits
    assert whole.sent_at - cut.sent_at == timedelta(days=3)


def test_sent_back_then_second_version():
    """4/35."""
    first, second = [one for one in deliveries(4, "2026-06") if one.sent.form == "MON"]
    assert "monthly_reports" not in first.form
    assert (second.sent.version, second.sent.cover["submission_no"]) == (2, 2)
    assert second.sent.cover["correction_note"]


def test_same_number_different_content():
    """4/37."""
    sent = [one for one in deliveries(5, "2026-05") if one.sent.form == "MON"]
    assert [one.sent.version for one in sent] == [1, 1, 2]
    assert sent[0].sent.rows["talks"] != sent[1].sent.rows["talks"]


def test_columns_moved_and_old_template_keep_the_rows():
    """4/40."""
    (moved,) = [one for one in deliveries(1, "2026-06") if one.sent.form == "MON"]
    assert [f.name for f in moved.form["monthly_reports"].fields][-2:] == ["report_method", "proposals"]
    (old,) = [one for one in deliveries(5, "2026-01") if one.sent.form == "MON"]
    assert "place" not in old.form["talks"]
    assert old.form["talks"]["contact_employee_no"].label != FORMS["MON"]["talks"]["contact_employee_no"].label


def test_unusual_cells_are_read_wrong_ones_refused():
    for role, period, refused in ((8, "2026-03", 0), (3, "2026-05", 4)):
        (sent,) = [one for one in deliveries(role, period) if one.sent.form == "MON"]
        read = [
            field.parse(field.render(row.get(field.name)))
            for name, rows in sent.sent.rows.items()
            for row in rows
            for field in FORMS["MON"][name].read_fields
        ]
        assert sum(isinstance(value, Bad) for value in read) == refused


def test_zip_copy_lock_file_and_xls():
    assert {one.archive for one in deliveries(2, "2026-07")} == {"一分公司二队七月报表.zip"}
    assert len({one.name for one in deliveries(6, "2026-03")}) == 2
    assert any(one.name.startswith("~$") for one in deliveries(6, "2026-05"))
    assert any(one.name.endswith(".xls") for one in deliveries(7, "2026-04"))


def test_row_deleted_and_no_nil_flag():
    """X05, S04."""
    (base,) = [one for one in deliveries(5, "2026-10") if one.sent.form == "BASE"]
    whole = next(one for one in returns_of(base.sent.plan, Period.parse("2026-10")) if one.form == "BASE")
    assert len(base.sent.rows["contacts"]) == len(whole.rows["contacts"]) - 1
    (month,) = deliveries(8, "2026-11")
    assert month.sent.cover["nil_sheets"] is None


def test_without_mistakes_files_go_as_they_are():
    (only,) = deliveries(7, "2026Q2")
    assert (only.name, only.edits, only.archive, only.raw) == (only.sent.file_name, (), "", b"")
