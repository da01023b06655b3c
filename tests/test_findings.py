"""Findings are ordered for people; codes are declared once."""

from dataclasses import replace

import pytest

from zoneproc.findings import CODES, Code, Finding, Place, Severity, declare, in_order, worst

NOTE = Code("Z01", Severity.NOTE, "甲", "甲", "看一看", "S0a")
ERROR = replace(NOTE, number="Z02", severity=Severity.ERROR)
BLOCK = replace(NOTE, number="Z03", severity=Severity.BLOCK)


def test_blocking_first_then_place():
    found = [
        Finding(code, Place("a.xlsx", "表", cell), "")
        for code, cell in [(NOTE, "A1"), (ERROR, "B2"), (BLOCK, "C3"), (ERROR, "A2")]
    ]
    assert [(f.code.number, f.place.cell) for f in in_order(found)] == [
        ("Z03", "C3"),
        ("Z02", "A2"),
        ("Z02", "B2"),
        ("Z01", "A1"),
    ]
    assert worst(found) is Severity.BLOCK
    assert worst([]) is None


@pytest.mark.parametrize(
    ("clause", "basis"),
    [
        ("S4.3e, U09, U10", "实施意见四(三)"),
        ("S2c, S5.1.4b", "实施意见二、五(一)4"),
        ("S0b, S3.0a, S3.2e–f, S3.2a", "实施意见前言、三、三(二)"),
        ("domain 3.1–3.4", "考核办法"),
        ("domain.md 2.10", "填报要求"),
    ],
)
def test_a_clause_is_cited_as_the_regulation_counts(clause, basis):
    assert replace(NOTE, clause=clause).basis == basis


def test_a_number_is_never_reused(monkeypatch):
    monkeypatch.setattr("zoneproc.findings.CODES", {**CODES})
    declare(NOTE)
    assert declare(NOTE) is NOTE
    with pytest.raises(ValueError, match="Z01"):
        declare(replace(NOTE, title="乙"))


def test_a_place_reads_from_file_to_cell():
    assert str(Place("a.xlsx", "表", "C4")) == "a.xlsx 表 C4"
    assert str(Place("a.xlsx")) == "a.xlsx"
