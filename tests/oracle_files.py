"""Rows read by hand from the filled workbooks of a workspace: plain lists of dicts, nothing of the program."""

import re
import sqlite3
import unicodedata
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

SHEETS = {
    "党小组": "groups", "党员名册": "members", "离岗登记": "absences", "责任区划分": "zones", "重点联系人": "contacts",
    "联系谈心记录": "talks", "党员月汇报": "monthly_reports", "群众意见台账": "opinions", "三违纠正记录": "violations",
    "重大事项报告": "events", "入党积极分子培养": "trainees", "交办任务进展": "tasks", "活动出勤": "attendance",
    "党员季度考核表": "assessments", "加分扣分": "adjustments", "一票否决": "vetoes",
    "责任区任务限期改正(整改)台账": "rectifications", "组织生活与会议": "meetings",
    "民主评议汇总": "reviews", "党小组评价": "group_ratings", "推荐名单": "nominations",
    "组织代码": "organisations", "分公司与支部对应": "subcompanies", "线路班组主表": "teams", "职工名册": "employees",
    "日历与截止": "calendar", "交办任务下达": "orders", "安全服务廉洁事实": "facts", "书记任职": "secretaries",
    "听": "hearings", "看": "file_checks", "谈": "forums", "访": "visits", "书记述职测评": "secretary_ballots",
    "支部加扣分": "branch_adjustments",
}  # fmt: skip
ACCEPTED = {"受理", "受理有疑问", "部分受理"}
RATINGS = {"好", "较好", "一般", "差"}
CHOICES = {
    "talk_method": {"面谈", "跟车", "家访", "电话", "线上", "集体谈心"},
    "zone_integrity": {"无违纪违法", "有情况另报"},
    "opinions_state": {"有", "无"},
    "attendance": {"出席", "请假", "缺席", "不在岗"},
    "branch_rating": RATINGS,
    "miss_reason": {"党员离岗", "联系人离岗", "班次冲突", "漏谈", "其他"},
}
TOPICS = {"思想政治", "安全行车", "优质服务", "工作状态", "家庭生活", "利益诉求", "廉洁自律", "入党培养", "其他"}
FLAGS = {"是": True, "√": True, "✓": True, "有": True, "Y": True, "否": False, "×": False, "N": False}
FOOTERS = ("合计", "小计", "填表人", "审核", "注", "说明")
NUMBERS = {
    "weight", "score", "max_score", "awareness", "effect", "pv_excellent", "pv_pass", "pv_basic", "pv_fail",
    "mv_excellent", "mv_pass", "mv_basic", "mv_fail", "n_good", "n_fair", "n_avg", "n_poor",
}  # fmt: skip
MOMENTS = {"occurred_at", "reported_branch_at", "reported_company_at", "due_at", "freeze_at"}
DAYS = {"start_date", "end_date", "branch_from", "branch_to", "makeup_date", "extended_to"}
FLAG_FIELDS = {"off_bus_manager", "key_person", "self_found", "confirmed", "recused", "cover_required"}
PROSE = {"content", "reason", "follow_up", "proposals", "note", "summary"}
OLD_HEADINGS = {"联系人员工编号": "contact_employee_no"}
DAY = re.compile(r"^(\d{4})[.\-/年](\d{1,2})[.\-/月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2})?)?$")


def plain(value):
    """NFKC text without outer blanks; None if nothing is left."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip() or None


def moment(value):
    """A date or time however typed (2.1 rule 5); None if it cannot be one."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float):
        value = str(int(value)) if value > 100000 else datetime(1899, 12, 30) + timedelta(days=value)
        if isinstance(value, datetime):
            return value
    text = plain(value) or ""
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = DAY.match(re.sub(r"\s*([.\-/年月])\s*", r"\1", text))
    try:
        return datetime(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None


def cell(name, value):
    """The value of a cell, read as its column asks; a bad cell is missing."""
    if name in MOMENTS:
        return moment(value)
    if name in DAYS or name.endswith("_date"):
        found = moment(value)
        return found.date() if found else None
    if name in PROSE:
        return str(value).strip() or None if value is not None else None
    text = plain(value)
    if name in NUMBERS:
        return number(text)
    if name in FLAG_FIELDS:
        return FLAGS.get(text)
    if name == "talk_topics":
        return [part for part in re.split(r"[;,、\s]+", text or "") if part in TOPICS]
    if name in CHOICES:
        return text if text in CHOICES[name] else None
    return re.sub(r"\s+", "", text) if text else None


def number(text):
    """A whole number as int, another as text of its decimals for exact fractions; None if no number."""
    try:
        return int(text) if float(text).is_integer() else text
    except (TypeError, ValueError):
        try:
            return int(float(text))
        except (TypeError, ValueError):
            return None


def machine_row(grid):
    """The index of the hidden row of machine names among the first rows."""
    for at, row in enumerate(grid[:15]):
        texts = [str(value) for value in row if value is not None]
        if texts and sum(bool(re.fullmatch(r"[a-z][a-z0-9_]+", text)) for text in texts) * 3 >= len(texts) * 2:
            return at
    return None


class Reader:
    """Workbooks to rows; Chinese headings learned from intact files serve those that lost their machine names."""

    def __init__(self, paths):
        self.headings = defaultdict(lambda: dict(OLD_HEADINGS))
        self.books = {path: dict(grids(path)) for path in paths}
        for book in self.books.values():
            for table, grid in book.items():
                at = machine_row(grid)
                if at is not None:
                    self.headings[table] |= {
                        heading_of(label): plain(name)
                        for label, name in zip(grid[at - 1], grid[at], strict=True)
                        if name
                    }

    def tables(self, path):
        """table → rows of one file, each row with the Excel row it stood in."""
        return {table: list(self.rows(table, grid)) for table, grid in self.books[path].items()}

    def rows(self, table, grid):
        """The filled rows below the headings, footers left out (2.1 rules 1 and 6)."""
        at, names = self.names(table, grid)
        for line, values in enumerate(grid[at + 1 :], at + 2):
            first = plain(values[0])
            if all(plain(value) is None for value in values) or (first and first.startswith(FOOTERS)):
                continue
            yield {name: cell(name, value) for name, value in zip(names, values, strict=True) if name} | {"_row": line}

    def names(self, table, grid):
        """Where the headings end, and the machine name of every column."""
        at = machine_row(grid)
        if at is not None:
            return at, [plain(name) for name in grid[at]]
        known = self.headings[table]
        at = max(range(min(15, len(grid))), key=lambda line: sum(heading_of(label) in known for label in grid[line]))
        return at, [known.get(heading_of(label)) for label in grid[at]]


def grids(path):
    """(table, cell values) of the sheets of a workbook that are known."""
    with Path(path).open("rb") as stream:
        book = openpyxl.load_workbook(stream, data_only=True)
    for sheet in book:
        table = SHEETS.get(plain(sheet.title))
        if table:
            yield table, list(sheet.iter_rows(values_only=True))


def heading_of(label):
    """A Chinese heading without its marks."""
    return (plain(label) or "").strip("＊△* ")


class Row(dict):
    """A row in which a column that was not sent is simply missing."""

    __slots__ = ()

    def __missing__(self, key):
        return None


@dataclass
class Office:
    """All rows that count, by table, with the branch and period of the return; and the register of what came in."""

    year: int
    tables: dict = field(default_factory=lambda: defaultdict(list))
    register: list = field(default_factory=list)
    counting: dict = field(default_factory=dict)

    def __getitem__(self, table):
        return self.tables[table]

    def add(self, tables, branch, period):
        """Takes in the rows of one file."""
        for table, rows in tables.items():
            self.tables[table] += [Row(row | {"_branch": branch, "_period": period}) for row in rows]

    def latest(self, table, key, until):
        """One row per number: that of the latest accepted workbook up to a period (U07)."""
        found = {}
        for row in sorted(self.tables[table], key=lambda row: row["_period"]):
            if row["_period"] <= until and row[key] is not None:
                kept = found.get(row[key])
                if kept is None or kept["_period"] < row["_period"]:
                    found[row[key]] = row
        return list(found.values())


def quarter_of(day):
    """The quarter a day lies in, such as 2026Q1."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def months_of(period):
    """The months, 2026-01 and so on, of a quarter or a year."""
    year = int(period[:4])
    months = range(1, 13) if len(period) == 4 else range(int(period[5]) * 3 - 2, int(period[5]) * 3 + 1)
    return [f"{year}-{month:02d}" for month in months]


def fifteenth(month):
    """The 15th of a month, which decides service and contacts."""
    return date(int(month[:4]), int(month[5:]), 15)


def month_end(month):
    """The last day of a month."""
    year, number_ = int(month[:4]), int(month[5:])
    return date(year, number_, monthrange(year, number_)[1])


def read_register(path):
    """The files that came in, as the register has them."""
    names = "form branch period version received_at first_seen verdict kept_as".split()
    with sqlite3.connect(path) as register:
        lines = register.execute(f"SELECT {', '.join(names)} FROM files").fetchall()
    files = [Row(zip(names, line, strict=True)) for line in lines]
    for file in files:
        file["received_at"] = datetime.fromisoformat(file["received_at"])
        file["first_seen"] = datetime.fromisoformat(file["first_seen"])
    return files


def load_office(root, year, until=None):
    """The rows of the versions that count (4/35, 4/37, U08): highest accepted version received before its freeze.

    `until`: only what had come in by then, to look at a quarter as it was printed.
    """
    root, office = Path(root), Office(year)
    company = Reader([root / "company/公司台账.xlsx", root / f"company/年终考评_{year}.xlsx"])
    for path in company.books:
        office.add(company.tables(path), "", str(year))
    register = read_register(root / "archive/register.db")
    office.register = [file for file in register if until is None or file["received_at"] <= until]
    freezes = {(row["period"], row["template_id"]): row["freeze_at"] for row in office["calendar"]}
    for file in office.register:
        freeze = freezes.get((file["period"], file["form"]))
        if file["verdict"] in ACCEPTED and (freeze is None or file["received_at"] <= freeze):
            key = file["form"], file["branch"], file["period"]
            if key not in office.counting or office.counting[key]["version"] < file["version"]:
                office.counting[key] = file
    paths = {key: root / "archive" / file["kept_as"] for key, file in sorted(office.counting.items())}
    returns = Reader(paths.values())
    for (_form, branch, period), path in paths.items():
        office.add(returns.tables(path), branch, period)
    return office
