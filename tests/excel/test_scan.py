import pytest

from zoneproc.excel.package import Limits, Refused
from zoneproc.excel.scan import attributes, require_sane_texts, scan_sheet


def test_counts_beyond_reason_are_refused():
    part = b"<sheetData></sheetData>" + b'<mergeCell ref="A1:A2"/>' * 50_001
    with pytest.raises(Refused):
        scan_sheet(part, Limits())


def test_more_cells_than_allowed_are_refused():
    part = b'<sheetData><row r="1">' + b'<c r="A1"><v>1</v></c>' * 200 + b"</row></sheetData>"
    with pytest.raises(Refused):
        scan_sheet(part, Limits(cells=100))


@pytest.mark.parametrize(
    "cell",
    ['<c r="B2" t="e"><v>#N/A</v></c>', "<c r='B2' t='e'><v>#N/A</v></c>", '<c r="B2" s="1" t = "e"><f>x</f><v>#N/A</v></c>',
     '<x:c r="B2" t="e"><x:v>#N/A</x:v></x:c>', '<c/><c t="e"><v>&#35;N/A</v></c>', '<c r="B2" t="e"><f>NA()</f></c>'],
)  # fmt: skip
def test_an_error_is_seen_however_its_cell_is_written(cell):
    part = f'<sheetData><row r="2" hidden="true">{cell}</row></sheetData>'.encode()
    facts = scan_sheet(part, Limits())
    assert dict(facts.errors) == {(2, 1): "#N/A"}
    assert facts.hidden_rows == {2}


def test_formulas_on_other_files_and_hidden_columns_are_found():
    part = (
        b'<cols><col min="3" max="4" hidden="1"/><col min="6" max="6"/></cols><sheetData><row r="1">'
        b'<c r="A1"><f>[1]x!A1</f><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row></sheetData>'
    )
    for written in (part, part.replace(b'r="B1"', b"")):
        facts = scan_sheet(written, Limits(), links=True)
        assert facts.linked == ((1, 0),)
        assert facts.hidden_columns == {2, 3}
        assert scan_sheet(written, Limits()).linked == ()


def test_the_exact_path_and_the_quick_one_find_the_same():
    cells = b"".join(
        b'<c r="%c1"%s>%s</c>' % (65 + at, tag, content)
        for at, (tag, content) in enumerate(
            [(b"", b"<v>1</v>"), (b' t="e"', b"<v>#REF!</v>"), (b"", b"<f>A1</f>"), (b"", b"<f>A1</f><v></v>"),
             (b' t="str"', b"<f>A1</f><v></v>"), (b"", b'<f t="shared" si="0"/><v>3</v>'), (b"", b'<f si="0"/>')]
        )
    )  # fmt: skip
    part = b'<sheetData><row r="1">' + cells + b"</row></sheetData>"
    quick, exact = scan_sheet(part, Limits()), scan_sheet(part, Limits(rows=5))
    assert quick == exact
    assert sorted(quick.errors) == [(1, 1), (1, 2), (1, 3), (1, 6)]


def cells_at(*addresses: str) -> bytes:
    rows = (f'<row><c r="{address}" t="e"><v>#REF!</v></c></row>' for address in addresses)
    return f"<sheetData>{''.join(rows)}</sheetData>".encode()


@pytest.mark.parametrize("last", ["Z99999", "ZZ999", "AA1000", "AA10000", "Z100000", "D200000"])
def test_a_long_sheet_reads_alike_on_both_paths(last):
    part = cells_at("A1", last)
    oddly = part.replace(b'<c r="A1" t', b'<c t="e" r="A1" x')
    wide = Limits(grid=30_000_000)
    assert scan_sheet(part, wide) == scan_sheet(oddly, wide)
    assert len(scan_sheet(part, wide).errors) == 2


@pytest.mark.parametrize("corners", [("A99999", "ZZ1"), ("A200001",), ("ZZ9999", "A1"), ("AML1",)])
def test_an_area_no_reader_could_hold_is_refused(corners):
    with pytest.raises(Refused):
        scan_sheet(cells_at("A1", *corners), Limits())


def test_a_text_far_longer_than_a_cell_is_refused():
    texts = b"<sst><si><t>" + b"x" * 140_000 + b"</t></si></sst>"
    with pytest.raises(Refused):
        require_sane_texts(texts, Limits())
    require_sane_texts(texts[:100_000], Limits())


def test_attributes_are_told_by_their_local_name():
    assert attributes(b'<sheet name="a&amp;b" r:id=\'r1\' state="hidden"/>') == {
        "name": "a&b",
        "id": "r1",
        "state": "hidden",
    }
