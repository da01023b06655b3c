"""What is in a workbook as a person would find it, so that two can be compared however they were written."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl


def said(path: Path) -> Mapping[object, object]:
    """Everything openpyxl can tell of a workbook: names, properties, sheets, and every cell with its looks and notes."""
    book, cached = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found: dict[object, object] = {
        "names": {name: defined.attr_text for name, defined in book.defined_names.items()},
        "properties": [(each.name, each.value) for each in book.custom_doc_props.props],
        "title": repr(book.properties),
        "sheets": book.sheetnames,
        "calculation": repr(book.calculation),
        "active": book.active.title,
    }
    looks: dict[int, str] = {}
    for sheet in book.worksheets:
        found |= {(sheet.title, what): told for what, told in _sheet(sheet).items()}
        values = cached[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                told = _cell(cell, values[cell.coordinate].value)
                if cell.style_id not in looks:
                    looks[cell.style_id] = _look(cell)
                found[sheet.title, cell.coordinate] = (*told, looks[cell.style_id])
    return found


def _sheet(sheet) -> Mapping[str, object]:
    columns = sheet.column_dimensions.values()
    return {
        "size": sheet.dimensions,
        "state": sheet.sheet_state,
        "view": repr(sheet.views.sheetView[0]),
        "protection": repr(sheet.protection),
        "printed": [repr(each) for each in (sheet.page_setup, sheet.page_margins, sheet.print_options)],
        "repeated": (sheet.print_title_rows, sheet.print_area),
        "foot": [each.text for each in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddHeader.right)],
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "look": repr(sheet.sheet_properties),
        "columns": {
            at: (each.width, each.hidden, repr(each.protection))
            for each in columns
            for at in range(each.min, each.max + 1)
        },
        "rows": {at: (each.height, each.hidden) for at, each in sheet.row_dimensions.items()},
        "checks": sorted(repr(each) for each in sheet.data_validations.dataValidation),
        "colours": [
            (str(each.sqref), [(rule.type, rule.priority, rule.formula, repr(rule.dxf)) for rule in each.rules])
            for each in sheet.conditional_formatting
        ],
    }


def _cell(cell, cached: object) -> tuple[object, ...]:
    formula = (cell.value.ref, cell.value.text) if hasattr(cell.value, "text") else cell.value
    note = cell.comment and (cell.comment.text, cell.comment.author, cell.comment.width, cell.comment.height)
    link = cell.hyperlink and (cell.hyperlink.location, cell.hyperlink.display)
    return formula, cached, cell.data_type, note, link


def _look(cell) -> str:
    return repr((cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection))
