"""What was read travels without its form and is whole again where it is judged."""

from dataclasses import replace

import pytest
from workbooks import FORMS, STAMP, book, sheets

from zoneproc.excel.package import LIMITS, Unreadable
from zoneproc.intake import read_submission
from zoneproc.intake.packet import read_packed, unpacked

FILES = {"whole": book(sheets(), STAMP), "strange": b"<html>", "lost": Unreadable("坏了", "重发")}


@pytest.mark.parametrize("name", FILES)
def test_a_submission_unpacked_is_what_was_read(name):
    packet = read_packed(FORMS, LIMITS, (name, FILES[name]))
    assert unpacked(packet.data, FORMS) == read_submission(name, FILES[name], FORMS)


def test_the_form_stays_behind_and_is_the_one_everybody_knows():
    packet = read_packed(FORMS, LIMITS, ("月报.xlsx", FILES["whole"]))
    identity = unpacked(packet.data, FORMS).identity
    assert identity.form is FORMS["MON"]
    assert packet.identity.form.tables == ()
    assert replace(packet.identity, form=FORMS["MON"]) == identity
