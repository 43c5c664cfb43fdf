"""Whether a memory has a response, told from its type."""

from collections.abc import Callable

from hyosan.handle import HandleType

Implementation = Callable[..., object]
"""What a hook is in a memory of a type: Numba compiles it in the hook's place."""


def has_response(m: HandleType) -> bool:
    """Return whether the memory of a type (HandleType of Memory) holds a response."""
    response = dict(m.fields)["response"]
    return isinstance(response, HandleType) and "records" in dict(response.fields)
