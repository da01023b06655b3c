"""Every file once and untouched; which version counts follows one rule (4/33–37, U08)."""

import stat
from dataclasses import replace
from datetime import date, datetime

import pytest

from zoneproc.archive import ACCEPTED, NEVER, PARTLY, SENT_BACK, Archive, ArchiveError, Filing, Freezes, counting
from zoneproc.forms import FORMS
from zoneproc.register import Seal


def filing(sha, version=1, verdict=ACCEPTED, day=3, branch="001001"):
    return Filing(sha, f"{sha}.xlsx", 3, "", datetime(2026, 4, day), "MON", branch, "2026-03", version, verdict)


def chosen(*filings, freezes=NEVER):
    ordered = sorted(filings, key=lambda item: (item.received_at, item.sha256))
    return {item.sha256 for item in counting(ordered, freezes).values()}


def test_the_highest_accepted_version_counts():
    """4/35."""
    assert chosen(filing("a", 1), filing("b", 2, PARTLY), filing("c", 3, SENT_BACK)) == {"b"}


def test_order_of_arrival_does_not_matter_but_for_equal_numbers():
    assert chosen(filing("a", 2, day=3), filing("b", 1, day=5)) == {"a"}


def test_branches_count_apart():
    assert chosen(filing("a"), filing("b", branch="001002")) == {"a", "b"}


def test_what_came_after_the_freeze_does_not_count():
    """U08."""
    freezes = Freezes(at={("MON", "2026-03"): datetime(2026, 4, 12, 18)})
    assert chosen(filing("a", 1, day=3), filing("b", 2, day=13), freezes=freezes) == {"a"}


def test_an_extension_moves_the_freeze_of_one_branch():
    freezes = Freezes(
        at={("MON", "2026-03"): datetime(2026, 4, 12, 18)},
        put_off={("001001", "MON", "2026-03"): datetime(2026, 4, 20)},
    )
    assert chosen(filing("a", 1, day=3), filing("b", 2, day=13), freezes=freezes) == {"b"}
    other = [filing("c", 1, day=3, branch="001002"), filing("d", 2, day=13, branch="001002")]
    assert chosen(*other, freezes=freezes) == {"c"}


def test_what_was_entered_after_the_seal_does_not_count_whatever_its_time():
    freezes = Freezes(sealed={("MON", "2026-03"): 1})
    first, second = replace(filing("a", 1, day=3), entry=1), replace(filing("b", 2, day=2), entry=2)
    assert chosen(first, second, freezes=freezes) == {"a"}


def test_as_of_a_seal_only_what_was_entered_before_is_known(tmp_path):
    archive = Archive(tmp_path)
    archive.enter([(archive.lay_down(filing("abc"), b"x"), ())], datetime(2026, 4, 3))[0]
    seal = archive.book.seal(Seal("2026-03", 1, datetime(2026, 4, 4), "张三", files=1))
    archive.enter([(archive.lay_down(filing("def"), b"y"), ())], datetime(2026, 4, 5))[0]
    assert [each.sha256 for each in archive.as_of(seal).filings()] == ["abc"]
    assert len(archive.filings()) == 2


def test_office_workbooks_are_kept_by_content(tmp_path):
    archive = Archive(tmp_path)
    digests = [archive.keep_office("公司台账.xlsx", data) for data in (b"one", b"two", b"one")]
    assert [archive.office_data("公司台账.xlsx", digest) for digest in digests] == [b"one", b"two", b"one"]
    with pytest.raises(ArchiveError):
        archive.office_data("公司台账.xlsx", "0" * 64)


def test_what_was_issued_is_kept_the_last_issue_counts(tmp_path):
    archive = Archive(tmp_path)
    rows = {"members": [{"member_no": "D1", "full_date": date(2020, 7, 1), "points": 3, "_own": True, "group": None}]}
    assert archive.issued("001001", "BASE", "2026") == {}
    archive.issue("001001", "BASE", "2026", {"members": []}, datetime(2026, 1, 1))
    archive.issue("001001", "BASE", "2026", rows, datetime(2026, 1, 2))
    kept = {"members": [{"member_no": "D1", "full_date": "2020-07-01", "points": 3}]}
    assert archive.issued("001001", "BASE", "2026") == kept
    assert FORMS["BASE"]["members"]["full_date"].parse(kept["members"][0]["full_date"]) == date(2020, 7, 1)


def test_a_file_is_kept_once_read_only_and_found_again(tmp_path):
    archive = Archive(tmp_path)
    seen = datetime(2026, 4, 3, 9)
    kept = archive.enter([(archive.lay_down(filing("abc123"), b"xyz"), ())], seen)[0]
    archive.note_arrivals([("abc123", "副本.xlsx")], seen)
    assert archive.known() == {"abc123"}
    assert archive.filings() == [kept]
    assert archive.data(kept) == b"xyz"
    assert not (tmp_path / kept.kept_as).stat().st_mode & 0o222


def test_keeping_again_changes_nothing(tmp_path):
    archive = Archive(tmp_path)
    first = archive.enter([(archive.lay_down(filing("abc123", day=3), b"xyz"), ())], datetime(2026, 4, 3))[0]
    archive.enter([(archive.lay_down(filing("abc123", day=9), b"xyz"), ())], datetime(2026, 4, 9))[0]
    assert [(item.sha256, item.received_at) for item in archive.filings()] == [("abc123", first.received_at)]


@pytest.mark.parametrize(
    "name", ["../../a.xlsx", "包.zip/内\\表.xlsx", 'a:b*c?"d.xlsx', "x" * 300 + ".xlsx", "CON.xlsx", "..."]
)
def test_senders_names_cannot_leave_the_archive(tmp_path, name):
    archive = Archive(tmp_path)
    kept = archive.enter(
        [(archive.lay_down(Filing("f" * 64, name, 1, "", datetime(2026, 4, 3)), b"x"), ())], datetime(2026, 4, 3)
    )[0]
    path = (tmp_path / kept.kept_as).resolve()
    assert path.is_relative_to(tmp_path.resolve())
    assert len(path.name) < 100


def test_bytes_lost_before_the_file_was_entered_are_written_again(tmp_path):
    """A run whose power failed may leave an empty file where the bytes were to be."""
    archive = Archive(tmp_path / "archive")
    laid = archive.lay_down(filing("abc123"), b"xyz")
    (archive.folder / laid.kept_as).write_bytes(b"")
    (kept,) = archive.enter([(archive.lay_down(filing("abc123"), b"xyz"), ())], datetime(2026, 4, 3))
    assert archive.data(kept) == b"xyz"


def test_what_is_entered_is_flushed_first_and_read_only(tmp_path, monkeypatch):
    archive, flushed = Archive(tmp_path / "archive"), []
    laid = archive.lay_down(filing("abc123"), b"xyz")
    monkeypatch.setattr("zoneproc.archive.flushed", flushed.extend)
    archive.enter([(laid, ())], datetime(2026, 4, 3))
    archive.enter([(laid, ())], datetime(2026, 4, 3))
    assert flushed == [archive.folder / laid.kept_as]
    assert not (archive.folder / laid.kept_as).stat().st_mode & stat.S_IWRITE
