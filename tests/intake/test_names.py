"""Names without numbers are told with who may be meant, never joined (4/38, 4/39)."""

import pandas as pd
import pytest
from workbooks import TALK, TALKS

from zoneproc.findings import Place
from zoneproc.intake.codes import S22
from zoneproc.intake.names import candidates, name_only
from zoneproc.intake.parsing import parse_table
from zoneproc.schema import Kind

ROSTER = {"D00101": "张三", "D00107": "张三", "D00102": "李四光", "D00103": "阿依·古丽", "D00104": "张三丰"}
NAMES = [field.name for field in TALKS.read_fields]


def test_one_name_may_be_several_people():
    assert candidates("张三", ROSTER).same == ["D00101", "D00107"]


@pytest.mark.parametrize("written", ["阿依•古丽", "阿依・古丽", "阿依 · 古丽", "阿依．古丽", "阿 依·古丽"])
def test_dots_and_blanks_do_not_make_another_name(written):
    assert candidates(written, ROSTER).same == ["D00103"]


def test_near_names_are_told_apart_from_the_same():
    found = candidates("李四兴", ROSTER)
    assert (found.same, found.near) == ([], ["D00102"])
    assert candidates("张三", ROSTER).near == ["D00104"]
    assert candidates("王五", ROSTER).near == []


def rows(*cells):
    columns = {name: pd.Series([row[at] for row in cells], dtype=object) for at, name in enumerate(NAMES)}
    numbers = list(range(5, 5 + len(cells)))
    return pd.DataFrame(columns | {"_source": pd.Series(["a"] * len(cells), dtype="str"), "_row": numbers})


def test_a_row_with_a_name_only_is_held_back_and_told():
    listed = [[None, "张 三", *TALK[2:7]], ["D00102", "李四光", *TALK[2:7]], [None, None, *TALK[2:7]]]
    parsed = parse_table(rows(*listed), TABLE)
    found = name_only(
        parsed.held, TABLE, lambda source: ROSTER, lambda table, source, row, name: Place(source, table, f"{name}{row}")
    )
    assert list(parsed.frame["member_no"]) == ["D00102"]
    assert [(finding.code, finding.place.cell, finding.value) for finding in found] == [(S22, "member_name5", "张三")]
    assert "D00101" in found[0].message
    assert "D00107" in found[0].message


def _pointing():
    from dataclasses import replace

    fields = (replace(TALKS["member_no"], refers_to="members.member_no"), *TALKS.fields[1:])
    assert fields[1].kind is Kind.NAME
    return replace(TALKS, fields=fields)


TABLE = _pointing()
