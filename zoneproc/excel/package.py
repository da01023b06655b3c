"""The members of a zip, read with limits that a file cannot talk its way around.

Sizes are counted while inflating and never believed from a header, so a bomb costs no more than the limit
(robustness.md 3). The same code opens workbooks (.xlsx, .xlsb, .ods are zips) and packages of workbooks.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import cast

from zoneproc.workspace import ZoneprocError

__all__ = ["LIMITS", "Limits", "Meter", "Package", "Unreadable", "member_name"]

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_VERSION = 20
_FIRST_DAY = 0x21  # 1980-01-01


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of us; beyond any of these it is refused, not tried. robustness.md 3.

    Sizes are in bytes. `grid` bounds rows × columns of a sheet's used area: the memory a reader will ask for. `seconds`
    and `memory` are what reading the file may cost a worker.
    """

    file_size: int = 20_000_000
    package_size: int = 200_000_000
    entries: int = 2_000
    inflated_total: int = 300_000_000
    inflated_entry: int = 200_000_000
    ratio: int = 150
    ratio_grace: int = 102_400
    cells: int = 2_000_000
    grid: int = 5_000_000
    rows: int = 200_000
    columns: int = 1_000
    merges: int = 50_000
    hyperlinks: int = 65_530
    validations: int = 65_000
    names: int = 10_000
    sheets: int = 200
    characters: int = 32_767
    seconds: float = 30.0
    memory: int = 1 << 30

    @classmethod
    def configured(cls, settings: Mapping[str, object]) -> "Limits":
        """The limits with those of zoneproc.toml, section [limits]; raises ZoneprocError for one that is none."""
        names = {field.name for field in fields(cls)}
        for name, value in settings.items():
            if name not in names:
                message = f"zoneproc.toml 的 [limits] 中没有“{name}”这一项,可用的有:{'、'.join(sorted(names))}。"
                raise ZoneprocError(message)
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                message = f"zoneproc.toml 的 [limits] 中“{name}”应是大于 0 的数,现为 {value!r}。"
                raise ZoneprocError(message)
        return cls(**cast("dict[str, int]", dict(settings)))


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be taken: why, in words, and what its sender can do."""

    reason: str
    advice: str


class Refused(Exception):  # noqa: N818  # carries a verdict on a file across this package; never leaves zoneproc.excel
    """Ends the reading of one file; `unreadable` says why."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.unreadable = Unreadable(reason, advice)


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its sender saw it; Windows programs write GBK without saying so (dependencies.md 7)."""
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


@dataclass(slots=True)
class Meter:
    """How many bytes have been inflated so far; zips inside one another share one."""

    inflated: int = 0


class Package:
    """The members of one zip held in memory. Raises `Refused` where a limit or a rule of safety is broken."""

    def __init__(self, data: bytes, limits: Limits = LIMITS, meter: Meter | None = None) -> None:
        self._data = data
        self._limits = limits
        self._meter = meter or Meter()
        self._read: dict[str, tuple[bytes, int]] = {}
        try:
            self._infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except Exception as error:  # zipfile has half a dozen kinds for a directory it cannot follow
            raise Refused("文件已损坏,打不开", "请在 Excel 或 WPS 中重新打开、另存后再报送。") from error
        if len(self._infos) > limits.entries:
            raise Refused(f"压缩结构异常:内含 {len(self._infos)} 个部件", "请新建模板重新填写后报送。")
        self._by_name = {info.orig_filename: info for info in self._infos}

    @property
    def infos(self) -> Sequence[zipfile.ZipInfo]:
        """The directory of the zip, in its order."""
        return self._infos

    def require_safe_names(self) -> None:
        """Refuse member names with which two readers could see two contents or that point outside."""
        folded = {name.casefold() for name in self._by_name}
        if len(folded) < len(self._infos):
            raise Refused("压缩结构异常:部件重名", "请在 Excel 或 WPS 中重新另存后再报送。")
        for name in self._by_name:
            if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\x00" in name:
                raise Refused("压缩结构异常:部件名不安全", "请在 Excel 或 WPS 中重新另存后再报送。")

    def names(self) -> Iterator[str]:
        """The names of all members as stored."""
        return iter(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def read(self, name: str) -> bytes:
        """The content of a member, b"" if there is no such member."""
        if name not in self._read and name in self._by_name:
            info = self._by_name[name]
            self._read[name] = self._content(info), info.CRC
        return self._read[name][0] if name in self._read else b""

    def repacked(self) -> bytes:
        """A zip of just the members read so far, not compressed: who opens it sees what was seen here, and no more."""
        return _stored_zip(self._read)

    def inflate(self, info: zipfile.ZipInfo) -> bytes:
        """The content of one member, as its check sum says; of members that are repacked the next reader sees to that."""
        content = self._content(info)
        if zlib.crc32(content) != info.CRC:
            raise Refused("文件已损坏:内容与校验不符", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
        return content

    def _content(self, info: zipfile.ZipInfo) -> bytes:
        """The content of one member, counted while inflating."""
        if info.flag_bits & _ENCRYPTED:
            raise Refused("压缩包设有密码", "请去掉密码后再报送。")
        allowed = min(self._limits.inflated_entry, self._limits.inflated_total - self._meter.inflated)
        content = _inflated(self._stored(info), info.compress_type, allowed)
        self._meter.inflated += len(content)
        bomb = len(content) > self._limits.ratio_grace and len(content) > self._limits.ratio * info.compress_size
        if len(content) > allowed or bomb:
            raise Refused("展开后的内容大得不合常理", "请删去表格以外的多余内容和空白行列,另存后再报送。")
        return content

    def _stored(self, info: zipfile.ZipInfo) -> bytes:
        header = self._data[info.header_offset : info.header_offset + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise Refused("文件已损坏:内容不完整", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        start = info.header_offset + _LOCAL_HEADER + name_length + extra_length
        return self._data[start : start + info.compress_size]


def _inflated(stored: bytes, method: int, allowed: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return stored
    if method != zipfile.ZIP_DEFLATED:
        raise Refused("压缩方式不受支持", "请用普通 zip 方式压缩,或直接报送表格文件。")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(stored, max(allowed, 0) + 1)
    except zlib.error as error:
        raise Refused("文件已损坏:内容解不开", "请在 Excel 或 WPS 中重新打开、另存后再报送。") from error
    if not stream.eof and len(content) <= allowed:
        raise Refused("文件已损坏:内容不完整", "请在 Excel 或 WPS 中重新打开、另存后再报送。")
    return content


def _stored_zip(members: Mapping[str, tuple[bytes, int]]) -> bytes:
    """Content and check sum by name. Written by hand: zipfile would take longer than it saves."""
    files: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, (content, checksum) in members.items():
        raw = name.encode()
        sizes = (checksum, len(content), len(content), len(raw), 0)
        header = struct.pack("<HHHHHIIIHH", _VERSION, _UTF8_NAME, zipfile.ZIP_STORED, 0, _FIRST_DAY, *sizes)
        files += (b"PK\x03\x04", header, raw, content)
        directory += (b"PK\x01\x02", struct.pack("<H", _VERSION), header, struct.pack("<HHHII", 0, 0, 0, 0, at), raw)
        at += _LOCAL_HEADER + len(raw) + len(content)
    listed = b"".join(directory)
    count = len(members)
    return b"".join((*files, listed, struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)))
