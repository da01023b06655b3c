"""Writes the pages that follow from the declarations: 数据字典.md, 问题代码.md and 命令.md. A test compares them.

Run `python docs/generate.py` after a declaration changed.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

import zoneproc
from zoneproc.cli import main as command_line
from zoneproc.findings import CODES
from zoneproc.forms import FORMS
from zoneproc.forms.vocabularies import VOCABULARIES
from zoneproc.schema import Field, Form, Table

HERE = Path(__file__).parent
_NOTE = "<!-- 由 docs/generate.py 根据声明生成,请勿手工修改。 -->"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _grid(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    titles = list(head)
    return [_row(titles), _row("---" for _ in titles), *(_row(row) for row in rows), ""]


def _rules_of(field: Field) -> str:
    said = [
        field.vocabulary.label if field.vocabulary else "",
        f"{field.minimum:g} 起" if field.minimum is not None else "",
        f"至 {field.maximum:g}" if field.maximum is not None else "",
        f"至少 {field.min_length} 字" if field.min_length else "",
        f"至多 {field.max_length} 字" if field.max_length else "",
        "在报告期内" if field.inside_period else "",
        f"对应 {field.refers_to}" if field.refers_to else "",
        "不出办公室和本支部" if field.private else "",
    ]
    return ";".join(part for part in said if part)


def _sheet(table: Table) -> list[str]:
    rows = (
        (field.label, field.name, field.kind.value, field.needs, _rules_of(field), field.help, field.example)
        for field in table.fields
    )
    return [f"### {table.code} {table.label}", "", *_grid("栏目 名称 类型 必填 规则 说明 示例".split(), rows)]


def _workbook(form: Form) -> list[str]:
    head = [f"## {form.id} {form.title}({form.cadence.value})", ""]
    return head + [line for table in form.tables for line in _sheet(table)]


def dictionary() -> str:
    """Every workbook, sheet and column, and every vocabulary."""
    lines = [_NOTE, "", "# 数据字典", ""]
    for form in FORMS.values():
        lines += _workbook(form)
    lists = ((vocabulary.id, vocabulary.label, " / ".join(vocabulary.values)) for vocabulary in VOCABULARIES.values())
    return "\n".join([*lines, "## 选项表", "", *_grid("编号 名称 选项".split(), lists)])


def catalogue() -> str:
    """Every finding code with what to do."""
    for module in pkgutil.walk_packages(zoneproc.__path__, "zoneproc."):
        if module.name != "zoneproc.__main__":
            importlib.import_module(module.name)  # codes are declared beside what raises them
    known = CODES
    rows = ((code.number, code.severity.value, code.title, code.hint, code.basis) for _, code in sorted(known.items()))
    return "\n".join([_NOTE, "", "# 问题代码", "", *_grid("代码 级别 问题 怎么办 依据".split(), rows)])


def commands() -> str:
    """The help of every command."""
    lines = [_NOTE, "", "# 命令", ""]
    for name, command in _all_commands(command_line):
        context = click.Context(
            command, info_name=f"zoneproc {name}", terminal_width=100, help_option_names=["-h", "--help"]
        )
        lines += [f"## {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(lines)


def _all_commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, those of groups after their group."""
    for name, command in sorted(group.commands.items()):
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from _all_commands(command, f"{above}{name} ")


def pages() -> Mapping[str, str]:
    """The generated pages by file name."""
    return {"数据字典.md": dictionary(), "问题代码.md": catalogue(), "命令.md": commands()}


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
