"""The facts of an .xlsx or .xlsm: only the parts that a reader opens are inflated, and each of them once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname, normpath

from zoneproc.excel.cells import text_of
from zoneproc.excel.facts import Content, Facts, SheetFacts
from zoneproc.excel.package import Limits, Package, Refused
from zoneproc.excel.scan import attributes, require_sane_texts, scan_sheet, utf8
from zoneproc.excel.stamp import PROPERTY_PREFIX, STAMP_KEYS, STAMP_NAME, never_filled, unpacked

__all__ = ["has_links", "has_macros", "relations_of", "xlsx_facts"]

_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^<>]*>")
_NAME = re.compile(rb"<(?:[\w.-]+:)?definedName\s")
_STAMP = re.compile(rb'<definedName name="' + STAMP_NAME.encode() + rb'"[^<>]*>([^<]*)<')
_PROPERTY = re.compile(rb'name="' + PROPERTY_PREFIX.encode() + rb'(\w+)"[^<>]*>\s*<vt:\w+>([^<]*)<')
_APPLICATION = re.compile(rb"<Application>([^<]*)<")
_DATE1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")
_UNIQUE = re.compile(rb"""<(?:[\w.-]+:)?sst\s[^<>]*?uniqueCount\s*=\s*["'](\d+)""")
_NEVER_READ = ("/theme", "/calcChain", "/externalLink", "/connections")
_SMALLEST_TEXT = 4  # bytes an entry of the table of texts takes at least
_RESAVE = "请在 Excel 或 WPS 中重新打开、另存后再报送。"


def xlsx_facts(package: Package, limits: Limits) -> Facts:
    """What is known of the workbook; raises `Refused` where reading it would ask for more than the limits allow."""
    parts = _Parts(package)
    book = _book_part(parts)
    content = parts[book]
    relations = _relations(parts, book)
    tags = _SHEET.findall(content)
    if len(tags) > limits.sheets or len(_NAME.findall(content)) > limits.names:
        raise Refused("工作表或名称多得不合常理", "请新建模板重新填写后报送。")
    links = has_links(package)
    stamp = _stamp(content, parts["docProps/custom.xml"])
    sheets = [_title_and_target(tag, relations) for tag in tags]
    unread = never_filled({title for title, _ in sheets}) if stamp else frozenset()
    closed = {part for title, part in sheets if title in unread} - {
        part for title, part in sheets if title not in unread
    }
    scanned: dict[str, SheetFacts] = {}
    for name in _reachable(package, relations):
        if name.casefold() in closed:
            continue
        part = parts[name]
        _require_possible_counts(part)
        require_sane_texts(part, limits)
        scanned[name] = scan_sheet(part, limits, links=links)
    application = _APPLICATION.search(parts["docProps/app.xml"])
    return Facts(
        Content.XLSX,
        producer=text_of(application[1]) if application else "",
        sheets=dict(_by_title(sheets, scanned, dirname(book))),
        stamp=stamp,
        macros=has_macros(package),
        links=links,
        date1904=_DATE1904.search(content) is not None,
        unread=unread,
    )


class _Parts:
    """The XML parts of a package in UTF-8, b"" for one that is not there; names are told apart as calamine does."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.casefold(): name for name in package.names()}

    def __getitem__(self, name: str) -> bytes:
        return utf8(self._package.read(self._names.get(name.casefold(), "")))


def _book_part(parts: _Parts) -> str:
    relations = _relations(parts, "")
    books = (r["Target"] for r in relations.values() if r.get("Type", "").endswith("/officeDocument"))
    return next((book for book in books if parts[book]), "xl/workbook.xml")


def _relations(parts: _Parts, part: str) -> dict[str, dict[str, str]]:
    folder, slash, name = part.rpartition("/")
    found = {}
    for tag in _RELATION.findall(parts[f"{folder}{slash}_rels/{name}.rels"]):
        relation = attributes(tag)
        target = relation.get("Target", "")
        relation["Target"] = target[1:] if target.startswith("/") else _joined(f"{folder}{slash}", target)
        found[relation.get("Id", "")] = relation
    return found


def _joined(folder: str, target: str) -> str:
    return normpath(f"{folder}{target}") if "." in target.rpartition("/")[0] else f"{folder}{target}"


def relations_of(package: Package, part: str) -> dict[str, dict[str, str]]:
    """The relations of a part by their id, each `Target` made a member name."""
    return _relations(_Parts(package), part)


def _reachable(package: Package, relations: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The members a reader may open as part of the book, however it makes names out of targets."""
    read = (relation for relation in relations.values() if not relation.get("Type", "").endswith(_NEVER_READ))
    aimed_at = {"sharedstrings.xml", *(relation["Target"].rpartition("/")[2].casefold() for relation in read)}
    for name in package.names():
        folded = name.casefold()
        if folded.rpartition("/")[2] in aimed_at or "/worksheets/" in folded:
            yield name


def _require_possible_counts(part: bytes) -> None:
    """A table of texts cannot hold more entries than bytes; calamine would reserve room for the number it claims."""
    count = _UNIQUE.search(part, 0, 2_000) if part.find(b"sst", 0, 1_000) >= 0 else None
    if count and int(count[1]) * _SMALLEST_TEXT > len(part):
        raise Refused("文件已损坏:文字数目与内容不符", _RESAVE)


def has_macros(package: Package) -> bool:
    """Whether the package holds a program of its own."""
    return any(name.endswith("vbaProject.bin") for name in package.names())


def has_links(package: Package) -> bool:
    """Whether the package draws values from other files."""
    return any("/externalLinks/" in name for name in package.names())


def _title_and_target(tag: bytes, relations: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """The title of a sheet and the member that holds it, in small letters."""
    sheet = attributes(tag)
    return sheet.get("name", ""), relations.get(sheet.get("id", ""), {}).get("Target", "").casefold()


def _by_title(
    sheets: Sequence[tuple[str, str]], scanned: Mapping[str, SheetFacts], folder: str
) -> Iterator[tuple[str, SheetFacts]]:
    """The facts of each sheet of the book, by title; a target is also tried below the folder of the book itself."""
    by_name = {name.casefold(): facts for name, facts in scanned.items()}
    for title, target in sheets:
        facts = by_name.get(target) or by_name.get(target.removeprefix(f"{folder}/".casefold()))
        if facts is not None:
            yield title, facts


def _stamp(book: bytes, properties: bytes) -> dict[str, str]:
    """The stamp from the defined name, overlaid with the one from the document properties."""
    name = _STAMP.search(book)
    found = unpacked(text_of(name[1])) if name else {}
    found |= {
        key.decode(): text_of(value) for key, value in _PROPERTY.findall(properties) if key.decode() in STAMP_KEYS
    }
    return found
