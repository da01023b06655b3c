"""Cells at their true addresses, whatever the reader underneath hides (architecture 9, dependencies.md 3)."""

import subprocess
from datetime import date, datetime

import openpyxl
import pytest
import workbooks
from workbooks import book, handmade, package

from zoneproc.excel.package import Limits
from zoneproc.excel.reading import RawBook, Unreadable, open_packages, read_book, read_book_bytes, unpack
from zoneproc.excel.template import write_template
from zoneproc.kinds import ErrorCell


def read(data: bytes) -> RawBook:
    found = read_book_bytes(data)
    assert isinstance(found, RawBook)
    return found


def test_addresses_are_true_although_the_sheet_begins_late():
    rows = read(book({"甲": [[], [], [None, None, "C3"]]})).sheets[0].rows
    assert rows[2][2] == "C3"
    assert rows[0] == ["", "", ""]


def test_error_cells_and_uncached_formulas_are_brought_home():
    data = handmade('<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="E4" t="e"><v>#N/A</v></c></row>')
    rows = read(data).sheets[0].rows
    assert rows[3][4] == ErrorCell("#N/A")
    assert {len(row) for row in rows} == {5}


def test_a_file_is_known_by_its_hash_size_and_stamp():
    data = book({"甲": [[1]]}, workbooks.STAMP)
    found = read(data)
    assert found.size == len(data)
    assert len(found.sha256) == 64
    assert found.stamp["branch_code"] == "001005"
    assert found.sheet("甲") is not None
    assert found.sheet("乙") is None
    assert [sheet.visible for sheet in found.sheets] == [True, False]


def test_the_stamp_survives_the_loss_of_its_sheet(tmp_path):
    path = write_template(tmp_path / "a.xlsx", workbooks.COMPANY)
    opened = openpyxl.load_workbook(path)
    del opened["_meta"]
    opened.save(path)
    found = read_book(path)
    assert isinstance(found, RawBook)
    assert found.stamp["template_id"] == "COMPANY"
    assert found.stamp["fingerprint"] == workbooks.COMPANY.fingerprint


def test_dates_and_texts_come_as_they_are():
    rows = read(book({"甲": [[date(2026, 3, 5), "2026.3.5", 46086, "001005"]]})).sheets[0].rows
    assert rows[0] == [date(2026, 3, 5), "2026.3.5", 46086.0, "001005"]
    assert not isinstance(rows[0][0], datetime)


def test_no_sheet_no_book():
    empty = handmade("", **{"xl/workbook.xml": "<workbook><sheets></sheets></workbook>"})
    assert isinstance(read_book_bytes(empty), Unreadable)


def test_links_and_folders_are_not_followed(tmp_path):
    (tmp_path / "real.xlsx").write_bytes(book({"甲": [[1]]}))
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    assert isinstance(read_book(tmp_path / "real.xlsx"), RawBook)
    assert isinstance(read_book(tmp_path / "link.xlsx"), Unreadable)
    assert isinstance(read_book(tmp_path), Unreadable)


def gbk_package(members: dict[str, bytes]) -> bytes:
    """A zip as Windows programs write it: names in GBK, and nothing that says so."""
    wanted = {name.encode("gbk"): content for name, content in members.items()}
    stand_ins = {bytes([65 + at]) * len(name): name for at, name in enumerate(wanted)}
    data = package({mark.decode(): wanted[name] for mark, name in stand_ins.items()})
    for mark, name in stand_ins.items():
        data = data.replace(mark, name)
    return data


def test_a_package_gives_its_members_with_readable_names(tmp_path):
    """Owner files and leftovers are passed over; a GBK name with a 0x5C second byte is no folder (dependencies.md 7)."""
    inner = book({"甲": [[1]]})
    names = (
        "三分公司/七队.xlsx",
        "乗俓.xlsx",
        "三分公司/~$七队.xlsx",
        "__MACOSX/._七队.xlsx",
        "Thumbs.db",
        "空文件夹/",
    )
    (tmp_path / "报送.zip").write_bytes(gbk_package(dict.fromkeys(names, inner)))
    members = dict(open_packages(tmp_path / "报送.zip"))
    assert members == {"报送.zip/七队.xlsx": inner, "报送.zip/乗俓.xlsx": inner}


def test_a_plain_file_is_its_own_package_and_zips_are_opened_two_deep():
    data = book({"甲": [[1]]})
    assert list(unpack("a.xlsx", data)) == [("a.xlsx", data)]
    inner = package({"a.xlsx": data})
    assert list(unpack("外.zip", package({"内.zip": inner}))) == [("外.zip/内.zip/a.xlsx", data)]
    ((name, deep),) = unpack("外.zip", package({"中.zip": package({"内.zip": inner})}))
    assert name == "外.zip/中.zip/内.zip"
    assert isinstance(deep, Unreadable)
    assert isinstance(read_book_bytes(inner), Unreadable)


def test_a_package_of_too_much_ends_where_the_limit_is():
    """Its members are taken out one by one, never by their own names, and never all of them at any price."""
    outer = package({f"{n}.zip": package({"../../a.xlsx": b"x" * 60_000}) for n in range(5)})
    members = list(unpack("外.zip", outer, Limits(inflated_total=150_000)))
    assert [isinstance(content, Unreadable) for _, content in members] == [False, False, True]
    assert members[0][0] == "外.zip/0.zip/a.xlsx"
    many = list(unpack("外.zip", outer, Limits(entries=5)))
    assert len(many) == 5
    few = list(unpack("外.zip", outer, Limits(package_size=100)))
    assert [name for name, content in few if isinstance(content, Unreadable)] == ["外.zip"]


def test_bombs_in_zips_inside_a_zip_share_one_allowance():
    """Packages are taken apart at home: what is thrown away for its size has cost its time all the same."""
    bomb = package({"a.xlsx": b"0" * 20_000_000})
    members = list(unpack("外.zip", package({f"{n}.zip": bomb for n in range(50)}), Limits(inflated_total=50_000_000)))
    assert len(members) <= 4
    assert all(isinstance(content, Unreadable) for _, content in members)


def test_a_bomb_in_a_package_costs_its_neighbours_nothing():
    data = book({"甲": [[1]]})
    members = dict(unpack("外.zip", package({"a.xlsx": b"0" * 40_000_000, "b.xlsx": data})))
    assert isinstance(members["外.zip/a.xlsx"], Unreadable)
    assert members["外.zip/b.xlsx"] == data


@pytest.mark.office
@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_other_formats_are_read_by_content(tmp_path, extension):
    source = tmp_path / "a.xlsx"
    written = openpyxl.Workbook()
    for row in ((date(2026, 3, 5), datetime(2026, 3, 5, 7, 40), 2.5), (None, "值"), ("=1/0",)):
        written.active.append(row)
    written.active.row_dimensions[2].hidden = True
    written.save(source)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", extension, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    misnamed = (tmp_path / f"a.{extension}").rename(tmp_path / "b.xlsx")
    found = read_book(misnamed)
    assert isinstance(found, RawBook)
    (sheet,) = found.sheets
    assert sheet.rows[0] == [date(2026, 3, 5), datetime(2026, 3, 5, 7, 40), 2.5]
    assert sheet.rows[1][1] == "值"
    assert sheet.rows[2][0] == ErrorCell("#DIV/0!")
    assert sheet.facts.hidden_rows == {2}
    assert not found.facts.blind
