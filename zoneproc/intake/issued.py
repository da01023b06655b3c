"""Locked cells: what the office had filled in counts, whatever the returned file says in its place (promise 9).

Returned rows are matched with the issued ones first by all they were given, then by the best likeness, so that sorted,
inserted and copied rows keep what is theirs. A row that could be two issued ones is left as it stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zoneproc.excel.issue import is_locked
from zoneproc.findings import Finding, Place
from zoneproc.intake.codes import S01, S20, masked, told
from zoneproc.intake.parsing import read_cell
from zoneproc.intake.rows import RawTable
from zoneproc.intake.submission import Submission
from zoneproc.kinds import Bad, Kind, as_text, fold, name_key
from zoneproc.schema import Field, Form, Table

__all__ = ["Issued", "Overwritten", "issued_differences", "with_issued_values"]

_MANY = 3
"""So many rows issued and so many returned say whose return it is."""
Row = Mapping[str, object]
Issued = Mapping[str, Sequence[Row]]
"""Table name → rows as issued, by field name: parsed values, or texts as the register keeps them."""


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A locked cell that came back changed: where, what was issued and what stands there now.

    `at` is the position of the row in the table as read; -1 if the issued row did not come back at all, then `field` is "".
    `harmless`: the same value written so that it would be read otherwise, as a code without its leading zeros.
    """

    table: str
    at: int
    field: str
    issued: object = None
    seen: object = None
    harmless: bool = False


def issued_differences(submission: Submission, issued: Issued | None) -> Sequence[Overwritten]:
    """The locked cells that were changed, and the issued rows that are gone, table by table."""
    if not issued or submission.identity is None:
        return ()
    form = submission.identity.form
    found: list[Overwritten] = []
    for table in form.tables:
        raw, rows = submission.tables.get(table.name), issued.get(table.name, ())
        if raw is not None and rows and not table.reference:
            found += _Comparison(table, raw, _locked(table, rows)).differences()
    return found


def _locked(table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that were issued with a locked cell; others are the branch's own to change and to strike out."""
    return [row for row in rows if any(name in table and is_locked(table, name, row) for name in row)]


def with_issued_values(submission: Submission, issued: Issued | None) -> Submission:
    """The submission with every changed locked cell as it was issued, and a finding S20 for each."""
    differences = issued_differences(submission, issued)
    if not differences or submission.identity is None:
        return submission
    form, tables = submission.identity.form, dict(submission.tables)
    for name in {difference.table for difference in differences}:
        raw = tables[name]
        values = {field: list(cells) for field, cells in raw.values.items()}
        for one in differences:
            if one.table == name and one.at >= 0:
                values[one.field][one.at] = one.issued
        tables[name] = replace(raw, values=values)
    findings = [_told(one, form[one.table], submission) for one in differences if not one.harmless]
    if issued and _is_somebody_elses(submission, form, issued, differences):
        detail = f"表内没有一个人是发给党支部“{submission.identity.branch_code}”的表上的,像是别的支部的报表"
        findings = [told(S01, Place(submission.file), detail=detail)]
    return replace(submission, tables=tables, findings=(*submission.findings, *findings))


def _is_somebody_elses(submission: Submission, form: Form, issued: Issued, differences: Sequence[Overwritten]) -> bool:
    """Whether people came back, but not one of those who were issued: it is another branch's return."""
    people = {
        name: len(_locked(form[name], issued[name]))
        for name, raw in submission.tables.items()
        if issued.get(name) and not raw.vertical and any(item.kind is Kind.NAME for item in form[name].fields)
    }
    gone = sum(one.at < 0 for one in differences if one.table in people)
    returned = sum(len(submission.tables[name].rows) for name, count in people.items() if count)
    return gone == sum(people.values()) >= _MANY and returned >= _MANY


def _told(one: Overwritten, table: Table, submission: Submission) -> Finding:
    raw = submission.tables[table.name]
    if one.at < 0:
        return told(
            S20, Place(submission.file, raw.title), label=table.label, detail=f"发放时有{one.issued}一行,交回时没有"
        )
    seen = masked(as_text(one.seen)) if one.seen is not None else ""
    now = f"交回的是“{seen}”" if seen else "交回时是空的"
    detail = f"发放时是“{masked(as_text(one.issued))}”,{now},已按发放的内容读取"
    place = Place(submission.file, raw.title, raw.cell(raw.rows[one.at], one.field))
    return replace(told(S20, place, label=table[one.field].label, detail=detail), value=seen)


class _Comparison:
    """One table as returned against the rows as issued."""

    def __init__(self, table: Table, raw: RawTable, rows: Sequence[Row]) -> None:
        self._table = table
        self._raw = raw
        self._rows = rows
        self._given = [self._telling(row) for row in rows]
        names = {name for given in self._given for name in given}
        self._read = {name: [_alike(table[name], cell) for cell in raw.values[name]] for name in names}

    def _telling(self, row: Row) -> dict[str, str]:
        """What tells an issued row from others: its locked cells and what names it, as they are compared."""
        given = [item for item in self._table.read_fields if row.get(item.name) is not None]
        return {
            item.name: _alike(item, row[item.name])
            for item in given
            if item.name in self._raw.values
            and (is_locked(self._table, item.name, row) or item.name in self._table.key)
        }

    def differences(self) -> Iterator[Overwritten]:
        """The changed cells in the order of the issued rows, then the rows that did not come back."""
        same, free = self._unchanged()
        placed, gone = self._placed(same, free)
        for number, at in sorted({**same, **placed}.items()):
            for name, meant in self._given[number].items():
                seen, issued = self._raw.values[name][at], _cell(self._table[name], self._rows[number][name])
                changed = self._read[name][at] != meant
                if is_locked(self._table, name, self._rows[number]) and (
                    changed or _reads_otherwise(self._table[name], seen, issued)
                ):
                    yield Overwritten(self._table.name, at, name, issued, seen, harmless=not changed)
        for number in gone:
            shown = "、".join(as_text(self._rows[number][name]) for name in self._given[number])
            yield Overwritten(self._table.name, -1, "", f"“{masked(shown)}”")

    def _placed(self, same: Mapping[int, int], free: Sequence[int]) -> tuple[dict[int, int], Sequence[int]]:
        """Issued row → returned row for those that came back changed, and the issued rows that did not come back."""
        if self._raw.vertical:
            return {0: 0}, []
        open_rows = [number for number, given in enumerate(self._given) if given and number not in same]
        found: dict[int, int] = {}
        scores = sorted(
            ((self._likeness(number, at, same), number, at) for number in open_rows for at in free), key=_best_first
        )
        for score, number, at in scores:
            rivals = [other for other in scores if other[0] == score and (other[1] == number) != (other[2] == at)]
            taken = {*found.values()}
            clear = not any(one not in found and row not in taken for _, one, row in rivals)
            if score > 0 and number not in found and at not in taken and clear:
                found[number] = at
        return found, [number for number in open_rows if number not in found]

    def _unchanged(self) -> tuple[dict[int, int], Sequence[int]]:
        """Issued row → the first returned row that holds all it was given; and the returned rows that are no such row."""
        at_of: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
        for names in {tuple(given) for given in self._given}:
            for at in range(len(self._raw.rows)):
                at_of[names, tuple(self._read[name][at] for name in names)].append(at)
        same: dict[int, int] = {}
        known: set[int] = set()
        for number, given in enumerate(self._given):
            places = at_of.get((tuple(given), tuple(given.values())), [])
            if places:
                same[number] = places[0]
                known.update(places)
        return same, [at for at in range(len(self._raw.rows)) if at not in known]

    def _likeness(self, number: int, at: int, same: Mapping[int, int]) -> int:
        """How much more speaks for a returned row being the issued one than against it; its place counts as one cell."""
        given = self._given[number]
        agreeing = sum(self._read[name][at] == meant for name, meant in given.items())
        in_place = at == number or same.get(number - 1, -2) == at - 1 or same.get(number + 1, -2) == at + 1
        return 2 * agreeing - len(given) + in_place if agreeing else 0


def _best_first(scored: tuple[int, int, int]) -> tuple[int, int, int]:
    score, number, at = scored
    return -score, abs(number - at), number


def _cell(field: Field, issued: object) -> object:
    """An issued value as it stands in a cell."""
    value = field.parse(issued)
    return issued if value is None or isinstance(value, Bad) else field.render(value)


def _reads_otherwise(field: Field, seen: object, issued: object) -> bool:
    return field.kind is Kind.CODE and read_cell(field, seen) != read_cell(field, issued)


def _alike(field: Field, cell: object) -> str:
    """A cell as locked cells are compared: read as its kind is, whatever way it is written."""
    value = read_cell(field, cell)
    if value is None:
        return ""
    if isinstance(value, Bad):
        value = cell if value.kept is None else value.kept
    if isinstance(value, tuple):
        return ";".join(value)
    text = as_text(value)
    if field.kind is Kind.CODE:
        return fold(text).lstrip("0")
    return name_key(text) if field.kind is Kind.NAME else text
