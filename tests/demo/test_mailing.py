"""The company on disk."""

from datetime import datetime

import pytest

from zoneproc.demo.branches import Company
from zoneproc.demo.mailing import Window, write_company, write_returns
from zoneproc.excel.reading import open_packages, passed_over
from zoneproc.findings import Severity
from zoneproc.forms import FORMS
from zoneproc.intake import read_submission
from zoneproc.period import Period
from zoneproc.workspace import Workspace

JULY = Period.parse("2026-07")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    workspace = Workspace.create(tmp_path_factory.mktemp("demo") / "w", "虚构", 2026)
    return workspace, write_returns(workspace.inbox, Company(size=3), JULY)


def test_every_file_can_be_identified(written):
    _, files = written
    for path in files:
        for name, data in open_packages(path):
            submission = read_submission(name, data, FORMS)
            assert submission.identity is not None
            assert not submission.blocked


def test_received_time_is_when_it_was_sent(written):
    _, files = written
    assert all(
        datetime(2026, 8, 1) <= datetime.fromtimestamp(path.stat().st_mtime) <= datetime(2026, 8, 9) for path in files
    )


def test_two_workbooks_in_one_zip(written):
    _, files = written
    (packed,) = [path for path in files if path.suffix == ".zip"]
    assert [read_submission(name, data, FORMS).identity.form.id for name, data in open_packages(packed)] == [
        "BASE",
        "MON",
    ]


def test_same_seed_same_bytes(written, tmp_path):
    _, files = written
    again = write_returns(Workspace.create(tmp_path / "w", "虚构", 2026).inbox, Company(size=3), JULY)
    assert [path.read_bytes() for path in files] == [path.read_bytes() for path in again]


def test_windows_part_the_files(written, tmp_path):
    _, files = written
    moments = sorted(datetime.fromtimestamp(path.stat().st_mtime) for path in files)
    workspace, company = Workspace.create(tmp_path / "w", "虚构", 2026), Company(size=3)
    early = write_returns(workspace.inbox, company, JULY, Window(until=moments[0]))
    late = write_returns(workspace.inbox, company, JULY, Window(after=moments[0]))
    assert (len(early), len(late)) == (1, len(files) - 1)


def test_masters_and_rules_are_in_their_places(tmp_path):
    workspace = Workspace.create(tmp_path / "w", "虚构", 2026)
    files = write_company(workspace, Company(size=3))
    assert [path.name for path in files] == ["公司台账.xlsx", "年终考评_2026.xlsx", "考核办法.xlsx"]
    for path in files:
        submission = read_submission(path.name, path.read_bytes(), FORMS)
        assert not [f for f in submission.findings if f.severity is not Severity.NOTE]


def test_lock_files_are_left_alone(tmp_path):
    workspace = Workspace.create(tmp_path / "w", "虚构", 2026)
    files = write_returns(workspace.inbox, Company(), Period.parse("2026-05"))
    assert sum(passed_over(path.name) for path in files) == 1
