"""延期: a later deadline asked for one branch's return, made sure of before it is entered."""

from dataclasses import replace

from zoneproc.duties.returns import FORM_OF
from zoneproc.forms import FORMS
from zoneproc.ledger import Ledger
from zoneproc.period import Period
from zoneproc.register import Extension
from zoneproc.workspace import ZoneprocError

__all__ = ["ExtensionError", "extension_asked"]


class ExtensionError(ZoneprocError):
    """An extension that makes no sense: unknown branch or return, no reason, or a time that is over before the period."""


def extension_asked(office: Ledger, asked: Extension) -> Extension:
    """The extension with the branch by its code and the form by its id; raises ExtensionError if it cannot be meant."""
    branch, form = _branch(office, asked.branch), _form(asked)
    if not asked.reason.strip():
        message = "延期须写明理由(--reason)。"
        raise ExtensionError(message)
    if asked.until.date() <= Period.parse(asked.period).end:
        message = f"延期时间 {asked.until:%Y-%m-%d %H:%M} 早于报告期 {asked.period} 结束,请检查。"
        raise ExtensionError(message)
    return replace(asked, branch=branch, form=form, reason=asked.reason.strip())


def _branch(office: Ledger, written: str) -> str:
    known = office["organisations"]
    named = known["org_code"].eq(written) | known["short_name"].eq(written) | known["org_name"].eq(written)
    codes = known.loc[named, "org_code"].dropna().unique()
    if len(codes) != 1:
        message = f"公司台账里没有(或不止一个)叫“{written}”的党支部,请写支部编码。"
        raise ExtensionError(message)
    return str(codes[0])


def _form(asked: Extension) -> str:
    due = FORM_OF[Period.parse(asked.period).cadence]
    written = next(
        (form.id for form in FORMS.values() if asked.form.upper() == form.id or asked.form == form.title), ""
    )
    if written != due:
        message = f"{asked.period} 应报的是 {due}({FORMS[due].title}),不是“{asked.form}”。"
        raise ExtensionError(message)
    return due
