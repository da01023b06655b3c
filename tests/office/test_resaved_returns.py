"""Returns of every form of the demo year, opened and saved again by LibreOffice: every typed cell is what it was (issue 5)."""

import subprocess

import pandas as pd
import pytest

from zoneproc.archive import Archive
from zoneproc.intake import gather, parse_table, read_submission
from zoneproc.office import RETURNS

pytestmark = pytest.mark.office

FORMS_SENT = ("BASE", "MON", "QTR", "ANN")


def tables_of(name: str, data: bytes) -> dict[str, pd.DataFrame]:
    found = read_submission(name, data, RETURNS)
    assert found.identity is not None
    form = found.identity.form
    return {
        table: parse_table(gather(form[table], [("a", raw)]), form[table]).frame for table, raw in found.tables.items()
    }


@pytest.fixture(scope="module")
def returns(demo_year):
    """An accepted return of each form, as it was sent."""
    archive = Archive(demo_year.archive)
    sent = [filing for filing in archive.filings() if filing.accepted and filing.name.endswith(".xlsx")]
    return {form: archive.data(next(filing for filing in sent if filing.form == form)) for form in FORMS_SENT}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_return_saved_again_reads_the_same(returns, tmp_path, ending):
    for form, data in returns.items():
        (tmp_path / f"{form}.xlsx").write_bytes(data)
    program = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    files = [str(tmp_path / f"{form}.xlsx") for form in returns]
    command = [*program, "--convert-to", ending, "--outdir", str(tmp_path / "again"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for form, data in returns.items():
        before = tables_of(f"{form}.xlsx", data)
        after = tables_of(f"{form}.{ending}", (tmp_path / "again" / f"{form}.{ending}").read_bytes())
        assert set(after) == set(before)
        assert sum(map(len, before.values())) > 1, form
        for name, frame in before.items():
            pd.testing.assert_frame_equal(after[name], frame)
