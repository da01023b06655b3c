from rule_rows import JULY, altered, book_of

from zoneproc.findings import Place
from zoneproc.rules import default_rule_book, rule_book_from
from zoneproc.rules.defaults import default_frames


def test_the_shipped_book_is_read_once():
    assert default_rule_book() is default_rule_book()


def test_findings_stand_in_the_cell_of_the_office_file():
    frames = default_frames()
    frames["parameters"] = frames["parameters"].assign(value="两个").head(1)
    book = rule_book_from(frames, lambda table, source, row, field: Place(source, table, f"{field}@{row}"))
    assert book.findings[0].place == Place("默认办法", "parameters", "value@5")
    assert {found.place.cell for found in book.findings[1:]} == {""}  # missing parameters: the sheet as a whole


def test_without_frames_everything_is_missing():
    book = rule_book_from({})
    assert {found.code.number for found in book.findings} == {"K06", "K17"}
    assert book.on(JULY).indicators("党员", "季度") == ()


def test_findings_come_in_reading_order():
    book = book_of(grades=altered("grades", 1, at_least=95.0), components=altered("components", 0, weight=0.7))
    assert [found.code.number for found in book.findings] == ["K04", "K05"]
