"""Columns moved, inserted, renamed: read rightly or refused, never misread (4/40)."""

from dataclasses import replace

import pytest
from workbooks import TALK, TALKS, table_grid

from zoneproc.forms import FORMS
from zoneproc.intake.columns import find_header, heading_key

LABELS = [field.label for field in TALKS.fields]
NAMES = [field.name for field in TALKS.fields]


def grid(headings=LABELS, names=NAMES, row=TALK):
    return [list(cells) for cells in (["题"], ["注意"], headings, names, row)]


def even(rows):
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def header(*args, **kwargs):
    return find_header(even(grid(*args, **kwargs)), TALKS)


def test_the_issued_layout_is_read():
    found = header()
    assert found.sound
    assert found.first == 4
    assert found.faults == ()
    assert [found.columns[name] for name in NAMES if name != "score"] == list(range(7))


def test_a_header_as_issued_is_found_again_and_any_other_is_looked_at_anew():
    """What the next file says in its rows has no part in it; what it adds above or beside them has."""
    issued = header()
    assert header(row=["", *TALK[1:]]) is issued
    for other in (
        [TALK, *grid()[1:]],
        [*grid()[:4], [*TALK, "自加的一栏"]],
        grid([*LABELS, "自加的一栏"]),
        grid(["", *LABELS], ["", *NAMES], ["自加的一栏", *TALK]),
    ):
        assert find_header(even(other), TALKS).faults
    assert find_header(even([["题"], *grid()]), TALKS).first == 5
    assert find_header(even(grid()), TALKS, older=True) == issued


def test_system_columns_are_not_read():
    assert "score" not in header().columns


def test_moved_columns_are_followed_by_machine_names():
    found = header(LABELS[::-1], NAMES[::-1], TALK[::-1])
    assert found.sound
    assert found.columns["member_no"] == 7


def test_without_machine_names_headings_and_aliases_serve():
    rows = even([["题"], ["再加一行"], ["又一行"], ["党员代码＊", *LABELS[1:]], TALK])
    found = find_header(rows, TALKS)
    assert found.sound
    assert (found.columns["member_no"], found.first) == (0, 4)


def test_a_nearly_right_heading_is_taken_and_told():
    found = header([*LABELS[:6], "谈心的内容摘要", *LABELS[7:]], [""] * 8)
    assert found.columns["content"] == 6
    assert [(fault.what, fault.blocking, fault.row, fault.column) for fault in found.faults] == [
        ("谈心的内容摘要", False, 3, 6)
    ]


def test_a_heading_that_could_be_two_things_is_not_taken():
    found = header([LABELS[0], "党员姓名编号", *LABELS[2:]], [""] * 8)
    assert not found.sound
    assert "member_name" not in found.columns


def test_a_column_of_the_senders_own_is_told_and_left():
    found = header([*LABELS[:1], "我的栏", *LABELS[1:]], [NAMES[0], "", *NAMES[1:]], [TALK[0], "x", *TALK[1:]])
    assert found.sound
    assert found.columns["member_name"] == 2
    assert [(fault.what, fault.blocking, fault.column) for fault in found.faults] == [("我的栏", False, 1)]


def test_a_heading_renamed_over_its_machine_name_is_read():
    found = header(["编号呀", *LABELS[1:]])
    assert found.sound
    assert found.columns["member_no"] == 0


def test_a_shift_between_headings_and_machine_names_is_refused():
    assert not header(["", *LABELS[:-1]]).sound
    assert not header([LABELS[1], LABELS[0], *LABELS[2:]]).sound
    assert not header(["随便", *LABELS[1:], LABELS[0]], [*NAMES, ""]).sound


def test_missing_columns_block_only_where_they_are_needed():
    needed = header(["", *LABELS[1:]], ["", *NAMES[1:]])
    optional = header([*LABELS[:6], "", LABELS[7]], [*NAMES[:6], "", NAMES[7]], [*TALK[:6], "", ""])
    assert not needed.sound
    assert optional.sound
    assert [fault.what for fault in optional.faults] == ["谈心内容摘要"]


def test_a_column_copied_with_its_heading_is_refused_if_both_hold_data():
    twice = ([*LABELS, LABELS[0]], [*NAMES, NAMES[0]])
    assert not header(*twice, [*TALK, "D00124"]).sound
    found = header(*twice, [*TALK, ""])
    assert found.sound
    assert found.columns["member_no"] == 0


def test_a_sheet_without_a_header_has_none():
    assert find_header([["a", "b"], ["c", "d"]], TALKS) is None
    assert find_header([], TALKS) is None
    assert find_header(table_grid(TALKS, [])[:2], TALKS) is None


def test_marks_and_widths_in_headings_do_not_matter():
    assert heading_key(" 党员编号 ＊") == heading_key("党员编号(必填)") == heading_key("党 员\n编号") == "党员编号"


def test_an_alias_of_two_columns_says_nothing():
    """Read as one of them it might be the other."""
    twice = replace(TALKS, fields=tuple(replace(field, aliases=("编码",)) for field in TALKS.fields))
    found = find_header(even([["题"], ["编码", *LABELS[1:]], TALK]), twice)
    assert not found.sound
    assert "member_no" not in found.columns


def test_the_row_of_names_may_have_been_sorted_among_the_data():
    rows = even([["题"], ["注意"], LABELS, TALK, NAMES, TALK])
    found = find_header(rows, TALKS)
    assert found.sound
    assert (found.first, found.lines) == (3, {2, 4})


def test_data_above_the_header_is_refused_and_titles_are_not():
    assert not find_header(even([["题"], TALK, LABELS, NAMES, TALK]), TALKS).sound
    titles = [
        ["云江公交公司"],
        ["填报单位:", "三分公司", "", "2026-03-05", "第 3 期"],
        ["党员", "", "联系人", "", "谈心"],
    ]
    assert find_header(even([*titles, LABELS, NAMES, TALK]), TALKS).sound


def test_headings_that_differ_in_a_telling_character_are_not_near():
    mentors = replace(
        TALKS, fields=tuple(replace(field, label=f"培养联系人的编号{at}") for at, field in enumerate(TALKS.fields))
    )
    labels = [field.label for field in mentors.fields]
    found = find_header(even([[*labels[:-2], "培养联系人的编号9", labels[-1]], TALK]), mentors)
    assert "content" not in found.columns


def test_only_what_names_a_row_is_indispensable_in_an_old_template():
    rows = even([[*LABELS[:1], "", *LABELS[2:]], TALK])
    assert not find_header(rows, TALKS).sound
    assert find_header(rows, TALKS, older=True).sound
    assert not find_header(even([["", *LABELS[1:]], TALK]), TALKS, older=True).sound


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_heading_of_a_sheet_is_near_another(form):
    """With the machine names gone and one heading missing, no other column of the same sheet takes its place."""
    for table in form.tables:
        for item in table.fields:
            labels = [field.label for field in table.fields]
            rest = replace(table, fields=tuple(field for field in table.fields if field is not item))
            found = find_header(even([labels, ["值"] * len(labels)]), rest)
            if found is not None and not table.vertical:
                assert labels.index(item.label) not in found.columns.values(), (table.code, item.label)
