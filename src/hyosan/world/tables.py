"""Tables as text (CSV) with the line of every row, so that errors can point at it."""

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hyosan.world.errors import WorldError, nearest


class Row(NamedTuple):
    """One row: its place as "file:line", and its cells by column."""

    place: str
    cells: dict[str, str]


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, or raise WorldError that says what is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorldError(f"{path}: cannot be read ({error.strerror}); give the path of a file that exists.") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Return bytes as text in UTF-8 (with or without a byte order mark), or raise WorldError with file and line."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}"
        raise WorldError(f"{name}:{line}: found {found}, which is not UTF-8; save the file as UTF-8.") from None


def read_rows(text: str, name: str, required: Iterable[str]) -> list[Row]:
    """Return the rows of a table; lines that are empty or start with # are skipped.

    Parameters
    ----------
    text: the table, its first line the names of the columns.
    name: what messages call the file.
    required: columns that the table must have; others are kept as well.
    """
    lines = [
        (number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line.lstrip()[0] != "#"
    ]
    if not lines:
        raise WorldError(f"{name}: the table is empty; give a line of column names ({', '.join(required)}) and rows.")
    number, heading = lines[0]
    columns = [column.strip() for column in next(csv.reader([heading]))]
    for column in required:
        if column not in columns:
            hint = nearest(column, columns)
            raise WorldError(f"{name}:{number}: column {column!r} is missing; found {', '.join(columns)}.{hint}")
    rows = [_row(f"{name}:{number}", columns, next(csv.reader([line]))) for number, line in lines[1:]]
    if not rows:
        raise WorldError(f"{name}:{number}: the table has column names but no rows; give at least one.")
    return rows


def _row(place: str, columns: list[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise WorldError(f"{place}: found {len(cells)} cells; give {len(columns)}: {', '.join(columns)}.")
    return Row(place, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)})


def number_in(row: Row, column: str, low: float, high: float = math.inf) -> float:
    """Return the number in a column of a row, or raise WorldError unless it lies in [low, high]."""
    text = row.cells[column]
    try:
        value = float(text)
    except ValueError:
        raise WorldError(f"{row.place}: {column}: found {text!r}; give a number.") from None
    if not (low <= value <= high) or math.isinf(value):
        allowed = f"{low:g} or more" if high == math.inf else f"a number from {low:g} to {high:g}"
        raise WorldError(f"{row.place}: {column}: found {text}; give {allowed}.")
    return value


def whole_in(row: Row, column: str) -> int:
    """Return the whole number of zero or more in a column of a row, or raise WorldError."""
    value = number_in(row, column, 0)
    if value != int(value) or value >= 2**53:
        raise WorldError(f"{row.place}: {column}: found {row.cells[column]}; give a whole number below 2^53.")
    return int(value)


def text_in(row: Row, column: str) -> str:
    """Return the text in a column of a row, or raise WorldError where it is empty."""
    text = row.cells[column]
    if not text:
        raise WorldError(f"{row.place}: {column}: found nothing; give a name.")
    return text
