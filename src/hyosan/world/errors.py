"""What goes wrong while a world is built."""

import difflib
from collections.abc import Iterable


class WorldError(ValueError):
    """The world cannot be built; the message says where, what was found, what is allowed and what to do."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return " Did you mean '…'?" with the name most like `name`, or an empty text where none is like it."""
    by_lower = {candidate.lower(): candidate for candidate in names}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.5)
    return f" Did you mean {by_lower[close[0]]!r}?" if close else ""
