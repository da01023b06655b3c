from hostile import CELL, relations_xml, sheet_xml, sheets_xml
from workbooks import STAMP, book, handmade

from zoneproc.excel.facts import Facts
from zoneproc.excel.guard import inspect
from zoneproc.excel.reading import RawBook, read_book_bytes
from zoneproc.excel.stamp import CHECK_SHEET, GUIDE_SHEET, LISTS_SHEET, SELF_SHEET, STAMP_NAME, packed

ERROR = sheet_xml('<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>')


def test_macros_links_and_the_date_system_are_told():
    plain = inspect(handmade(CELL))
    assert isinstance(plain, Facts)
    assert (plain.macros, plain.links, plain.date1904) == (False, False, False)
    book = sheets_xml('<sheet name="甲" sheetId="1" r:id="r1"/>').replace(
        "<sheets>", "<workbookPr date1904='1'/><sheets>"
    )
    members = {"xl/workbook.xml": book, "xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<x/>"}
    linked = '<row r="1"><c r="A1"><f>[1]甲!A1</f><v>1</v></c></row>'
    told = inspect(handmade(linked, **members))
    assert isinstance(told, Facts)
    assert (told.macros, told.links, told.date1904) == (True, True, True)
    assert told.sheets["甲"].linked == ((1, 0),)


def test_a_sheet_is_scanned_wherever_its_relation_points():
    for target, member in (("/xl/sheets/a.xml", "xl/sheets/a.xml"), ("../xl/a.xml", "xl/a.xml"), ("A.XML", "xl/a.xml")):
        data = handmade(CELL, **{"xl/_rels/workbook.xml.rels": relations_xml(target), member: ERROR})
        facts = inspect(data)
        assert isinstance(facts, Facts)
        assert dict(facts.sheets["甲"].errors) == {(2, 1): "#REF!"}


def test_parts_nobody_opens_are_not_even_inflated():
    data = handmade(CELL, **{"xl/media/huge.xml": " " * 3_000_000})
    assert isinstance(read_book_bytes(data), RawBook)


def stamped(sheets: str) -> bytes:
    """A book with our stamp whose sheets all stand in one part."""
    name = f'<definedNames><definedName name="{STAMP_NAME}">{packed(STAMP)}</definedName></definedNames></workbook>'
    return handmade(CELL, **{"xl/workbook.xml": sheets_xml(sheets).replace("</workbook>", name)})


def test_of_a_template_the_sheets_nobody_fills_are_left_closed():
    """Only of a stamped workbook, and never a part that another sheet shows too."""
    own = f'<sheet name="{GUIDE_SHEET}" sheetId="1" r:id="r1"/>'
    closed = read_book_bytes(stamped(own))
    assert isinstance(closed, RawBook)
    assert closed.facts.unread == {GUIDE_SHEET}
    assert closed.sheets[0].rows == []
    assert not closed.facts.blind
    shared = read_book_bytes(stamped(own + '<sheet name="甲" sheetId="2" r:id="r1"/>'))
    assert isinstance(shared, RawBook)
    assert [sheet.rows for sheet in shared.sheets] == [[], [[1.0]]]
    ours = (GUIDE_SHEET, SELF_SHEET, CHECK_SHEET, LISTS_SHEET)
    foreign = read_book_bytes(book({title: [["x"]] for title in ours}))
    assert isinstance(foreign, RawBook)
    assert foreign.facts.unread == frozenset()
    assert [sheet.rows for sheet in foreign.sheets] == [[["x"]]] * len(ours)


def test_lists_are_closed_where_a_workbook_checks_itself():
    """In the rules workbook 字典 is a table."""
    lists = f'<sheet name="{LISTS_SHEET}" sheetId="1" r:id="r1"/>'
    returned = read_book_bytes(stamped(f'{lists}<sheet name="{SELF_SHEET}" sheetId="2" r:id="r1"/>'))
    rules = read_book_bytes(stamped(lists))
    assert isinstance(returned, RawBook)
    assert isinstance(rules, RawBook)
    assert (returned.facts.unread, rules.facts.unread) == ({LISTS_SHEET, SELF_SHEET}, frozenset())
