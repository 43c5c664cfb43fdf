"""What is wrong with a scenario, and where: one sentence a fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hyosan.catalogue import nearest_name

SHOWN_CHARACTERS = 60
SHOWN_NAMES = 16


class ScenarioError(Exception):
    """A scenario that cannot be used.

    `faults` holds one line each: "file:line:column: path: found ...; allowed ...; did you mean ...?".
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults: tuple[str, ...] = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Fault:
    """A fault at a path of the document; `at_key` points at the key rather than at its value."""

    path: tuple[str | int, ...]
    found: str
    allowed: str
    nearest: str | None = None
    at_key: bool = False

    def text(self) -> str:
        """Return the fault as a sentence without its place in a file."""
        where = f"{show_path(self.path)}: " if self.path else ""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{where}found {self.found}; allowed {self.allowed}{hint}"


def unknown_name(
    path: tuple[str | int, ...], what: str, name: str, names: Sequence[str], at_key: bool = False
) -> Fault:
    """Return the fault of a name that is not among `names`."""
    return Fault(path, f"{what} {show(name)}", list_up(names), nearest_name(name, names), at_key)


def list_up(names: Sequence[str]) -> str:
    """Return names as a list for a message, cut where it gets long."""
    if not names:
        return "none"
    cut = [str(name) for name in names[:SHOWN_NAMES]]
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(cut) + more


def show_path(path: tuple[str | int, ...]) -> str:
    """Return a path as a reader writes it: seeding[0].people."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


def show(value: object) -> str:
    """Return a value as a message shows it: short, and in the words of the document."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, int) and abs(value) > 10**SHOWN_CHARACTERS:
        return "a whole number of very many digits"
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 4] + " ..."
