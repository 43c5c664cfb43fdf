"""A table of words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table: title, heads, rows of as many words; left: columns of words, the others being numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: tuple[int, ...] = (0,)
