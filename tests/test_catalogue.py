"""The check catalogue of domain.md 2.10: every code there is, with its severity, and every code of ours is exercised."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from rule_rows import JULY, added, book_of

import zoneproc
from zoneproc.checks import as_ruled, on_trial
from zoneproc.findings import CODES, Finding, Place, Severity

HERE = Path(__file__)
ERRORS = "S04 S05 S06 S07 S08 S09 R01 R02 R03 R04 R06 C01 C02 C03 Q01 Q04 Q08 V01 V02 V03 V04 V05 V06 X01 X05 P01"
NOTES = "R05 C04 C05 C06 Q02 Q03 Q05 Q06 Q07 Q09 X02 X03 X04 L01 L02 L03"
CATALOGUE = {
    **dict.fromkeys("S01 S02 S03 P02".split(), Severity.BLOCK),
    **dict.fromkeys(ERRORS.split(), Severity.ERROR),
    **dict.fromkeys(NOTES.split(), Severity.NOTE),
}


@pytest.fixture(scope="module")
def codes():
    """Codes are declared beside what raises them, so everything is imported first."""
    for module in pkgutil.walk_packages(zoneproc.__path__, "zoneproc."):
        if module.name != "zoneproc.__main__":
            importlib.import_module(module.name)
    return dict(CODES)


@pytest.mark.parametrize("number", sorted(CATALOGUE))
def test_the_code_is_declared_with_its_severity(codes, number):
    assert codes[number].severity is CATALOGUE[number]


def test_every_code_is_exercised_by_some_test(codes):
    """Style 2: the set of codes equals the set of codes seen in tests."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in HERE.parent.rglob("*.py") if path != HERE)
    assert {number for number in codes if number not in texts} == set()


def test_every_code_says_what_to_do_and_where_it_comes_from(codes):
    for code in codes.values():
        assert code.title
        assert code.hint
        assert code.clause, code.number


@pytest.mark.parametrize(
    ("level", "severity"),
    [("试行", Severity.NOTE), ("提醒", Severity.NOTE), ("错误", Severity.ERROR), ("阻断", Severity.BLOCK)],
)
@pytest.mark.parametrize("number", ["C06", "Q04", "S05"])
def test_a_rule_is_on_trial_warns_or_blocks_from_a_day(codes, number, level, severity):
    """Promise 13: by a row of the rules workbook, from its 生效日期; before that day the catalogue holds."""
    book = book_of(parameters=added("parameters", key=f"check_{number}", value=level))
    assert not book.findings
    found = [Finding(codes[number], Place("a.xlsx", "表", "A5"), "", subject="D00001")]
    before = JULY.replace(month=6, day=30)
    told = [as_ruled(found, book.on(day), day)[0] for day in (before, JULY)]
    assert [finding.severity for finding in told] == [CATALOGUE[number], severity]
    assert [on_trial(finding) for finding in told] == [False, level == "试行"]
    assert as_ruled(told[1:], book.on(JULY), JULY) == told[1:]
