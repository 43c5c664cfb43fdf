"""The world as arrays: what a kernel sees of people and places."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
I32 = NDArray[np.int32]
F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]

BLOCK = 1024
"""Residents that share one demography pattern, and job slots that share one workplace pattern."""

WINDOW = 2048
"""Neighbouring local workers that are shuffled among themselves."""

N_KINDS = 7
"""Rank tables per pattern: day kinds 0 to 5, then 6 for everybody who does not work ("stays")."""

STAYS = np.int64(6)


class WorldArrays(NamedTuple):
    """Who lives where and who meets whom, for procedural and for listed people alike.

    Arrays that a kind of world does not use have length zero in their first axis. Unless said otherwise, people,
    patches, districts and slots are counted from 0, and cumulative arrays have one element more than what they cover.
    """

    world_seed: np.uint64
    n_people: np.int64
    is_listed: bool
    has_neighbours: bool
    patch_start: I64  # (P + 1) first person of each patch
    district_patch_start: I64  # (D + 1) first patch of each district
    patch_district: I32  # (P)
    link_start: I64  # (P + 1) into link_patch
    link_patch: I32  # patches next to a patch
    trip_cum: F64  # (D, D) cumulative probability of the district that a trip leads to
    # demography patterns, procedural people only
    pattern_household_first: U16  # (K, BLOCK) position of the household's first member
    pattern_household_size: U8  # (K, BLOCK)
    pattern_age_group: U8  # (K, BLOCK) five-year age group
    pattern_kind: U8  # (K, BLOCK) DayKind
    pattern_rank: U16  # (K, BLOCK) rank among the same kind within the block
    pattern_stay_rank: U16  # (K, BLOCK) rank among those who do not work; for workers unused
    pattern_position: U16  # (K, N_KINDS, BLOCK) position of the r-th of a kind
    per_block: I64  # (N_KINDS) how many of each kind a whole block holds
    kind_cum: I64  # (N_KINDS, P + 1) people of each kind before each patch
    school_size: I64  # (N_KINDS) pupils in a school; 0 for kinds without schools
    class_size: I64  # (N_KINDS) pupils in a class
    # work, procedural people only
    n_local: I64  # (P) workers of a patch who work in their own district
    local_home_cum: I64  # (P + 1)
    local_slot_cum: I64  # (P + 1)
    commuter_home_cum: I64  # (P + 1)
    incoming_slot_cum: I64  # (P + 1)
    n_slots: I64  # (P) job slots: local and incoming
    out_cum: I64  # (D, D + 1) commuters of a district by destination, cumulative; own district has width 0
    in_cum: I64  # (D, D + 1) commuters into a district by origin, cumulative
    workplace_first: U16  # (W, BLOCK) first slot of the workplace of a slot
    workplace_size: U16  # (W, BLOCK)
    # listed people only (sorted by patch, then household)
    listed_household_first: I64  # (N)
    listed_household_size: I64  # (N)
    listed_age_group: U8  # (N)
    listed_kind: U8  # (N) DayKind: WORK for every day group unless the table says that it is a class
    listed_group: I64  # (N) day group or -1
    listed_slot: I64  # (N) own slot in the day group
    listed_group_start: I64  # (G + 1) into listed_group_member
    listed_group_member: I64  # people by day group
    listed_group_patch: I32  # (G) where the day group meets
    listed_day_start: I64  # (P + 1) into listed_day_person
    listed_day_person: I64  # people by the patch where they are by day
    neighbour_start: I64  # (N + 1) graph and lattice worlds
    neighbour_person: I64
