"""One person a site, who meets the people on the nearest sites."""

from typing import Final

import numpy as np

from hyosan.world.arrays import I64
from hyosan.world.errors import WorldError
from hyosan.world.links import as_lists
from hyosan.world.mixed import mixed_world
from hyosan.world.model import Geometry, World

SQUARE: Final = ((0, 1), (1, 0))
DIAGONALS: Final = ((1, 1), (1, -1))
HEXAGONAL: Final = ((0, 1), (1, 0), (1, -1))
HALF_STEPS: Final = {4: SQUARE, 6: HEXAGONAL, 8: SQUARE + DIAGONALS}
"""Half of the steps (rows, columns) to the neighbours; the other half goes back. Six: a triangular lattice, sheared."""


def lattice_world(n_rows: int, n_columns: int, n_neighbours: int, periodic: bool) -> World:
    """Return a world of rows x columns people, person row · columns + column, in one patch.

    Parameters
    ----------
    n_neighbours: 4, 6 or 8 nearest sites; fewer at the border unless periodic.
    periodic: whether the last row and column touch the first.

    Raises
    ------
    WorldError: another number of neighbours, or a periodic lattice so narrow that a site would meet one neighbour
    twice.
    """
    if n_neighbours not in HALF_STEPS:
        raise WorldError(f"neighbours: found {n_neighbours}; give 4, 6 or 8.")
    if periodic and min(n_rows, n_columns) < 3:
        raise WorldError(f"periodic: found {n_rows} x {n_columns} sites; a periodic lattice needs 3 x 3 or more.")
    world = mixed_world(n_rows * n_columns)
    start, person = lattice_neighbours(n_rows, n_columns, n_neighbours, periodic)
    arrays = world.arrays._replace(has_neighbours=True, neighbour_start=start, neighbour_person=person)
    origin = np.zeros(1)
    geometry = Geometry("sites", origin, origin.copy(), np.zeros(0, dtype=np.uint64), n_rows, n_columns)
    return World("lattice", arrays, world.district_names, geometry)


def lattice_neighbours(n_rows: int, n_columns: int, n_neighbours: int, periodic: bool) -> tuple[I64, I64]:
    """Return (start, person): where each site's run of neighbours starts, and the neighbours."""
    row, column = (index.ravel() for index in np.indices((n_rows, n_columns)))
    near, far = [], []
    for down, right in HALF_STEPS[n_neighbours]:
        to_row, to_column = row + down, column + right
        if periodic:
            to_row, to_column = to_row % n_rows, to_column % n_columns
        kept = (to_row < n_rows) & (to_column < n_columns) & (to_column >= 0)
        near.append((row * n_columns + column)[kept])
        far.append((to_row * n_columns + to_column)[kept])
    a, b = np.concatenate(near), np.concatenate(far)
    start, person = as_lists(n_rows * n_columns, np.concatenate((a, b)), np.concatenate((b, a)))
    return start, person.astype(np.int64)
