"""What a template itself says is known as such, however it was retyped; what a clerk says is not."""

from zoneproc.excel.layout import note_of
from zoneproc.forms import FORMS
from zoneproc.slips.printed import cover_of, head_of

TALKS = FORMS["MON"]["talks"]


def test_titles_notes_headings_and_names_are_the_templates():
    head = head_of(TALKS)
    assert all(head.says(word, first=False) for word in ("党员编号＊", "member_no", "MEMBER_NO", note_of(TALKS)))
    assert head.says("联系谈心记录(2026年3月)", first=True)
    assert not head.says("联系谈心记录(2026年3月)", first=False)
    assert not head.says("谈了谈", first=True)


def test_lines_of_the_cover():
    cover = cover_of(FORMS["MON"])
    assert all(
        map(cover.says, ("项目", "党支部编码", "branch_code", "联系谈心记录", f"{FORMS['MON'].title}(2026年3月)"))
    )
    assert not any(map(cover.says, ("附言", 3.0, None)))
