"""Every file once and untouched; which version counts follows one rule (4/33–37, U08)."""

from datetime import datetime

import pandas as pd
import pytest

from zoneproc.archive import ACCEPTED, PARTLY, SENT_BACK, Archive, Filing, counting

NO_FREEZE = pd.DataFrame({"form": [], "period": [], "freeze_at": []})


def filing(sha, version=1, verdict=ACCEPTED, day=3, branch="001001"):
    return Filing(sha, f"{sha}.xlsx", 3, "", datetime(2026, 4, day), "MON", branch, "2026-03", version, verdict)


def chosen(*filings, freezes=NO_FREEZE):
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
    freezes = pd.DataFrame({"form": ["MON"], "period": ["2026-03"], "freeze_at": [pd.Timestamp("2026-04-12 18:00")]})
    assert chosen(filing("a", 1, day=3), filing("b", 2, day=13), freezes=freezes) == {"a"}


def test_a_file_is_kept_once_read_only_and_found_again(tmp_path):
    archive = Archive(tmp_path)
    seen = datetime(2026, 4, 3, 9)
    kept = archive.keep(filing("abc123"), b"xyz", seen)
    archive.note_arrivals([("abc123", "副本.xlsx")], seen)
    assert archive.known() == {"abc123"}
    assert archive.filings() == [kept]
    assert archive.data(kept) == b"xyz"
    assert not (tmp_path / kept.kept_as).stat().st_mode & 0o222


def test_keeping_again_changes_nothing(tmp_path):
    archive = Archive(tmp_path)
    first = archive.keep(filing("abc123", day=3), b"xyz", datetime(2026, 4, 3))
    archive.keep(filing("abc123", day=9), b"xyz", datetime(2026, 4, 9))
    assert [(item.sha256, item.received_at) for item in archive.filings()] == [("abc123", first.received_at)]


@pytest.mark.parametrize(
    "name", ["../../a.xlsx", "包.zip/内\\表.xlsx", 'a:b*c?"d.xlsx', "x" * 300 + ".xlsx", "CON.xlsx", "..."]
)
def test_senders_names_cannot_leave_the_archive(tmp_path, name):
    archive = Archive(tmp_path)
    kept = archive.keep(Filing("f" * 64, name, 1, "", datetime(2026, 4, 3)), b"x", datetime(2026, 4, 3))
    path = (tmp_path / kept.kept_as).resolve()
    assert path.is_relative_to(tmp_path.resolve())
    assert len(path.name) < 100
