"""What the queue holds: an entry for every infected person."""

from typing import Protocol

import numpy as np

from hyosan.jit import Int

ENTRY = np.dtype(
    [
        ("time", np.float64),  # of the next event, days
        ("until", np.float64),  # when the state ends, days
        ("rate", np.float64),  # routine: the person's factor of infectiousness; roaming: bound on the susceptible share
        ("person", np.int64),
        ("patch", np.int32),  # routine: home; roaming: where the person is
        ("attempt", np.uint32),  # attempts made in this state so far
        ("state", np.uint8),
        ("event", np.uint8),  # EVENT_...: what happens at `time`
    ],
    align=True,
)
"""What the queue knows of an infected person: the next event and all that it needs."""


class Entry(Protocol):
    """An element of an array of ENTRY, as kernels read and write it."""

    time: float
    until: float
    rate: float
    person: Int
    patch: Int
    attempt: Int
    state: Int
    event: Int
