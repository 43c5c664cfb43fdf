"""How kernels are compiled: by Numba, into machine code that is kept for the next command.

Numba's wrappers for C callers are left out everywhere, and those for Python callers where no Python code calls: both
cost compile time, which the first command of a user waits for. Division by zero gives infinity or nan, as in numpy.
"""

from numba import njit

# Numba's type stubs do not know the options that leave wrappers out
kernel = njit(cache=True, error_model="numpy", no_cfunc_wrapper=True)  # pyright: ignore[reportCallIssue]
"""Compile a kernel that Python and other kernels call."""

inner_kernel = njit(  # pyright: ignore[reportCallIssue]
    cache=True, error_model="numpy", no_cfunc_wrapper=True, no_cpython_wrapper=True
)
"""Compile a kernel that only other kernels call."""
