"""One patch in which everybody meets everybody."""

import numpy as np

from hyosan.world.assemble import assemble_procedural
from hyosan.world.model import Geometry, World

NOWHERE = Geometry("none", np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.uint64))


def mixed_world(n_people: int) -> World:
    """Return a world of people without households, day groups, links or trips, all in one patch of one district."""
    arrays = assemble_procedural(
        world_seed=1,
        patch_residents=np.array([n_people]),
        patch_district=np.zeros(1, dtype=np.int64),
        job_weight=np.ones(1),
        flows=np.zeros((1, 1), dtype=np.int64),
        link_start=np.zeros(2, dtype=np.int64),
        link_patch=np.zeros(0, dtype=np.int64),
        trip_cum=np.zeros((0, 0)),
        demography=None,
    )
    return World("mixed", arrays, ("everywhere",), NOWHERE)
