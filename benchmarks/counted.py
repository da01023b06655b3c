"""What the processes that read under supervision do; apart from the one that supervises them, as in the program itself."""

from zoneproc.excel.reading import RawBook, read_book_bytes


def rows_of(data: bytes) -> int:
    """The rows of a workbook."""
    book = read_book_bytes(data)
    return sum(len(sheet.rows) for sheet in book.sheets) if isinstance(book, RawBook) else 0
