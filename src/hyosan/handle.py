"""Many arrays behind one pointer, so that small kernels can hand a whole world to one another at no cost.

Numba passes a named tuple of arrays by value: with eighty arrays every call copies some six hundred words, and
compiling takes minutes. A Handle lays the same fields into one block of words and passes the block's address. In
kernels its fields read as those of the tuple (`m.log[at]`, `m.world.patch_start`); they cannot be assigned, only the
arrays' elements can.
"""

from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.numpy_support import from_dtype
from numpy.typing import NDArray

Fields = TypeVar("Fields", bound=tuple[Any, ...])

WORD = 8
WORDS_BEFORE_SHAPE = 5  # of an array: meminfo, parent, number of items, item size, address of the data


class HandleType(types.Type):
    """The type of a handle in kernels: the names and types of its fields."""

    def __init__(self, fields: tuple[tuple[str, types.Type], ...]) -> None:
        self.fields = fields
        # the name goes into the name of every kernel: a digest keeps it short, and compiling quick
        super().__init__(name=f"Handle_{blake2b(repr(fields).encode(), digest_size=8).hexdigest()}")

    def offset(self, name: str) -> int:
        """Return the words before a field."""
        before = 0
        for field, kind in self.fields:
            if field == name:
                return before
            before += n_words(kind)
        raise AttributeError(name)


def n_words(kind: types.Type) -> int:
    """Return how many words a field takes."""
    return WORDS_BEFORE_SHAPE + 2 * kind.ndim if isinstance(kind, types.Array) else 1


class Handle:
    """The fields of a named tuple of arrays, numbers, handles and further named tuples, in one block of memory.

    The handle keeps the arrays alive. Their addresses are fixed: where an array is replaced, make a new handle.
    """

    def __init__(self, fields: Any, like: "Handle | None" = None) -> None:
        """Lay out fields. like: a handle of the same form; what both have in common is taken from it, not laid anew."""
        self.fields = fields
        self.parts: dict[str, Handle] = {}
        forms: list[Form] = []
        words: list[int] = []
        self._laid: dict[str, tuple[Form, list[int]]] = {}
        for name, value in zip(fields._fields, fields, strict=True):
            same = like if like is not None and getattr(like.fields, name) is value else None
            if isinstance(value, tuple):
                part = same.parts[name] if same else Handle(value, like.parts[name] if like is not None else None)
                self.parts[name] = value = part
            self._laid[name] = same._laid[name] if same else _field(name, value)
            forms.append(self._laid[name][0])
            words.extend(self._laid[name][1])
        self.type = _handle_type(fields._fields, tuple(forms))
        self.block = np.array(words, np.uint64)
        self.address = int(self.block.ctypes.data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.fields, name)


def handle_of(fields: Fields, like: Fields | None = None) -> Fields:
    """Return the handle of a named tuple. Whoever reads it, in a kernel or outside, reads the fields of the tuple.

    like: a handle that was made before; what has not changed since is taken from it.
    """
    return cast(Fields, Handle(fields, cast(Handle | None, like)))


Form = tuple[Any, int]
"""What the type of a field follows from: (dtype, axes) of an array, (type, 0) of anything else."""


def _field(name: str, value: Any) -> tuple[Form, list[int]]:
    """Return the form of a field and its words."""
    if isinstance(value, np.ndarray):
        return (value.dtype, value.ndim), _array_words(name, value)
    if isinstance(value, Handle):
        return (value.type, 0), [value.address]
    number = np.asarray(value)
    kind = {"b": types.boolean, "u": types.uint64, "i": types.int64}.get(number.dtype.kind, types.float64)
    word = number.astype(np.float64).view(np.uint64) if kind is types.float64 else number.astype(np.uint64)
    return (kind, 0), [int(word)]


@cache
def _handle_type(names: tuple[str, ...], forms: tuple[Form, ...]) -> HandleType:
    kinds = [types.Array(from_dtype(form), n, "C") if isinstance(form, np.dtype) else form for form, n in forms]
    return HandleType(tuple(zip(names, kinds, strict=True)))


def _array_words(name: str, array: NDArray[Any]) -> list[int]:
    """Return an array as Numba lays it out. Read-only arrays are taken too: kernels do not write to a world."""
    if not (array.flags.c_contiguous and array.flags.aligned):
        raise TypeError(f"{name}: a handle holds contiguous, aligned arrays only")
    return [0, 0, array.size, array.itemsize, _address(array), *array.shape, *array.strides]


def _address(array: NDArray[Any]) -> int:
    """Return where an array's data lie, by the quickest way that its type has."""
    return array.ctypes.data if array.dtype.names else array.__array_interface__["data"][0]


@register_model(HandleType)
class _HandleModel(models.OpaqueModel):
    """A handle is an address."""


@typeof_impl.register(Handle)
def _typeof_handle(value: Handle, _context: Any) -> HandleType:
    return value.type


@unbox(HandleType)  # type: ignore[untyped-decorator]  # Numba's registries have no types
def _unbox_handle(_kind: HandleType, value: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(value, "address")
    word = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(word, cgutils.voidptr_t))


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = HandleType

    # Numba's class has NotImplemented in the place of the method
    def generic_resolve(self, typ: HandleType, attr: str) -> types.Type | None:  # type: ignore[override]
        return dict(typ.fields).get(attr)


@lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]  # the same
def _load_field(context: Any, builder: Any, typ: HandleType, value: Any, attr: str) -> Any:
    kind = dict(typ.fields)[attr]
    at = typ.offset(attr)
    if isinstance(kind, types.Array):
        return _load_array(context, builder, kind, value, at)
    if isinstance(kind, types.Boolean):
        return builder.icmp_unsigned("!=", _load(builder, value, at, cgutils.intp_t), cgutils.intp_t(0))
    return _load(builder, value, at, context.get_value_type(kind))


def _load_array(context: Any, builder: Any, kind: types.Array, value: Any, at: int) -> Any:
    """Load an array word by word, so that the compiler drops the words that a kernel does not read."""
    array = context.make_array(kind)(context, builder)
    array.data = _load(builder, value, at + 4, array.data.type)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    array.nitems = _load(builder, value, at + 2, cgutils.intp_t)
    array.itemsize = _load(builder, value, at + 3, cgutils.intp_t)
    axes = range(at + WORDS_BEFORE_SHAPE, at + WORDS_BEFORE_SHAPE + 2 * kind.ndim)
    words = [_load(builder, value, axis, cgutils.intp_t) for axis in axes]
    array.shape = cgutils.pack_array(builder, words[: kind.ndim])
    array.strides = cgutils.pack_array(builder, words[kind.ndim :])
    return array._getvalue()


def _load(builder: Any, block: Any, at: int, kind: ir.Type) -> Any:
    """Load one word; a block never changes while a kernel runs, which the compiler is told."""
    place = builder.gep(block, [cgutils.intp_t(at * WORD)])
    word = builder.load(builder.bitcast(place, kind.as_pointer()))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word
