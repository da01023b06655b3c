"""核对: rows and column sums sent = merged + held back + duplicate, per branch and table, proved by live formulas (promise 23).

The merged figures count the sheets of R-3 themselves: whoever deletes a row there sees the difference here.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from zoneproc.excel.sheets import Column, Sheet, TableBlock
from zoneproc.forms import FORMS
from zoneproc.reports.names import with_branch
from zoneproc.results import Run
from zoneproc.schema import Table
from zoneproc.tallies import ROWS, ReconciliationError, number_fields

__all__ = ["ASIDE", "KINDS", "aside_of", "reconciled", "reconciliation"]

ASIDE = "未合并的行"
"""The sheet of rows kept out of the merge: columns branch_code, code, kind."""
KINDS = {"held": "缺关键信息,暂不合并", "duplicate": "与前面的行重复"}
_PARTS = ["sent", "merged", "held", "duplicate"]
_KEYS = ["branch_code", "name", "column"]
_NOISE = 1e-6
_AGREES, _DIFFERS = "相符", "不符"


def reconciliation(run: Run, merged: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per branch, table and column ("" for the number of rows): sent, merged, held, duplicate.

    Further columns: branch (short name), name, code and table (label), label of the column. `merged`: the rows of R-3 by
    table. Raises ReconciliationError if anything went missing or was counted twice.
    """
    tables = {name: _table(name) for name in merged}
    kept = pd.concat([_summed(frame, tables[name]) for name, frame in merged.items()])
    kept = kept.astype(dict.fromkeys(_KEYS, "str"))
    rows = kept.merge(_sent(run, tables), on=_KEYS, how="outer")
    rows[["merged", "held", "duplicate"]] = rows[["merged", "held", "duplicate"]].fillna(0.0)
    if run.ledger.tallies.empty:  # rows written by hand: nothing was sent
        rows["sent"] = rows["merged"] + rows["held"] + rows["duplicate"]
    rows["sent"] = rows["sent"].fillna(0.0)
    _require_equal(rows)
    labels = {(name, field.name): field.label for name, table in tables.items() for field in number_fields(table)}
    rows = rows.assign(
        code=rows["name"].map({name: table.code for name, table in tables.items()}),
        table=rows["name"].map({name: table.label for name, table in tables.items()}),
        label=[labels.get((name, column), "") for name, column in zip(rows["name"], rows["column"], strict=True)],
    )
    rows = with_branch(rows, run.ledger).sort_values(
        ["branch_code", "code", "column"], kind="stable", ignore_index=True
    )
    return rows[[*_KEYS, "branch", "code", "table", "label", *_PARTS]]


def _table(name: str) -> Table:
    return next(form[name] for form in (FORMS["MON"], FORMS["BASE"]) if name in form)


def _summed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Rows and column sums of the merged rows, by branch."""
    numbers = frame[[field.name for field in number_fields(table)]].astype("float64").assign(**{ROWS: 1.0})
    sums = numbers.groupby(frame["_branch"].to_numpy()).sum().rename_axis("branch_code")
    return sums.melt(var_name="column", value_name="merged", ignore_index=False).reset_index().assign(name=table.name)


def _sent(run: Run, tables: Mapping[str, Table]) -> pd.DataFrame:
    """Rows and sums as the files of the month and the registers held them, by branch."""
    sources = run.ledger.sources
    tallies = run.ledger.tallies if len(run.ledger.tallies) else _by_hand(run)
    here = [
        name in tables and is_of(source, run) for name, source in zip(tallies["table"], tallies["_source"], strict=True)
    ]
    rows = tallies[pd.Series(here, tallies.index, dtype="bool")].rename(columns={"table": "name"})
    rows = rows.assign(branch_code=[sources[source].branch for source in rows["_source"]])
    sums = rows.groupby(_KEYS)[["sent", "held", "duplicate"]].sum().reset_index()
    return sums.astype(dict.fromkeys(_KEYS, "str"))


def _by_hand(run: Run) -> pd.DataFrame:
    """The tallies of a ledger that was not read from files: its rows kept out of the merge, counted."""
    kinds = {kind: run.ledger.held["kind"].eq(kind).astype("float64") for kind in KINDS}
    return run.ledger.held.assign(column=ROWS, sent=0.0, **kinds)


def is_of(source: str, run: Run) -> bool:
    """Whether a file is a return of the run's month, or a register."""
    known = run.ledger.sources.get(source)
    return known is not None and (known.form == "BASE" or (known.form == "MON" and known.period == str(run.period)))


def _require_equal(rows: pd.DataFrame) -> None:
    gap = (rows["sent"] - rows["merged"] - rows["held"] - rows["duplicate"]).abs()
    wrong = rows[gap > _NOISE * rows["sent"].abs().clip(lower=1.0)]
    if len(wrong):
        first = wrong.iloc[0]
        message = (
            f"{len(wrong)} figures do not reconcile, e.g. {first['name']} {first['column']} of {first['branch_code']}"
        )
        raise ReconciliationError(message)


def aside_of(run: Run) -> pd.DataFrame:
    """The rows kept out of the merge whose file is of the month or a register.

    Columns of `Ledger.held`, branch_code, branch, file, code and label of the table, why.
    """
    aside = run.ledger.held
    aside = aside[aside["_source"].map(lambda source: is_of(source, run)).astype("bool")]
    known = {table.name: table for form in FORMS.values() for table in form.tables}
    aside = aside.assign(
        branch_code=[run.ledger.sources[source].branch for source in aside["_source"]],
        file=[run.ledger.sources[source].file for source in aside["_source"]],
        code=[known[name].code for name in aside["table"]],
        label=[known[name].label for name in aside["table"]],
        why=aside["kind"].map(KINDS),
    )
    return with_branch(aside, run.ledger).sort_values(["branch_code", "label", "file", "_row"], kind="stable")


def reconciled(rows: pd.DataFrame, titles: Mapping[str, Sequence[str]]) -> Sequence[Sheet]:
    """The sheets 核对 and 数值核对; `titles`: the sheets on which each table's merged rows stand."""
    whole = rows["column"] == ROWS
    return [_of_rows(rows[whole], titles), _of_sums(rows[~whole], titles)]


def _of_rows(rows: pd.DataFrame, titles: Mapping[str, Sequence[str]]) -> Sheet:
    merged = [_all_of(titles[name], "SUMPRODUCT(([{title}!_branch:]=[branch_code])*1)") for name in rows["name"]]
    aside = f'SUMPRODUCT(([{ASIDE}!branch_code:]=[branch_code])*([{ASIDE}!code:]=[code])*([{ASIDE}!why:]="{{why}}"))'
    parts = (
        Column("报来行数", "sent", "integer"),
        Column("已合并", "merged", "integer", formula=merged),
        Column("暂不合并", "held", "integer", alarm=True, formula=aside.format(why=KINDS["held"])),
        Column("重复", "duplicate", "integer", formula=aside.format(why=KINDS["duplicate"])),
    )
    counts = rows.astype(dict.fromkeys(_PARTS, "int64"))
    sums = {name: int(counts[name].sum()) for name in _PARTS} | {"gap": 0}
    note = "报来行数 = 已合并 + 暂不合并 + 重复,一行不丢;后三栏是公式,直接数本工作簿各表的行。"
    block = _block(counts.assign(gap=0), parts, {"table": "合计", **sums} if len(rows) else {})
    return Sheet("核对", "合并核对表", note, [block])


def _of_sums(rows: pd.DataFrame, titles: Mapping[str, Sequence[str]]) -> Sheet:
    merged = [
        _all_of(titles[name], f"SUMPRODUCT(([{{title}}!_branch:]=[branch_code])*1,[{{title}}!{column}:])")
        for name, column in zip(rows["name"], rows["column"], strict=True)
    ]
    parts = (
        Column("栏目", "label", "text"),
        Column("报来合计", "sent", "count"),
        Column("已合并合计", "merged", "count", formula=merged),
        Column("暂不合并合计", "held", "count", alarm=True),
        Column("重复合计", "duplicate", "count"),
    )
    note = "每个数字栏:报来合计 = 已合并 + 暂不合并 + 重复;已合并合计和差额是公式。"
    return Sheet("数值核对", "数值栏合计核对表", note, [_block(rows.assign(gap=0.0), parts, {})])


def _all_of(titles: Sequence[str], formula: str) -> str:
    return "+".join(formula.format(title=title) for title in titles)


def _block(rows: pd.DataFrame, parts: Sequence[Column], total: Mapping[str, object]) -> TableBlock:
    columns = (
        Column("支部编码", "branch_code", "code"),
        Column("支部", "branch", "name"),
        Column("表", "code", "code"),
        Column("表名", "table", "text"),
        *parts,
        Column("差额", "gap", "count", alarm=True, formula="ROUND([sent]-[merged]-[held]-[duplicate],6)"),
        Column("结果", "state", "state", formula=f'IF([gap]=0,"{_AGREES}","{_DIFFERS}")', states=(_AGREES, _DIFFERS)),
    )
    return TableBlock(columns, rows.assign(state=_AGREES), total=total)
