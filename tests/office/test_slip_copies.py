"""Return slips as LibreOffice opens and computes them: what it makes of the slip written from nothing."""

import shutil
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from recalculation import differences, recalculated

from zoneproc.excel import slip_copies
from zoneproc.excel.issue import MARKS, OWN, Issue, Mark
from zoneproc.excel.slip import Item, Slip, write_slip
from zoneproc.excel.slip_copies import write_slip_copy
from zoneproc.forms import FORMS

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def shown(path):
    """What stands in the cells, and the notes on them."""
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.comment and cell.comment.text)
        for sheet in openpyxl.load_workbook(path, data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.comment
    }


def test_a_slip_from_the_pattern_opens_and_computes_as_the_slip(tmp_path, monkeypatch):
    form = replace(
        FORMS["MON"], tables=tuple(replace(each, spare_rows=min(each.spare_rows, 9)) for each in FORMS["MON"].tables)
    )
    talk = {"member_no": "D00001", "member_name": "<李&四>", "talk_date": date(2026, 3, 12), "place": date(2026, 3, 1)}
    marked = talk | {"talk_date": "三月", OWN: True, MARKS: {"talk_date": Mark("请写日期")}}
    item = Item("错误", "S05", "写法", "请改", "写法不对", "三月", "某处", (form["talks"].label, "E6"), "新增")
    issue = Issue("001005", "七队党支部", "三分公司", "2026-03", 2, "赵六", "钱七")
    slip = Slip(form, issue, {"talks": [talk | {OWN: True}, marked]}, [item], (), ("感谢",))
    written = write_slip(tmp_path / "slip.xlsx", slip)
    monkeypatch.setattr(slip_copies, "write_slip", None)
    copied = write_slip_copy(tmp_path / "copy.xlsx", slip)
    slow, fast = recalculated([written, copied], tmp_path)
    assert shown(fast) == shown(slow)
    assert differences(copied, fast) == differences(written, slow) == []
