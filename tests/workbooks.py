"""Small workbooks for tests: a made-up monthly form, grids of cells turned into bytes, and packages written by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import xlsxwriter

from zoneproc.excel.stamp import META_SHEET
from zoneproc.kinds import Kind
from zoneproc.period import Cadence
from zoneproc.schema import Field, Form, Table, Vocabulary

MOOD = Vocabulary("D16", "思想状态", ("平稳", "有波动", "需重点关注"))
COVER = Table(
    "cover", "封面", "封面", "",
    (
        Field("template_id", "模板代号", Kind.TEXT, required=True),
        Field("branch_code", "党支部编码", Kind.CODE, required=True),
        Field("period", "报告期", Kind.TEXT, required=True),
        Field("submission_no", "报送版本", Kind.INTEGER, required=True),
        Field("preparer", "填表人", Kind.NAME, required=True),
        Field("office_phone", "办公电话", Kind.TEXT),
    ),
    vertical=True,
)  # fmt: skip
TALKS = Table(
    "talks", "M-1", "联系谈心记录", "",
    (
        Field("member_no", "党员编号", Kind.CODE, required=True, pattern=r"D\d{5}", aliases=("党员代码",)),
        Field("member_name", "党员姓名", Kind.NAME, required=True),
        Field("team_code", "班组编码", Kind.CODE, refers_to="teams.team_code", mergeable=True),
        Field("talk_date", "谈心日期", Kind.DATE, required=True),
        Field("mood", "思想状态", Kind.CHOICE, vocabulary=MOOD),
        Field("people", "参加人数", Kind.INTEGER, minimum=1, maximum=50),
        Field("content", "谈心内容摘要", Kind.TEXT, max_length=20),
        Field("score", "得分", Kind.DECIMAL, system=True),
    ),
    key=("member_no",),
    unique=("member_no", "talk_date"),
)  # fmt: skip
EVENTS = Table(
    "events", "M-5", "重大事项", "",
    (
        Field("event_no", "事项编号", Kind.CODE, required=True),
        Field("happened", "发生时间", Kind.DATETIME),
        Field("reported", "已上报", Kind.FLAG),
        Field("kinds", "类别", Kind.CHOICES),
    ),
    key=("event_no",), unique=("event_no",), nil_allowed=True, last_counts=True,
)  # fmt: skip
MON = Form("MON", "月度报表", Cadence.MONTH, (COVER, TALKS, EVENTS))
QTR = Form("QTR", "季度考核", Cadence.QUARTER, (COVER, TALKS))
BASE = Form("BASE", "基础台账", Cadence.LIVING, (COVER, EVENTS))
TEAMS = Table(
    "teams", "C-3", "线路班组", "",
    (
        Field("team_code", "班组编码", Kind.CODE, required=True),
        Field("team_name", "班组名称", Kind.TEXT, required=True),
        Field("staff", "人数", Kind.INTEGER),
    ),
    key=("team_code",),
)  # fmt: skip
COMPANY = Form("COMPANY", "公司台账", Cadence.MASTER, (TEAMS,))
FORMS = {form.id: form for form in (MON, QTR, BASE, COMPANY)}

Grid = list[list[object]]
TALK = ["D00123", "张三", "052-01", date(2026, 3, 5), "平稳", 2, "谈了谈", None]
STAMP = {"template_id": "MON", "fingerprint": MON.fingerprint, "branch_code": "001005", "period": "2026-03"}


def cover_grid(**items: object) -> Grid:
    """The cover as templates lay it out, filled for March 2026; keyword arguments override items."""
    given = {"template_id": "MON", "branch_code": "001005", "period": "2026-03", "submission_no": 1, "preparer": "王五"}
    grid: Grid = [["月度报表"], ["请填写"], ["项目", "内容", "填写说明"], []]
    return grid + [[f.label, {**given, **items}.get(f.name), "按实填写", f.name] for f in COVER.fields]


def table_grid(table: Table, rows: Sequence[Sequence[object]]) -> Grid:
    """A sheet as templates lay it out."""
    head: Grid = [[table.label], ["填表说明"], [f.label for f in table.fields], [f.name for f in table.fields]]
    return head + [list(row) for row in rows]


def sheets(talks: Sequence[Sequence[object]] = (TALK,), **cover: object) -> dict[str, Grid]:
    """The three sheets of a sound return of March 2026."""
    return {
        "封面": cover_grid(**cover),
        "联系谈心记录": table_grid(TALKS, talks),
        "重大事项": table_grid(EVENTS, [["A1", "2026-03-18 07:40", "是", "安全;廉政"]]),
    }


def stamp_grid(stamp: Mapping[str, str]) -> Grid:
    """The rows of the hidden stamp."""
    return [[key, value] for key, value in stamp.items()]


def book(grids: Mapping[str, Grid], stamp: Mapping[str, str] | None = None) -> bytes:
    """An .xlsx with these cells; text starting with `=` is written as a formula that shows #REF!."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for title, grid in {**grids, **({META_SHEET: stamp_grid(stamp)} if stamp else {})}.items():
        sheet = workbook.add_worksheet(title)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if isinstance(cell, date | datetime):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, value="#REF!")
                elif cell is not None:
                    sheet.write(row, column, cell)
        if title == META_SHEET:
            sheet.very_hidden()
    workbook.close()
    return target.getvalue()


def package(members: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """A zip with these members."""
    target = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def handmade(sheet_xml: str, *, head: str = "", **members: str) -> bytes:
    """An .xlsx around one sheet part written by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{sheet_xml}</sheetData></worksheet>',
            **members,
        }
    )
