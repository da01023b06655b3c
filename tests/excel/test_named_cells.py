"""Names of columns become cells: of the own row free, of other tables fixed."""

import pytest

from zoneproc.excel.named_cells import Spot, formula_cells, formula_text, keys_of
from zoneproc.excel.writing import WritingError

OWN = Spot("得分表", 5, 3, {"branch": 0, "I11": 1, "I12": 2, "total": 3}, above=3)
SPOTS = {
    "计数": Spot("计数", 4, 3, {"done": 7, "due": 8}),
    "归属": Spot("归属", 9, 3, {"done": 0}),
    "参数": Spot("参数", 4, 2, {"key": 0, "value": 3}, keys=keys_of(["decimals", "cap"])),
}


@pytest.mark.parametrize(
    ("template", "first", "last"),
    [
        ("[I11]*2", "=$B6*2", "=$B8*2"),
        ("=SUM([I11..I12])", "=SUM($B6:$C6)", "=SUM($B8:$C8)"),
        ("SUM([total:])", "=SUM($D$6:$D$8)", "=SUM($D$6:$D$8)"),
        ("[I11^]+SUM([I11..I12^])", "=$B$4+SUM($B$4:$C$4)", "=$B$4+SUM($B$4:$C$4)"),
        ("[计数!done]/[计数!due]", "='计数'!$H$5/'计数'!$I$5", "='计数'!$H$7/'计数'!$I$7"),
        ("[计数!done]+[归属!done]+[total]", "='计数'!$H$5+'归属'!$A$10+$D6", "='计数'!$H$7+'归属'!$A$12+$D8"),
        ("SUM([计数!due:])", "=SUM('计数'!$I$5:$I$7)", "=SUM('计数'!$I$5:$I$7)"),
        ("[参数!cap/value]", "='参数'!$D$6", "='参数'!$D$6"),
    ],
)
def test_names_become_cells(template, first, last):
    of_row = formula_cells(template, OWN, SPOTS)
    assert (of_row(0), of_row(2)) == (first, last)


def test_one_formula_for_all_rows():
    assert formula_text("=COUNT([total:])", OWN, SPOTS) == "=COUNT($D$6:$D$8)"


@pytest.mark.parametrize("template", ["[nothing]", "[名册!done]", "[计数!nothing]", "[参数!other/value]"])
def test_unknown_names_are_bugs(template):
    with pytest.raises(WritingError):
        formula_cells(template, OWN, SPOTS)


def test_a_table_without_rows_keeps_one_row_for_its_ranges():
    assert Spot("表", 5, 0, {}).last == 5
