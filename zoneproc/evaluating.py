"""年终考评 at the desk: what the panel takes along to the branches (S5.2.2): the E sheets with what the machine knows beside
every line of the checklist, and whom to hear and to visit, drawn so that the draw can be repeated.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from zoneproc import prefill
from zoneproc.excel.issue import Issue
from zoneproc.excel.sheets import Column, Sheet, TableBlock, Workbook, write_workbook
from zoneproc.excel.template import write_template
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.rules import RuleBook, Ruleset
from zoneproc.scoring.file_facts import file_check_facts
from zoneproc.scoring.samples import FORUM, VISIT, samples, talk_samples
from zoneproc.scoring.year import score_year
from zoneproc.workspace import Workspace

__all__ = ["OFFICE", "evaluation_rows", "issue_evaluation", "sample_book"]

OFFICE = "党委办公室"
_KEY = ["branch_code", "item_no"]


def issue_evaluation(workspace: Workspace, ledger: Ledger, rule_book: RuleBook, year: Period) -> list[Path]:
    """年终考评 with the checklist laid out, and 谈访名单, for the panel; nothing before any branch has sent anything.

    What the office has already entered in its 年终考评 is kept; that workbook itself is not touched.
    """
    if not ledger.returns["counts"].any():
        return []
    folder, rules = workspace.templates / str(year) / OFFICE, rule_book.on(year.end)
    rows = evaluation_rows(ledger, rule_book, year)
    evaluation = write_template(folder / f"年终考评_{year}.xlsx", FORMS["EVAL"], Issue(), rows)
    return [evaluation, write_workbook(folder, sample_book(ledger, rules, year, workspace.company))]


def evaluation_rows(ledger: Ledger, rule_book: RuleBook, year: Period) -> prefill.Sheets:
    """The E sheets as far as they are filled; 看 with every item of every branch and the fact beside it (3.4.1)."""
    rules = rule_book.on(year.end)
    facts = file_check_facts(ledger, rules, score_year(ledger, rule_book, year.year))
    typed = ledger["file_checks"][[*_KEY, "score", "reason"]].drop_duplicates(_KEY, keep="last")
    laid_out = facts.merge(typed, on=_KEY, how="left")
    others = [table.name for table in FORMS["EVAL"].tables if table.name != "file_checks"]
    return {**{name: prefill.rows_of(ledger[name]) for name in others}, "file_checks": prefill.rows_of(laid_out)}


def sample_book(ledger: Ledger, rules: Ruleset, year: Period, company: str) -> Workbook:
    """谈访名单: whom to hear and to visit, and which talks to look up, branch by branch, with the seed (3.4.1, 3.4.2, U79)."""
    seed = f"{company} {year}"
    drawn = samples(ledger, rules, year.end, seed)
    branches, teams = _names(ledger, "organisations", "org_code", "short_name"), _names(ledger, "teams", *_TEAM)
    drawn = drawn.assign(
        branch=drawn["branch_code"].map(branches).fillna(drawn["branch_code"]),
        team=drawn["team_code"].map(teams).fillna(drawn["team_code"]),
        contact=drawn["is_contact"].map({True: "是", False: ""}),
    )
    note = f"按“{seed}”抽取,同样的名册再抽得到同样的名单。书记不参加座谈;不便参加的,由党委办公室另行安排并记录。"
    return Workbook(
        file_name=f"谈访名单_{year}_内部.xlsx",
        title=f"座谈和走访名单({year}年)",
        note=f"{company}    供考评组使用,不发支部、不公布",
        sheets=[
            _list("座谈名单", note, drawn[drawn["method"].eq(FORUM)], ("党员编号", "党员")),
            _list("走访名单", note, drawn[drawn["method"].eq(VISIT)], ("工号", "职工")),
            _talks(talk_samples(ledger, year, seed), branches, ledger),
        ],
        figures=[("抽取依据", seed), ("座谈", _size(drawn, FORUM)), ("走访", _size(drawn, VISIT))],
        mark="内部资料",
    )


_TEAM = ("team_code", "team_name")


def _names(ledger: Ledger, table: str, code: str, name: str) -> Mapping[str, str]:
    return dict(zip(ledger[table][code], ledger[table][name].fillna(""), strict=True))


def _size(drawn: pd.DataFrame, method: str) -> str:
    return f"{int(drawn['method'].eq(method).sum())} 人"


def _list(title: str, note: str, rows: pd.DataFrame, words: Sequence[str]) -> Sheet:
    number, person = words
    columns = [
        Column("支部", "branch", "text"),
        Column("序号", "seq", "integer"),
        Column(number, "number", "code"),
        Column(person, "name", "name"),
        Column("班组", "team", "text"),
        *([Column("是重点联系人", "contact", "name")] if person == "职工" else []),
        Column("到场情况", "blank", "text", 16),
    ]
    table = TableBlock(columns, rows.assign(blank=""), pages_by="branch_code")
    return Sheet(title, title, note, [table])


def _talks(rows: pd.DataFrame, branches: Mapping[str, str], ledger: Ledger) -> Sheet:
    """Where to look: who talked to whom and when, and the cell; what was said stays in the file."""
    places = [ledger.place("talks", source, row) for source, row in zip(rows["_source"], rows["_row"], strict=True)]
    rows = rows.assign(
        branch=rows["branch_code"].map(branches).fillna(rows["branch_code"]),
        file=pd.Series([place.file for place in places], index=rows.index, dtype="str"),
        blank="",
    )
    columns = (
        Column("支部", "branch", "text"),
        Column("序号", "seq", "integer"),
        Column("谈心日期", "talk_date", "date"),
        Column("党员编号", "member_no", "code"),
        Column("党员", "member_name", "name"),
        Column("联系人", "contact_name", "name"),
        Column("所在文件", "file", "long", 44),
        Column("行", "_row", "integer"),
        Column("抽查情况", "blank", "text", 20),
    )
    note = "每个支部抽十条,供“看”档案时核对原始记录;谈心内容不在此列出。"
    return Sheet("谈心抽查", "谈心记录抽查名单", note, [TableBlock(columns, rows, pages_by="branch_code")])
