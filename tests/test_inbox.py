"""Every file of the inbox is delivered or counted as passed over; nothing in it is changed."""

import os
import zipfile
from datetime import datetime

from zoneproc.excel.package import Limits
from zoneproc.inbox import count_passed_over, deliveries


def test_files_of_any_depth_come_with_the_time_they_were_written(tmp_path):
    (tmp_path / "三月").mkdir()
    file = tmp_path / "三月" / "表.xlsx"
    file.write_bytes(b"x")
    written = datetime(2026, 4, 3, 9, 30)
    os.utime(file, (written.timestamp(), written.timestamp()))
    assert [(item.name, item.data, item.modified) for item in deliveries(tmp_path)] == [("三月/表.xlsx", b"x", written)]


def test_a_zip_is_its_members_with_chinese_names_of_windows(tmp_path):
    """Names stored as GBK without the flag (dependencies.md 7)."""
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        info = zipfile.ZipInfo("占位")
        info.filename = "三分公司.xlsx".encode("gb18030").decode("cp437")
        archive.writestr(info, b"PK-not-really")
    data = (tmp_path / "包.zip").read_bytes()
    names = [item.name for item in deliveries(tmp_path)]
    assert len(names) == 1
    assert (tmp_path / "包.zip").read_bytes() == data


def test_owner_files_and_links_are_passed_over(tmp_path):
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "表.xlsx").write_bytes(b"x")
    outside = tmp_path.parent / "outside.xlsx"
    outside.write_bytes(b"secret")
    (tmp_path / "链接.xlsx").symlink_to(outside)
    assert list(deliveries(tmp_path)) == []
    assert count_passed_over(tmp_path) == 2


def test_equal_content_under_two_names_is_one_identity(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "b.xlsx").write_bytes(b"x")
    assert len({item.sha256 for item in deliveries(tmp_path)}) == 1


def test_a_file_that_cannot_be_read_or_is_too_large_is_delivered_with_its_fault(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(b"x" * 50)
    (tmp_path / "b.xlsx").write_bytes(b"x")
    large, small = deliveries(tmp_path, limits=Limits(package_size=10))
    assert large.fault is not None
    assert (large.data, small.fault, small.data) == (b"", None, b"x")

    def closed(path):
        raise PermissionError(path) if path.name == "a.xlsx" else FileNotFoundError(path)

    monkeypatch.setattr("pathlib.Path.read_bytes", closed)
    (only,) = deliveries(tmp_path)
    assert only.name == "a.xlsx"
    assert only.fault is not None


def test_what_is_passed_over_inside_zips_is_counted(tmp_path):
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        for name in ("__MACOSX/._a.xlsx", "~$a.xlsx", "a.xlsx", "folder/"):
            archive.writestr(name, b"x")
    (tmp_path / "坏.zip").write_bytes(b"PK")
    assert count_passed_over(tmp_path) == 2


def test_a_zip_too_large_to_be_taken_is_not_even_opened_to_count_in_it(tmp_path):
    with (tmp_path / "大.zip").open("wb") as file:
        file.truncate(Limits().package_size + 1)  # a hole: it takes no room
    (only,) = deliveries(tmp_path)
    assert (only.data, only.fault is None) == (b"", False)
    assert count_passed_over(tmp_path) == 0
