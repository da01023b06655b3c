"""A workspace whose inbox holds January's registers and returns of three branches: enough for whole runs that compare bytes."""

from datetime import datetime
from pathlib import Path

from zoneproc.demo.branches import Company
from zoneproc.demo.mailing import write_company, write_returns
from zoneproc.period import Period
from zoneproc.workspace import Workspace

JANUARY, FEBRUARY = Period(2026, 1, 1), Period(2026, 2, 2)
FROZEN = datetime(2026, 2, 13, 9)
"""The morning after January's freeze."""


def january_in(folder: Path) -> Workspace:
    workspace = Workspace.create(folder / "公司", "云江公交", JANUARY.year)
    company = Company(JANUARY.year, 3)
    write_company(workspace, company)
    write_returns(workspace.inbox, company, JANUARY)
    return workspace
