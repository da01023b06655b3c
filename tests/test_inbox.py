"""Every file of the inbox is delivered or counted as passed over; nothing in it is changed."""

import os
import zipfile
from datetime import datetime

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
