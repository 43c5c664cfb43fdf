"""Whether a memory has a response, told from its type."""

from typing import Any


def has_response(m: Any) -> bool:
    """Return whether the memory of a type (HandleType of Memory) holds a response."""
    return "records" in dict(dict(m.fields)["response"].fields)
