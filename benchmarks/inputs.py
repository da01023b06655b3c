"""What is measured upon: one month of a fictional company of any size, made once by the project's own demo and kept.

FOLDER/branches_1000/workspace    masters, rules, and an inbox with every register (BASE) and every January return (MON)
FOLDER/branches_1000/returns      the same January returns in one folder: what the floors read
FOLDER/branches_1000/registers    the same registers
FOLDER/branches_1000/correction   one branch's second version of its January return, with one talk told otherwise
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from zoneproc.crew import seldom_collecting
from zoneproc.demo.branches import Company
from zoneproc.demo.deadlines import days_of
from zoneproc.demo.mailing import write_company, write_returns
from zoneproc.demo.masters import COMPANY_NAME
from zoneproc.demo.returns import Return, returns_of
from zoneproc.excel.issue import Issue
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.period import Period
from zoneproc.workspace import Workspace

MONTH = Period(2026, 1, 1)
MOMENT = days_of(MONTH)[1]
"""The morning after the freeze: everything that still counts has come in."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """One company's month in its folder."""

    folder: Path
    branches: int

    @property
    def workspace(self) -> Path:
        """The workspace with its filled inbox, as it was before anything was received."""
        return self.folder / "workspace"

    @property
    def returns(self) -> Path:
        """The January returns, one workbook each."""
        return self.folder / "returns"

    @property
    def registers(self) -> Path:
        """The registers, one workbook each."""
        return self.folder / "registers"

    @property
    def correction(self) -> Path:
        """A folder with the one corrected return."""
        return self.folder / "correction"


def month_of(keep: Path, branches: int, seed: int = MONTH.year) -> Inputs:
    """The month of a company of so many branches; what was made before is used again."""
    inputs = Inputs(keep / f"branches_{branches}", branches)
    company = Company(seed, branches, MONTH.year)
    steps = (
        (inputs.workspace, lambda folder: _workspace(folder, company)),
        (inputs.correction, lambda folder: _correction(folder, company)),
        (inputs.returns, lambda folder: _single(inputs, folder, "MON")),
        (inputs.registers, lambda folder: _single(inputs, folder, "BASE")),
    )
    for target, make in steps:
        if not target.exists():
            draft = target.with_name(f"{target.name}.partial")  # what was broken off is not used again
            shutil.rmtree(draft, ignore_errors=True)
            make(draft)
            draft.rename(target)
    return inputs


def fresh_copy(inputs: Inputs, target: Path) -> Workspace:
    """A copy of the workspace to work in; the times of its files are kept."""
    shutil.copytree(inputs.workspace, target)
    return Workspace.open(target)


def _workspace(folder: Path, company: Company) -> None:
    workspace = Workspace.create(folder, COMPANY_NAME, company.year)
    write_company(workspace, company)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), seldom_collecting) as pool:
        write_returns(workspace.inbox, company, MONTH, executor=pool)


def _correction(folder: Path, company: Company) -> None:
    plan = company.plans[0]
    first = next(sent for sent in returns_of(plan, MONTH) if sent.form == "MON")
    second = replace(first, version=2, sent_at=first.sent_at + timedelta(days=1), rows=_corrected(first))
    issue = Issue(plan.code, plan.full_name, plan.subcompany_name, str(MONTH), 2, str(second.cover["secretary_name"]))
    path = folder / second.file_name
    folder.mkdir(parents=True)
    write_template(path, FORMS["MON"], issue, second.rows)
    os.utime(path, (second.sent_at.timestamp(),) * 2)


def _corrected(sent: Return) -> Mapping[str, Sequence[Mapping[str, object]]]:
    cover = {**sent.cover, "submission_no": 2, "correction_note": "更正一条谈心记录"}
    talk, *others = sent.rows["talks"]
    return {**sent.rows, "cover": [cover], "talks": [{**talk, "content": "更正:重谈了夜班行车安全和休息安排"}, *others]}


def _single(inputs: Inputs, folder: Path, form: str) -> None:
    folder.mkdir(parents=True)
    for number, path in enumerate(sorted((inputs.workspace / "inbox").rglob(f"*_{form}_*.xlsx"))):
        shutil.copyfile(path, folder / f"{number:06d}.xlsx")
