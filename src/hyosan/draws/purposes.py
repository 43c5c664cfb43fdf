"""What a draw is for. A purpose is part of a draw's address, so two purposes never share a number.

The numbers are of numpy's type: Python's would be taken for literals, and kernels compiled anew for each.
"""

from typing import Final

import numpy as np

# the run: subject is a person
DWELL: Final = np.int64(1)  # ordinal: state << 8 | trial
BRANCH: Final = np.int64(2)  # ordinal: state that is left; ENTRY_ORDINAL for the entry state
INDIVIDUAL: Final = np.int64(3)  # individual infectiousness; ordinal: trial
GAP: Final = np.int64(4)  # waiting time to an attempt; ordinal: attempt
SETTING: Final = np.int64(5)  # setting of an attempt
TARGET: Final = np.int64(6)  # whom an attempt meets
ACCEPT: Final = np.int64(7)  # whether a met susceptible person is infected; what comes of an encounter
WALK: Final = np.int64(8)  # where a roaming person goes
SHELTER: Final = np.int64(9)  # whether and when a person shelters; ordinal 0 share, 1 delay
IMMUNE: Final = np.int64(10)  # whether a person is immune before the start
SEARCH: Final = np.int64(11)  # further tries to find a susceptible person among those present

# the run: subject is a seeding entry or an importation stream
SEED_PERSON: Final = np.int64(16)  # ordinal: seed, then trial
ARRIVAL: Final = np.int64(17)

# the world: subject is a patch, district or school
PATTERN: Final = np.int64(32)  # demography pattern of a block
WORKPLACE_PATTERN: Final = np.int64(33)
SHUFFLE_HOME: Final = np.int64(34)
SHUFFLE_WINDOW: Final = np.int64(35)
SHUFFLE_OUT: Final = np.int64(36)
SHUFFLE_IN: Final = np.int64(37)
SHUFFLE_SLOT: Final = np.int64(38)
SHUFFLE_SCHOOL: Final = np.int64(39)

ENTRY_ORDINAL: Final = np.int64(255)
