"""R-9: groups by place with items and reasons (3.3, U43–U45)."""

from printed import printed, table

from zoneproc.reports.group_year import group_book


def test_groups_with_items_place_and_reasons(year, tmp_path):
    book = printed(group_book(year)[0], tmp_path)
    (row,) = table(book, "排名", "名次")
    found = year.scores.groups.iloc[0]
    assert (row["党小组"], row["党员"], row["参加评选"]) == ("支部1 一组", 2, "不可以")
    assert (row["得分"], row["G4"]) == (found["total"], "不适用")
    assert row["原因"] == found["reasons"]
    assert {row["代码"] for row in table(book, "扣分说明", "党小组")} == {"G2", "G3"}
    assert book["排名图"]._charts
