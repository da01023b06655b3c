"""What was read travels without its form and is whole again where it is judged."""

from dataclasses import replace

import pytest
from workbooks import FORMS, STAMP, book, sheets

from zoneproc.excel.package import LIMITS, Unreadable
from zoneproc.excel.reading import read_book_bytes
from zoneproc.excel.stamp import LISTS_SHEET
from zoneproc.intake import read_submission
from zoneproc.intake.packet import opened, read_packed, unpacked

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


def test_all_that_stands_in_the_file_comes_along_but_for_its_long_lists():
    data = book({**sheets(), LISTS_SHEET: [["E10001", "甲"]], "另一张": [["随手写的"]]}, STAMP)
    packet, raw = read_packed(FORMS, LIMITS, ("月报.xlsx", data)), read_book_bytes(data)
    shown = tuple(each for each in raw.sheets if each.title != LISTS_SHEET)
    submission = unpacked(packet.data, FORMS)
    assert opened(packet.data, packet.cells, FORMS) == (submission, replace(raw, sheets=shown))


@pytest.mark.parametrize("name", ["strange", "lost"])
def test_of_what_is_nobodys_only_the_finding_is_kept(name):
    packet = read_packed(FORMS, LIMITS, (name, FILES[name]))
    assert (packet.identity, packet.cells) == (None, b"")
