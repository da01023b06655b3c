"""Random fills of the branch workbooks, made from the declarations of the columns: cells as people type and spoil them."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

from zoneproc.excel.stamp import COVER_FIRST_ROW, COVER_VALUE, FIRST_ROW
from zoneproc.kinds import Kind
from zoneproc.period import Period
from zoneproc.schema import Field, Form, Table

Cell = object
WORDS = "责任区安全行车谈心班组线路党员联系群众意见建议整改服务文明廉政学习活动"
PATTERNS: Mapping[str, Callable[[int], str]] = {
    r"D\d{5}": lambda n: f"D{n:05d}",
    r"(\d{3})+": lambda n: f"001005{n % 1000:03d}",
    r"Z\d{4,12}": lambda n: f"Z005{n:03d}",
    r"L\d{4}-\d{3,6}": lambda n: f"L2026-{n:04d}",
    r"Y\d+-\d{4}-\d{3,4}": lambda n: f"Y005-2026-{n:03d}",
}
SPOILED: Mapping[Kind, Sequence[Cell]] = {
    Kind.TEXT: ("短", 5, "长" * 320, "  前后空格内容足够十个字  ", "第一行内容\n第二行内容也够", "同上", "无"),
    Kind.NAME: ("欧 阳 修", "阿依·古丽", "名" * 50, "  张三　", 7),
    Kind.CODE: ("d00001", "D0001", "D000011", "Ｄ００００１", " D00001 ", "D0000?", "*", 5, 12.5, "同上", "无", "/", "Y5-2026-1", "Z12", "-"),
    Kind.INTEGER: ("3", "３", "3人", "1,234", "3.5", 3.5, -1, 99999, "abc", "1e3", "12%", "+4", "3.0", "无", "三"),
    Kind.DECIMAL: ("3.25", "2分", -1, "abc"),
    Kind.DATE: (
        "2026.3.5", "2026年3月5日", "2026/03/05", "20260305", 20260305, "3.5", "3月5日", "2026-13-1", "2026-3", "去年",
        "2026-02-30", "26-3-5", "2026年3月5", "２０２６年３月５日", " 2026-3-12 ", date(2025, 12, 31), date(2026, 7, 1), 46090, "无",
        "2026.3/5", 20261305, "2026年3月5号", "2027-01-01",
    ),
    Kind.DATETIME: (
        "2026-03-18 07:40", "2026年3月18日7时40分", "2026年3月18日 7:40", "2026.3.18 7:40", "2026-03-18", "07:40", "2026-03-18 25:00",
        "2026/3/18 7点", datetime(2026, 3, 1, 0, 0), "昨天", "2026年3月18日7时", "2026-03-18 07:40:30",
    ),
    Kind.CHOICE: ("随便", "  ", "无此项", 3, "同上", "无"),
    Kind.CHOICES: ("随便", "随便;安全行车", "同上", "无", ";"[:0]),
    Kind.FLAG: ("√", "有", "无", "Y", "no", "也许", 1, 0, "是 ", "×", "ｙｅｓ", "未", "不"),
}  # fmt: skip
EVERYWHERE: Sequence[Cell] = (None, " ", "　", "#N/A")


class Filler:
    """Fills the sheets of one form with random rows; the same seed gives the same cells."""

    def __init__(self, seed: int, period: Period, known: Mapping[str, Sequence[str]], spoil: float = 0.12) -> None:
        self.random = random.Random(seed)
        self.period, self.known, self.spoil = period, known, spoil

    def rows(self, table: Table, count: int) -> list[dict[str, Cell]]:
        """Rows of raw cells; some empty, some naming what another row names."""
        rows: list[dict[str, Cell]] = []
        for number in range(1, count + 1):
            row = self.row(table, number)
            if rows and self.random.random() < 0.1:
                other = self.random.choice(rows)
                row |= {name: other.get(name) for name in table.unique}
            rows.append({} if self.random.random() < 0.05 else row)
        return rows

    def row(self, table: Table, number: int) -> dict[str, Cell]:
        row: dict[str, Cell] = {}
        filled = self.random.choice((1.0, 1.0, 0.95, 0.6))
        spoil = self.random.choice((0.0, self.spoil, 2 * self.spoil))
        for item in table.read_fields:
            wanted = item.required or item.name in table.key or self.random.random() < 0.8
            if wanted and self.random.random() < filled:
                row[item.name] = self.spoiled(item) if self.random.random() < spoil else self.sound(item, row, number)
        return row

    def sound_row(self, table: Table) -> dict[str, Cell]:
        """A row with every cell filled as its column asks."""
        row: dict[str, Cell] = {}
        for item in table.read_fields:
            row[item.name] = self.sound(item, row, 1)
        return row

    def spoiled(self, item: Field) -> Cell:
        """A cell as people get it wrong, or merely write it their own way."""
        if self.random.random() < 0.15:
            return self.random.choice(EVERYWHERE)
        if item.vocabulary is not None and self.random.random() < 0.6:
            return self.respelled(item)
        return self.random.choice(SPOILED[item.kind])

    def respelled(self, item: Field) -> Cell:
        words = (*item.vocabulary.values, *item.vocabulary.spellings)
        word = self.random.choice(words)
        several = self.random.choice(("、", "，", ";", "；", "\n", "; ")).join(
            self.random.sample(words, min(3, len(words)))
        )
        ways = (word, f" {word} ", word.replace("(", "（").replace(")", "）"), word + "了", f"{word};", several)
        return self.random.choice(ways)

    def sound(self, item: Field, row: Mapping[str, Cell], number: int) -> Cell:
        """A cell that should be taken, though it may contradict others of its row."""
        pick = self.random
        if item.vocabulary is not None:
            if item.kind is Kind.CHOICES:
                return ";".join(pick.sample(item.vocabulary.values, pick.randint(1, 2)))
            return pick.choice(item.vocabulary.values)
        makers: Mapping[Kind, Callable[[], Cell]] = {
            Kind.CODE: lambda: self.code(item, number),
            Kind.FLAG: lambda: pick.choice(("是", "否")),
            Kind.DATE: lambda: self.day(item, row),
            Kind.DATETIME: lambda: (
                datetime.combine(self.day(item, row), datetime.min.time()) + timedelta(minutes=pick.randrange(1440))
            ),
            Kind.INTEGER: lambda: self.figure(item, row),
            Kind.DECIMAL: lambda: pick.randrange(100) / 4,
            Kind.NAME: lambda: pick.choice("赵钱孙李周吴郑王") + pick.choice("伟芳娜敏静强磊"),
        }
        return makers.get(item.kind, lambda: self.text(item))()

    def code(self, item: Field, number: int) -> str:
        known = self.known.get(item.refers_to)
        if known and self.random.random() < 0.9:
            return self.random.choice(known)
        return PATTERNS.get(item.pattern, lambda n: f"X{n:03d}")(number)

    def day(self, item: Field, row: Mapping[str, Cell]) -> date:
        start, end = self.period.start, self.period.end
        floor = row.get(item.not_before)
        if isinstance(floor, date) and self.random.random() < 0.85:
            start = floor.date() if isinstance(floor, datetime) else floor
            end = max(end, start)
        if not item.inside_period and self.random.random() < 0.2:
            start = date(2019, 1, 1)
        return start + timedelta(days=self.random.randrange((end - start).days + 1))

    def figure(self, item: Field, row: Mapping[str, Cell]) -> int:
        low, high = int(item.minimum or 0), int(item.maximum if item.maximum is not None else 30)
        cap = row.get(item.not_above)
        if isinstance(cap, int) and self.random.random() < 0.8:
            high = max(low, min(high, cap))
        return self.random.randint(low, high)

    def text(self, item: Field) -> str:
        low = max(item.min_length, 2)
        return "".join(self.random.choices(WORDS, k=self.random.randint(low, min(max(item.max_length, low), low + 20))))


def balanced(table: Table, rows: Sequence[dict[str, Cell]]) -> None:
    """Make every second row's totals the sums of their parts, so that both verdicts occur."""
    for row in rows[::2]:
        for total, parts in table.sums.items():
            figures = [row.get(part, 0) for part in parts]
            if total in row and all(isinstance(figure, int) and figure >= 0 for figure in figures):
                row[total] = sum(figures)


def type_in(book: Path, form: Form, filled: Mapping[str, Sequence[Mapping[str, Cell]]]) -> None:
    """Type cells into the sheets of a workbook, over what stands there."""
    workbook = openpyxl.load_workbook(book)
    for table in form.tables:
        for at, row in enumerate(filled.get(table.name, ())):
            for column, item in enumerate(table.fields, start=1):
                if item.name in row:
                    place = (
                        (COVER_FIRST_ROW + column - 1, COVER_VALUE + 1) if table.vertical else (FIRST_ROW + at, column)
                    )
                    cell = workbook[table.label].cell(*place)
                    shape, cell.value = cell.number_format, row[item.name]
                    cell.number_format = shape  # typing does not change the format of a cell that has one
    workbook.save(book)
