"""How kernels are compiled: by Numba, into machine code that is kept for the next command.

Numba's wrappers for C callers are left out everywhere, and those for Python callers where no Python code calls: both
cost compile time, which the first command of a user waits for. Division by zero gives infinity or nan, as in numpy.

Numba derives the types of a kernel from its arguments: annotations are for readers and for the type checker.
"""

from collections.abc import Callable
from typing import Protocol, SupportsFloat, SupportsIndex, TypeVar

import numba
import numpy as np
from numba import njit

Int = int | np.int64
"""A whole number in a kernel: an int64 in machine code, whichever of the two Python has."""

Bool = bool | np.bool
"""A truth value in a kernel; Python's own would be taken for a literal where it is a constant."""

Number = TypeVar("Number", bound=np.number, covariant=True)


class Convert(Protocol[Number]):
    """A conversion to a type of number, in kernels and outside of them."""

    def __call__(self, value: SupportsFloat | SupportsIndex, /) -> Number:
        """Return the number in the type."""


# Numba's type stubs have it that only whole numbers become whole numbers
int64: Convert[np.int64] = numba.int64  # type: ignore[assignment]
uint64: Convert[np.uint64] = numba.uint64  # type: ignore[assignment]
uint8: Convert[np.uint8] = numba.uint8  # type: ignore[assignment]
float64: Convert[np.float64] = numba.float64

Function = TypeVar("Function", bound=Callable[..., object])


class Compile(Protocol):
    """A decorator that makes a kernel of a function and leaves its signature as it is."""

    def __call__(self, function: Function, /) -> Function:
        """Return the kernel."""


# Numba's type stubs do not know the options that leave wrappers out
kernel: Compile = njit(cache=True, error_model="numpy", no_cfunc_wrapper=True)  # type: ignore[call-overload]
"""Compile a kernel that Python and other kernels call."""

inner_kernel: Compile = njit(  # type: ignore[call-overload]
    cache=True, error_model="numpy", no_cfunc_wrapper=True, no_cpython_wrapper=True
)
"""Compile a kernel that only other kernels call."""
