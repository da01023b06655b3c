"""一支部一册: which records of a branch are on file for a year, and which are missing (S0b, S5.1.2b, R-14)."""

import pandas as pd

from zoneproc.duties.branches import branches_in
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger
from zoneproc.period import Period

BRANCH_FORMS = ("BASE", "MON", "QTR", "ANN")


def archive_index(ledger: Ledger, year: Period) -> pd.DataFrame:
    """One row per branch that existed in the year and sheet of its four workbooks, in the order of the forms.

    Columns branch_code, short_name, form, code (B-5 …), sheet, periods (returns in which the sheet has rows), rows,
    present, nil_allowed (a sheet that may be empty by 零报告, U69).
    """
    branches = branches_in(ledger, year)[["branch_code", "short_name"]]
    sheets = [
        {"form": form, "table": table.name, "code": table.code, "sheet": table.label, "nil_allowed": table.nil_allowed}
        for form in BRANCH_FORMS
        for table in FORMS[form].tables
        if table.key and not table.reference
    ]
    counted = [_counted(ledger, str(sheet["table"]), year) for sheet in sheets]
    index = branches.merge(pd.DataFrame(sheets), how="cross")
    found = index.merge(pd.concat(counted), on=["branch_code", "table"], how="left")
    found = found.assign(**{name: found[name].fillna(0).astype("int64") for name in ("periods", "rows")})
    columns = "branch_code short_name form code sheet periods rows present nil_allowed".split()
    return found.assign(present=found["rows"] > 0)[columns]


def _counted(ledger: Ledger, table: str, year: Period) -> pd.DataFrame:
    rows = ledger[table]
    rows = rows[rows["_period"].str.startswith(str(year.year))]
    grouped = rows.groupby("_branch", as_index=False).agg(periods=("_period", "nunique"), rows=("_row", "size"))
    return grouped.rename(columns={"_branch": "branch_code"}).assign(table=table)
