"""Workbooks stored under a password: those that Excel itself opens without asking, and those that stay shut.

A workbook saved as "read-only recommended" is encrypted with a password every program knows.
"""

import io

from zoneproc.excel.package import Refused

__all__ = ["decrypted"]

_KNOWN_TO_ALL = "VelvetSweatshop"


def decrypted(data: bytes) -> bytes:
    """The workbook without its password, if that is the one known to all; raises `Refused` if it stays shut."""
    import msoffcrypto  # noqa: PLC0415  # takes long to load, and few files need it

    target = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=_KNOWN_TO_ALL)
        file.decrypt(target)
    except Exception as error:  # a wrong password and a broken file alike are a dozen kinds of exception
        raise Refused("文件设有打开密码", "请在 Excel 或 WPS 中取消打开密码,另存后再报送。") from error
    return target.getvalue()
