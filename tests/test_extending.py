"""An extension is made sure of before it is entered."""

from datetime import datetime

import pytest
from building import ledger_of
from year_rows import HERE, THERE, branch

from zoneproc.extending import ExtensionError, extension_asked
from zoneproc.register import Extension

OFFICE = ledger_of(organisations=[branch(short_name="甲支部"), branch(THERE, short_name="乙支部")])
GOOD = {"branch": HERE, "form": "MON", "period": "2026-03", "until": datetime(2026, 4, 9), "reason": "停电"}


def asked(**cells):
    return Extension(**{**GOOD, **cells}, who="张三", at=datetime(2026, 4, 5))


@pytest.mark.parametrize("cells", [{}, {"branch": "甲支部"}, {"form": "mon"}, {"reason": " 停电 "}])
def test_branches_by_code_or_name_forms_by_id(cells):
    assert extension_asked(OFFICE, asked(**cells)) == asked()


@pytest.mark.parametrize(
    "cells",
    [{"branch": "丙支部"}, {"form": "QTR"}, {"form": "BASE"}, {"reason": " "}, {"until": datetime(2026, 3, 31)}],
)
def test_what_cannot_be_meant_is_refused(cells):
    with pytest.raises(ExtensionError):
        extension_asked(OFFICE, asked(**cells))
