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

# the response: subject is a person; ordinals of measures hold the measure's own number (a hash of its name)
DETECT: Final = np.int64(50)  # ordinal: state
DETECT_DELAY: Final = np.int64(51)  # key of the delay's own draws; ordinal: state
COMPLY: Final = np.int64(52)  # ordinal: measure
CROSS: Final = np.int64(53)  # ordinal: measure, day (routine) or address of the attempt (roaming)
PERMIT: Final = np.int64(54)  # ordinal: measure
SCREEN: Final = np.int64(55)  # ordinal: measure, day
LATE: Final = np.int64(56)  # subject: a route between two patches; ordinal: measure
PROTECT: Final = np.int64(57)  # ordinal: measure
REMAIN: Final = np.int64(58)  # contacts that remain to the isolated; ordinal: address of the attempt
TRACE: Final = np.int64(59)  # subject: the contact; ordinal: measure and a part of the case's number
TRAVEL: Final = np.int64(60)  # ordinal: address of the attempt
GUARD: Final = np.int64(61)  # a sheltering person's escape; ordinal: address of the attempt
STRIKE: Final = np.int64(62)  # ordinal: measure
LEAVE: Final = np.int64(63)  # evacuation, subject: first of the household; ordinal: measure
HOST: Final = np.int64(64)  # where evacuated people go; ordinal: measure

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
