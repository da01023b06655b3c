"""Invented names, and a source of chance for each thing."""

from zoneproc.demo.names import as_row, chance, person_name
from zoneproc.demo.people import Group


def test_chance_depends_on_its_parts_only():
    assert chance(1, "a").random() == chance(1, "a").random()
    assert chance(1, "a").random() != chance(1, "b").random()


def test_names_have_middle_dots_and_rare_characters_now_and_then():
    luck = chance("names")
    names = [person_name(luck) for _ in range(2000)]
    assert 5 < sum("·" in name for name in names) < 80
    assert all(len(name) >= 2 for name in names)


def test_row_has_the_columns_of_its_dataclass():
    group = Group("001001001", "第一党小组", "D00101", start_date=None)
    assert set(as_row(group, "note")) == {"group_code", "group_name", "leader_member_no", "start_date", "end_date"}
