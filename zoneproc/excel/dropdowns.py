"""Drop-downs and input checks of template columns: one validation per column, lists on a sheet of their own.

Inline lists break above 255 characters, so every list is a range (domain.md 2.1, 4). What a validation lets pass or
stops is a kindness only: pasting goes past it, and every cell is checked again when the return comes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zoneproc.excel.issue import NOTHING_KNOWN
from zoneproc.excel.stamp import FIRST_ROW, LISTS_SHEET
from zoneproc.excel.styles import BODY, GIVEN, HEADER, NOTE, TEXT, TITLE
from zoneproc.excel.wording import cell_name, display_width, range_name, reference
from zoneproc.excel.writing import Area, Book, Page, Sheet
from zoneproc.kinds import Kind
from zoneproc.period import Period
from zoneproc.schema import Field, Form, Table, Vocabulary

YES_NO = Vocabulary("是否", "是否", ("是", "否"))
_PAGE = 180
"""About how wide a page of lists may be and still be read."""
_HEAD = 60
"""How wide title and note are laid, over as many lists as it takes."""
_OTHER_LISTS_SHEET = "下拉选项"
_KNOWN_LABELS = {
    "members.member_no": ("党员编号", "姓名"),
    "teams.team_code": ("班组编码", "班组名称"),
    "groups.group_code": ("党小组编码", "党小组名称"),
}
_DAYS = (date(1930, 1, 1), date(2099, 12, 31))
_FIRST = FIRST_ROW - 1


def vocabulary_of(field: Field) -> Vocabulary | None:
    """The list a column offers, None if it offers none."""
    chosen = YES_NO if field.kind is Kind.FLAG else field.vocabulary
    return chosen if chosen is not None and chosen.values else None


KNOWN_LOOK = TEXT | GIVEN
"""The look of a known number and its name."""


def known_width(target: str, names: Mapping[str, str]) -> int:
    """How wide the column of the names of the known numbers of "table.field" is."""
    return min(max(map(display_width, (*_labels_of(target), *names.values()))), 30) + 3


def _labels_of(target: str) -> tuple[str, str]:
    return _KNOWN_LABELS.get(target, ("编号", "名称"))


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one form and where they stand: one column each on the sheet `title`.

    `known`: "table.field" → number → name, the numbers issued with the workbook; two columns each, right of the lists.
    """

    title: str
    columns: Mapping[tuple[str, tuple[str, ...]], tuple[int, Vocabulary]]
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, known: Mapping[str, Mapping[str, str]] = NOTHING_KNOWN) -> "Lists":
        """Every list used by a column of the form, in order of first use, and the known numbers it refers to."""
        used = [found for table in form.tables for field in table.fields if (found := vocabulary_of(field))]
        by_key = {(vocabulary.id, vocabulary.values): vocabulary for vocabulary in used}
        columns = {key: (col, vocabulary) for col, (key, vocabulary) in enumerate(by_key.items())}
        taken = any(table.label == LISTS_SHEET for table in form.tables)
        asked = {field.refers_to for table in form.tables for field in table.fields if field.refers_to}
        own = {table.name for table in form.tables if not table.reference}
        needed = {name: known[name] for name in known if name in asked and name.partition(".")[0] not in own}
        return cls(_OTHER_LISTS_SHEET if taken else LISTS_SHEET, columns, {k: v for k, v in needed.items() if v})

    def numbers(self, target: str) -> str:
        """The range of the known numbers of "table.field"; empty if none came with the workbook."""
        if target not in self.known:
            return ""
        col = self.known_column(target)
        return reference(self.title, range_name((_FIRST, col), (_FIRST + len(self.known[target]) - 1, col)))

    def known_column(self, target: str) -> int:
        """The column of the known numbers of "table.field"; their names stand in the next one."""
        return len(self.columns) + 2 * list(self.known).index(target)

    def source(self, vocabulary: Vocabulary) -> str:
        """The range of a list, as a formula."""
        col, _ = self.columns[vocabulary.id, vocabulary.values]
        return "=" + reference(self.title, range_name((_FIRST, col), (_FIRST + len(vocabulary.values) - 1, col)))

    def write(self, book: Book) -> None:
        """Write the sheet of lists: people may look the choices up, nobody needs to change them here."""
        sheet = book.sheet(self.title)
        widths: list[int] = []
        for col, vocabulary in self.columns.values():
            sheet.write(_FIRST - 2, col, vocabulary.label, HEADER)
            for row, value in enumerate(vocabulary.values, start=_FIRST):
                sheet.write(row, col, value, TEXT | GIVEN)
            longest = max(display_width(text) for text in (vocabulary.label, *vocabulary.values))
            widths.append(max(10, min(longest, 50) + 3))
            sheet.column(col, widths[-1], BODY)
        for target, names in self.known.items():
            self._write_known(sheet, self.known_column(target), target, names)
        last = next((col for col in range(len(widths)) if sum(widths[: col + 1]) >= _HEAD), len(widths) + 3)
        sheet.merge(Area(0, 0, 0, last), "字典(下拉选项)", TITLE)
        sheet.merge(Area(1, 0, 1, last), "各表下拉栏可选的内容,供查阅;请勿改动。", NOTE)
        sheet.heights({0: 30, 1: 20})
        sheet.hide_row(_FIRST - 1)
        sheet.freeze(_FIRST)
        longest = max(len(vocabulary.values) for _, vocabulary in self.columns.values())
        sheet.raw.print_area(0, 0, _FIRST + longest - 1, max(last, len(widths) - 1))
        sheet.print_setup(Page(repeat=(2, 2), footer=self.title, wide=max(1, round(sum(widths) / _PAGE))))
        sheet.protect()

    def _write_known(self, sheet: Sheet, col: int, target: str, names: Mapping[str, str]) -> None:
        sheet.write_row(_FIRST - 2, col, _labels_of(target), HEADER)
        for row, pair in enumerate(names.items(), start=_FIRST):
            sheet.write_row(row, col, pair, KNOWN_LOOK)
        sheet.widths((12, known_width(target, names)), col)


@dataclass(frozen=True, slots=True)
class ColumnChecks:
    """Attaches drop-downs, input hints and simple limits to the columns of one form's sheets."""

    form: Form
    lists: Lists
    period: str = ""
    row_counts: Mapping[str, int] | None = None

    def attach(self, sheet: Sheet, field: Field, area: Area) -> None:
        """One validation for a whole area of a sheet; columns computed by the office get none."""
        if field.system:
            return
        hint = hint_of(field)
        rule = self._rule(field, sheet.title) | {"input_title": field.label, "input_message": hint}
        sheet.validate(area, rule)

    def _rule(self, field: Field, sheet: str) -> dict[str, object]:
        vocabulary = vocabulary_of(field)
        if vocabulary is not None:
            return self._choice(field, vocabulary)
        target = self._target(field, sheet)
        if target:
            return {
                "validate": "list",
                "source": target,
                "error_type": "warning",
                "error_title": "请核对",
                "error_message": "所填内容不在名单内,确定要这样填吗?",
            }
        return _limits(field, self.period)

    def _choice(self, field: Field, vocabulary: Vocabulary) -> dict[str, object]:
        several = field.kind is Kind.CHOICES
        message = "多选时用“;”隔开,内容见字典。" if several else "请从下拉选项中选择,或清空后重填。"
        return {
            "validate": "list",
            "source": self.lists.source(vocabulary),
            "error_type": "information" if several else "stop",
            "error_title": "请从选项中选",
            "error_message": message,
        }

    def _target(self, field: Field, sheet: str) -> str:
        """The filled cells of the column a field refers to, if that column is on another sheet of the workbook."""
        if self.lists.numbers(field.refers_to):
            return f"={self.lists.numbers(field.refers_to)}"
        name, _, column = field.refers_to.partition(".")
        table = next((t for t in self.form.tables if _offers(t, name, column)), None)
        if table is None or table.label == sheet:
            return ""
        col = [f.name for f in table.fields].index(column)
        rows = (self.row_counts or {}).get(table.name, 0) + (0 if table.reference else table.spare_rows)
        cells = reference(table.label, range_name((_FIRST, col), (_FIRST + max(rows, 1) - 1, col)))
        first = reference(table.label, cell_name(_FIRST, col, fixed=True))
        return f"=OFFSET({first},0,0,MAX(1,COUNTA({cells})),1)"


def _offers(table: Table, name: str, column: str) -> bool:
    return (table.name == name or table.reference) and not table.vertical and column in table


def _limits(field: Field, period: str) -> dict[str, object]:
    if field.kind in (Kind.DATE, Kind.DATETIME):
        return _date_limits(field, period)
    if field.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number_limits(field)
    if field.max_length:
        return {
            "validate": "length",
            "criteria": "<=",
            "value": field.max_length,
            "error_type": "warning",
            "error_title": "内容过长",
            "error_message": f"最多 {field.max_length} 个字,请精简。",
        }
    return {"validate": "any"}


def _date_limits(field: Field, period: str) -> dict[str, object]:
    within = Period.parse(period) if field.inside_period and period else None
    first, last = (within.start, within.end) if within else _DAYS
    moment = field.kind is Kind.DATETIME
    shape = "2026-03-18 07:40" if moment else "2026-03-05"
    message = f"请填写日期,写成 {shape} 的样子。"
    if within:
        message += f"应在 {first} 至 {last} 之间,请核对。"
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": date(last.year + last.month // 12, last.month % 12 + 1, 1) if moment else last,
        "error_type": "warning" if within else "stop",
        "error_title": "日期请核对",
        "error_message": message,
    }


def _number_limits(field: Field) -> dict[str, object]:
    low = -1e9 if field.minimum is None else field.minimum
    high = 1e9 if field.maximum is None else field.maximum
    whole = field.kind is Kind.INTEGER
    bounds = f"{_bound('不小于', field.minimum)}{_bound('不大于', field.maximum)}"
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(low) if whole else low,
        "maximum": int(high) if whole else high,
        "error_type": "stop",
        "error_title": "请填数字",
        "error_message": f"请填{'整数' if whole else '数字'},不带单位{bounds}。",
    }


def _bound(word: str, limit: float | None) -> str:
    return "" if limit is None else f",{word} {limit:g}"


def need_of(field: Field) -> str:
    """Whether a cell must be filled, in words: 必填, 选填, 自动, or when."""
    if field.required and not field.required_when:
        return "必填"
    if field.required_when:
        when = "或".join(condition.text for condition in field.required_when if condition.text)
        return f"{when}时必填" if when else "有条件必填"
    return "自动" if field.system else "选填"


def hint_of(field: Field) -> str:
    """What is shown when a cell is selected: need, explanation, unit, how to write several, example."""
    several = "可多选,用“;”隔开" if field.kind is Kind.CHOICES else ""
    unit = f"单位:{field.unit}" if field.unit else ""
    example = f"例:{field.example}" if field.example else ""
    return "\n".join(part for part in (need_of(field), field.help, several, unit, example) if part)
