"""What a row about Hyosan is: the work that is measured, how often, and what it is held to."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

KOREA: Final = 51_667_030


@dataclass(frozen=True)
class Limit:
    """A target of a number beside the time of a row: part, its name in the samples; title; bound and its unit.

    sign: "<", "≤" or "≥", how the number must compare with the bound.
    """

    part: str
    title: str
    bound: float
    unit: str
    sign: str = "<"


@dataclass(frozen=True)
class Row:
    """One row: its name, what it says, the work (module, action, given), and its limits.

    n_repeats: measured runs; n_quick: the same with --quick, 0 to leave the row out; small: what --quick puts in place
    of parts of `given`. limit_s, limit_mb: target of the median time and of the peak memory, None for none; limits:
    targets of other numbers. n_cores: cores that the work may use.
    """

    key: str
    title: str
    action: str
    given: dict[str, Any] = field(default_factory=dict)
    n_repeats: int = 7
    n_quick: int = 3
    limit_s: float | None = None
    limit_mb: float | None = None
    n_people: int = KOREA
    module: str = "bench.ours"
    n_cores: int = 1
    limits: tuple[Limit, ...] = ()
    small: dict[str, Any] = field(default_factory=dict)

    def quick(self) -> "Row":
        """Return the row as --quick measures it; where the work is smaller, it says so and is held to nothing."""
        row = replace(self, n_repeats=self.n_quick)
        if not self.small:
            return row
        title = f"{self.title} (small: {', '.join(f'{key} {value}' for key, value in self.small.items())})"
        given = self.given | self.small
        return replace(row, title=title, given=given, small={}, limit_s=None, limit_mb=None, limits=())
