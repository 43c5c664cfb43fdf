"""Values that are kept as long as they are asked for now and then."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values that were asked for last, by key; others are made again when asked for."""

    def __init__(self, n_kept: int) -> None:
        """Start empty. n_kept: how many values are kept."""
        self._n_kept = n_kept
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now if it is not kept."""
        if key not in self._values:
            self._values[key] = make()
            if len(self._values) > self._n_kept:
                self._values.popitem(last=False)
        self._values.move_to_end(key)
        return self._values[key]
