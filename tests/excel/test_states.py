"""States are told by words; the colour follows the word."""

import pytest

from zoneproc.excel.states import state_style
from zoneproc.excel.styles import CHECK, ERROR, GOOD, Style


@pytest.mark.parametrize(
    ("word", "look"),
    [
        ("未覆盖", ERROR),
        ("不合格", ERROR),
        ("暂定", CHECK),
        ("暂定(尚缺 3 份)", CHECK),
        ("入围", GOOD),
        ("张三", Style()),
    ],
)
def test_colour_follows_the_word(word, look):
    assert state_style(word) == look
