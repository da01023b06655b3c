"""Workbooks of an earlier template: read by name, and told what is otherwise (promise 5)."""

from dataclasses import replace

from workbooks import FORMS, MON, STAMP, TALK, TALKS, book, sheets

from zoneproc.intake import read_submission, upgrade_notes

OLD = {**STAMP, "fingerprint": "0123456789ab"}


def read(grids, stamp=OLD):
    return read_submission("a.xlsx", book(grids, stamp), FORMS)


def told(submission):
    return [(finding.code.number, finding.place.sheet) for finding in submission.findings]


def with_columns(order, **headings):
    """The talks with their columns in this order, without machine names, some headings as they were once called."""
    grids = sheets()
    labels = [headings.get(field.name, field.label) for field in TALKS.fields]
    rows = [["题"], ["填写"], labels, TALK]
    grids["联系谈心记录"] = [rows[0], rows[1], *([row[at] for at in order] for row in rows[2:])]
    return grids


def test_todays_template_needs_no_note():
    submission = read(sheets(), STAMP)
    assert upgrade_notes(submission) is None
    assert told(submission) == []


def test_an_old_template_without_differences_is_named():
    submission = read(sheets())
    assert told(submission) == [("S21", "")]
    assert upgrade_notes(submission) == submission.findings[0]
    assert submission.tables.keys() == {"cover", "talks", "events"}


def test_moved_new_and_renamed_columns_are_listed_and_the_data_kept():
    grids = with_columns([6, 0, 1, 2, 3, 5], member_no="党员代码")
    submission = read(grids)
    talks = submission.tables["talks"]
    assert not submission.blocked
    assert talks.values["content"] == ["谈了谈"]
    assert talks.values["member_no"] == ["D00123"]
    note = upgrade_notes(submission)
    assert [word in note.message for word in ("谈心内容摘要", "思想状态", "党员代码", "参加人数")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_compulsory_column_may_be_younger_than_the_template():
    """Each of its cells is then asked for; a column that names the rows is indispensable in every template."""
    grids = with_columns([0, 2, 3, 4, 5, 6])
    assert not read(grids).blocked
    assert read(grids).tables["talks"].rows == [4]
    assert read(grids, STAMP).blocked
    assert read(with_columns([1, 2, 3, 4, 5, 6])).blocked


def test_a_sheet_that_may_be_empty_may_be_younger_than_the_template():
    grids = sheets()
    del grids["重大事项"]
    assert told(read(grids)) == [("S12", ""), ("S21", "")]
    assert read(grids, STAMP).blocked


def test_without_a_stamp_the_cover_tells_the_template():
    form = replace(MON, tables=(replace(MON["cover"], fields=(*MON["cover"].fields, VERSION)), *MON.tables[1:]))
    grids = sheets()
    for printed, older in (("0123456789ab", True), (form.fingerprint, False), ("2026.1", False)):
        cover = [*grids["封面"], ["模板版本", printed, "", "template_version"]]
        submission = read_submission("a.xlsx", book({**grids, "封面": cover}), {"MON": form})
        assert (upgrade_notes(submission) is not None) is older


VERSION = replace(MON["cover"]["office_phone"], name="template_version", label="模板版本")
