"""Locked cells: what was issued counts, changes are told (promise 9)."""

from dataclasses import replace
from datetime import date

from workbooks import COVER, FORMS, MON, STAMP, TALK, TALKS, book, sheets

from zoneproc.intake import issued_differences, read_submission, with_issued_values

GIVEN = ("member_no", "member_name", "team_code")
LOCKED = replace(
    TALKS, fields=tuple(replace(field, prefilled=field.name in GIVEN) for field in TALKS.fields), key=("member_no",)
)
HEAD = replace(COVER, fields=tuple(replace(field, prefilled=field.name == "preparer") for field in COVER.fields))
FORM = replace(MON, tables=(HEAD, LOCKED, MON["events"]))
WHO = (("D00123", "张三"), ("D00124", "李四"), ("D00125", "阿依·古丽"))
ISSUED = {"talks": [{"member_no": no, "member_name": name, "team_code": "052-01"} for no, name in WHO]}


def talk(place, **cells):
    given = dict(ISSUED["talks"][place]) | cells
    row = [given.get(field.name) for field in TALKS.fields[:3]] + TALK[3:]
    return [*row[:3], date(2026, 3, 5 + place), *row[4:]]


def returned(*rows, issued=ISSUED, **cover):
    submission = read_submission("a.xlsx", book(sheets(rows, **cover), STAMP), {**FORMS, "MON": FORM})
    return with_issued_values(submission, issued)


def told(submission):
    return [(finding.code.number, finding.place.sheet, finding.place.cell) for finding in submission.findings]


def column(submission, name):
    return submission.tables["talks"].values[name]


def test_what_came_back_as_issued_is_left_alone():
    rows = [talk(0), talk(1, member_name="李 四"), talk(2, member_name="阿依•古丽", member_no="ｄ00125")]
    submission = returned(*rows)
    assert told(submission) == []
    assert issued_differences(submission, None) == ()
    assert returned(*rows, issued=None).tables == submission.tables


def test_a_changed_cell_is_told_and_the_issued_value_used():
    submission = returned(talk(0), talk(1, member_name="王五"), talk(2, team_code=None))
    assert told(submission) == [("S20", "联系谈心记录", "B6"), ("S20", "联系谈心记录", "C7")]
    assert column(submission, "member_name") == ["张三", "李四", "阿依·古丽"]
    assert column(submission, "team_code") == ["052-01"] * 3


def test_the_key_itself_may_be_the_changed_cell():
    submission = returned(talk(0), talk(1, member_no="D00199"), talk(2))
    assert told(submission) == [("S20", "联系谈心记录", "A6")]
    assert column(submission, "member_no")[1] == "D00124"


def test_a_column_sorted_alone_is_put_right():
    numbers = ["D00125", "D00124", "D00123"]
    submission = returned(*(talk(place, member_no=number) for place, number in enumerate(numbers)))
    assert column(submission, "member_no") == ["D00123", "D00124", "D00125"]
    assert [cell for _, _, cell in told(submission)] == ["A5", "A7"]


def test_sorted_copied_and_added_rows_keep_what_is_theirs():
    """A second talk is a copied row; a new contact is a row of the branch's own."""
    own = ["D00130", "赵六", "052-09", *TALK[3:]]
    submission = returned(talk(2), talk(0), talk(0), talk(1), own)
    assert told(submission) == []
    assert column(submission, "member_no") == ["D00125", "D00123", "D00123", "D00124", "D00130"]


def test_a_row_that_did_not_come_back_is_told():
    assert told(returned(talk(0), talk(2))) == [("S20", "联系谈心记录", "")]


def test_a_row_that_could_be_two_is_left_as_it_stands():
    issued = {"talks": [{"member_no": no, "team_code": "052-01"} for no, _ in WHO[:2]]}
    rows = [talk(0, member_no="D00150"), talk(0, member_no="D00151")]
    submission = returned(*rows[::-1], talk(2), issued={"talks": [*issued["talks"], {"member_no": "D00125"}]})
    assert set(column(submission, "member_no")) <= {"D00150", "D00151", "D00123", "D00124", "D00125"}
    assert all(number == "S20" for number, _, _ in told(submission))


def test_the_cover_is_restored_too():
    submission = returned(talk(0), talk(1), talk(2), issued={"cover": [{"preparer": "王五"}]}, preparer="赵六")
    assert told(submission) == [("S20", "封面", "B9")]
    assert submission.tables["cover"].values["preparer"] == ["王五"]


def test_a_code_without_its_zeros_is_restored_without_a_word():
    given = {"talks": [{"member_no": no, "member_name": name, "team_code": "0052"} for no, name in WHO]}
    submission = returned(*(talk(place, team_code=52) for place in range(3)), issued=given)
    assert told(submission) == []
    assert column(submission, "team_code") == ["0052"] * 3


def test_rows_and_cells_that_were_not_locked_are_the_branchs_own():
    own = {"talks": [row | {"_own": True} for row in ISSUED["talks"]]}
    unlocked = {"events": [{"event_no": "A9"}]}
    assert told(returned(talk(0, member_name="王五"), issued=own)) == []
    assert told(returned(talk(0), issued=unlocked)) == []


def test_a_return_without_any_of_the_people_it_was_issued_for_is_refused():
    others = [["D00201", "钱一", "053-01"], ["D00202", "钱二", "053-01"], ["D00203", "钱三", "053-01"]]
    submission = returned(*([*who, *talk(place)[3:]] for place, who in enumerate(others)))
    assert told(submission) == [("S01", "", "")]
    assert submission.blocked
