from string import Formatter

from zoneproc.findings import CODES, Severity
from zoneproc.intake import codes
from zoneproc.intake.codes import masked
from zoneproc.kinds import Reason


def test_every_reason_has_its_code():
    assert set(codes.CODE_OF) == set(Reason)


def test_codes_that_block_are_those_of_the_whole_file():
    mine = {number for number in CODES if hasattr(codes, number)}
    assert {number for number in mine if CODES[number].severity is Severity.BLOCK} == {"S01", "S02", "S03", "S23"}
    for number in mine:
        code = CODES[number]
        assert code.hint
        assert code.clause
        assert all(field is None or field for _, field, _, _ in Formatter().parse(code.message))


def test_private_numbers_are_masked():
    assert masked("证370102199001011234号") == "证370102********1234号"
    assert masked("13812345678") == "138****5678"
    assert len(masked("字" * 500)) < 70
