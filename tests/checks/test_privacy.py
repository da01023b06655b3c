"""P01: identity and telephone numbers."""

import pytest
from building import ledger_of
from checks.asking import ask, asked, flat, spot, talk

NAME = "no_private_number_is_written"


@pytest.mark.parametrize("text", ["电话13800138000,已约", "身份证11010519900307123X", "１３８００１３８０００"])
def test_p01_private_numbers(text):
    """2.1: 18 or 11 digits, full-width ones too."""
    assert asked(NAME, talks=[talk(content=text)]) == [("P01", *spot("talks", "content"))]


@pytest.mark.parametrize(
    "text", ["营运〔2026〕8号", "202603051234", "051212345678", "05121234567", "编号D0012313800138000"]
)
def test_p01_other_numbers(text):
    """Documents, longer and shorter numbers, area code and telephone, numbers inside a code."""
    assert asked(NAME, talks=[talk(content=text)]) == []


def test_p01_does_not_repeat_the_number():
    found = ask(NAME, ledger_of(talks=[talk(content="电话13800138000")]))
    assert flat(found) == [("P01", *spot("talks", "content"))]
    assert all("13800138000" not in finding.message + finding.value for finding in found)
