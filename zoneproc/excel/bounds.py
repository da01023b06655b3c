"""How much of a sheet is used, taken in cell by cell: what a reader would have to hold, whatever the sheet itself claims."""

from zoneproc.excel.package import Limits, Refused

__all__ = ["TIDY", "Bounds"]

TIDY = "请删去表格以外的多余内容,另存后再报送。"


class Bounds:
    """The used area of one sheet."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = self._height = self._width = 0
        self._top = self._left = 1 << 40

    def take_in(self, row: int, column: int, cells: int = 1) -> None:
        """One more used cell: 1-based row, 0-based column; `cells` if it stands for several."""
        self._cells += cells
        self._height, self._width = max(self._height, row), max(self._width, column + 1)
        self._top, self._left = min(self._top, row), min(self._left, column)

    def require_reasonable(self) -> None:
        """Raises `Refused` for an area that no reader could hold."""
        limits = self._limits
        area = (self._height - self._top + 1) * (self._width - self._left) if self._cells else 0
        if self._height > limits.rows or self._width > limits.columns or area > limits.grid:
            raise Refused(f"工作表用到了第 {self._height} 行、第 {self._width} 列,超出可读范围", TIDY)
        if self._cells > limits.cells:
            raise Refused("工作表的单元格多得不合常理", TIDY)
