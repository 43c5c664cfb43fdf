"""Whether a memory has a response, told from its type."""

from collections.abc import Callable
from typing import TypeVar

from numba.extending import overload

from hyosan.handle import HandleType

Implementation = Callable[..., object]
"""What a hook does in a memory of a type: Numba compiles it in the hook's place."""

Choice = TypeVar("Choice", bound=Callable[..., Implementation])


def has_response(m: HandleType) -> bool:
    """Return whether the memory of a type (HandleType of Memory) holds a response."""
    response = dict(m.fields)["response"]
    return isinstance(response, HandleType) and "records" in dict(response.fields)


def choice_of(hook: Callable[..., object]) -> Callable[[Choice], Choice]:
    """Return a decorator of the function that chooses, from the types of the arguments, what a hook does."""

    def register(choose: Choice) -> Choice:
        choose.__annotations__ = {}  # Numba wants the very parameters of what is chosen, which has no annotations
        overload(hook)(choose)
        return choose

    return register
