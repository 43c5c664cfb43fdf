"""What differs between the study that a folder holds and the one that was asked for, in words."""

import json
from collections.abc import Iterator
from typing import Any, Final

MOST_LISTED: Final = 8
LONGEST: Final = 60
_MISSING: Final = object()


def differences(there: Any, asked: Any) -> list[str]:
    """Return a line for each of the first differences: its path, the value in the folder, the value asked for."""
    lines = list(_differences("", there, asked))
    if len(lines) > MOST_LISTED:
        return [*lines[: MOST_LISTED - 1], f"and {len(lines) - MOST_LISTED + 1} more"]
    return lines


def _differences(path: str, there: Any, asked: Any) -> Iterator[str]:
    if isinstance(there, dict) and isinstance(asked, dict):
        for key in dict.fromkeys((*there, *asked)):
            below = f"{path}.{key}" if path else str(key)
            yield from _differences(below, there.get(key, _MISSING), asked.get(key, _MISSING))
    elif isinstance(there, list) and isinstance(asked, list) and len(there) == len(asked):
        for k, (one, other) in enumerate(zip(there, asked, strict=True)):
            yield from _differences(f"{path}[{k}]", one, other)
    elif there != asked:
        yield f"{path}: {_shown(there)} in the folder, {_shown(asked)} asked for"


def _shown(value: Any) -> str:
    if value is _MISSING:
        return "nothing"
    if isinstance(value, list) and len(value) > 3:
        return f"a list of {len(value)}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
