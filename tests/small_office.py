"""A small company of which one branch has sent its first month: little work for tests that run the procedure often."""

import shutil
from datetime import datetime
from pathlib import Path

from zoneproc.demo.branches import Company
from zoneproc.demo.mailing import Window, write_company, write_returns
from zoneproc.period import Period
from zoneproc.workspace import Workspace

JANUARY = Period.parse("2026-01")
AFTER_JANUARY = datetime(2026, 2, 13, 9)
"""The morning after the freeze of the first month."""


def first_month(root: Path, senders: int = 1) -> Workspace:
    """The workspace of a fictional company of three branches with everything `senders` of them sent for January."""
    company = Company(2026, 3)
    workspace = Workspace.create(root, "某公交公司", company.year)
    write_company(workspace, company)
    write_returns(workspace.inbox, company, JANUARY, Window(until=AFTER_JANUARY))
    for other in sorted((workspace.inbox / "2026-01").iterdir())[senders:]:
        shutil.rmtree(other)
    return workspace


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    """The whole workspace, to be changed."""
    shutil.copytree(workspace.root, root)
    return Workspace.open(root)
