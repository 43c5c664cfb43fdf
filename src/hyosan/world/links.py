"""Links between patches: neighbours in the grid, and bridges to whatever would be cut off."""

import h3.api.basic_int as h3_int
import numpy as np
from h3 import H3BaseException
from numpy.typing import NDArray

from hyosan.world.arrays import F64, I32, I64

Pairs = tuple[I64, I64]


def hexagon_links(cell: NDArray[np.uint64], longitude: F64, latitude: F64) -> tuple[I64, I32]:
    """Return (link_start, link_patch) of patches on H3 hexagons.

    Neighbouring hexagons are linked. Groups of patches without a link to the rest (islands) get a bridge between the
    nearest patches of the two shores, the nearest group first, until everybody can be reached.
    """
    near, far = neighbouring_cells(cell)
    group = groups(len(cell), near, far)
    on_shore = np.bincount(near, minlength=len(cell)) < 6
    while group.any():
        a, b = bridges(group, on_shore, longitude, latitude)
        near, far = np.concatenate((near, a, b)), np.concatenate((far, b, a))
        group = groups(int(group.max()) + 1, group[a], group[b])[group]
    return as_lists(len(cell), near, far)


def neighbouring_cells(cell: NDArray[np.uint64]) -> Pairs:
    """Return pairs of patches (a, b) whose hexagons touch, each pair both ways."""
    try:
        return _by_coordinates(cell)
    except H3BaseException:  # no common coordinates: too far apart, or a pentagon between them
        return _by_disks(cell)


def _by_coordinates(cell: NDArray[np.uint64]) -> Pairs:
    """Return neighbours by the coordinates (i, j) of H3: a step along i, along j, or along both."""
    cells = cell.tolist()
    origin = cells[len(cells) // 2]
    ij = np.array([h3_int.cell_to_local_ij(origin, c) for c in cells], dtype=np.int64)
    ij -= ij.min(axis=0) - 1
    width = int(ij[:, 1].max()) + 2
    code = ij[:, 0] * width + ij[:, 1]
    order = np.argsort(code)
    in_order = code[order]
    pairs = [_found(in_order, order, in_order + step) for step in (1, width, width + 1)]
    near, far = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    return np.concatenate((near, far)), np.concatenate((far, near))


def _found(in_order: I64, order: I64, target: I64) -> Pairs:
    place = np.minimum(np.searchsorted(in_order, target), len(in_order) - 1)
    kept = in_order[place] == target
    return order[kept], order[place[kept]]


def _by_disks(cell: NDArray[np.uint64]) -> Pairs:
    """Return neighbours by asking H3 for those of each hexagon: slower, and right everywhere."""
    rings = [h3_int.grid_disk(c, 1) for c in cell.tolist()]
    patch = np.repeat(np.arange(len(cell)), [len(ring) for ring in rings])
    around = np.fromiter((c for ring in rings for c in ring), dtype=np.uint64, count=len(patch))
    order = np.argsort(cell)
    place = np.minimum(np.searchsorted(cell, around, sorter=order), len(cell) - 1)
    found = order[place]
    kept = (cell[found] == around) & (found != patch)
    return patch[kept], found[kept]


def groups(n: int, near: I64, far: I64) -> I64:
    """Return a label for each of n patches: 0, 1, ... by group of patches that links join."""
    label = np.arange(n)
    while len(near):
        near, far = label[near], label[far]
        near, far = np.minimum(near, far), np.maximum(near, far)
        apart = near < far
        near, far = near[apart], far[apart]
        np.minimum.at(label, far, near)
        up = label[label]
        while not np.array_equal(up, label):
            label, up = up, up[up]
    first = np.flatnonzero(label == np.arange(n))
    return np.searchsorted(first, label)


def bridges(group: I64, on_shore: NDArray[np.bool_], longitude: F64, latitude: F64) -> Pairs:
    """Return one pair of patches for each group but the largest: the shortest way over to another group."""
    shore = np.flatnonzero(on_shore)
    x, y = np.radians(longitude[shore]), np.radians(latitude[shore])
    vector = np.stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)), axis=1)
    of = group[shore]
    largest = np.bincount(group).argmax()
    out: list[tuple[int, int]] = []
    for g in range(int(of.max()) + 1):
        mine = np.flatnonzero(of == g)
        other = np.flatnonzero(of != g)
        if g != largest:
            out.append(_nearest_pair(vector, mine, other))
    a, b = shore[np.array(out)].T
    return a, b


def _nearest_pair(vector: F64, mine: I64, other: I64) -> tuple[int, int]:
    """Return the two unit vectors, one of each kind, with the largest scalar product."""
    best, pair = -2.0, (0, 0)
    for chunk in np.array_split(mine, 1 + len(mine) * len(other) // 4_000_000):
        product = vector[chunk] @ vector[other].T
        k = int(product.argmax())
        if product.flat[k] > best:
            best, pair = float(product.flat[k]), (int(chunk[k // len(other)]), int(other[k % len(other)]))
    return pair


def as_lists(n: int, near: I64, far: I64) -> tuple[I64, I32]:
    """Return (start, others): where the run of linked patches of each of n patches starts, and the linked patches."""
    code = np.sort(near * n + far)
    code = code[np.concatenate((np.ones(min(len(code), 1), dtype=np.bool_), code[1:] != code[:-1]))]
    start = np.searchsorted(code, np.arange(n + 1) * n).astype(np.int64)
    return start, (code % n).astype(np.int32)
