"""What a draw is for. A purpose is part of a draw's address, so two purposes never share a number."""

from typing import Final

# the run: subject is a person
DWELL: Final = 1  # ordinal: state << 8 | trial
BRANCH: Final = 2  # ordinal: state that is left; ENTRY_ORDINAL for the entry state
INDIVIDUAL: Final = 3  # individual infectiousness; ordinal: trial
GAP: Final = 4  # waiting time to an attempt; ordinal: attempt
SETTING: Final = 5  # setting of an attempt
TARGET: Final = 6  # whom an attempt meets
ACCEPT: Final = 7  # whether a met susceptible person is infected; what comes of an encounter
WALK: Final = 8  # where a roaming person goes
SHELTER: Final = 9  # whether and when a person shelters; ordinal 0 share, 1 delay
IMMUNE: Final = 10  # whether a person is immune before the start
SEARCH: Final = 11  # further tries to find a susceptible person among those present

# the run: subject is a seeding entry or an importation stream
SEED_PERSON: Final = 16  # ordinal: seed, then trial
ARRIVAL: Final = 17

# the world: subject is a patch, district or school
PATTERN: Final = 32  # demography pattern of a block
WORKPLACE_PATTERN: Final = 33
SHUFFLE_HOME: Final = 34
SHUFFLE_WINDOW: Final = 35
SHUFFLE_OUT: Final = 36
SHUFFLE_IN: Final = 37
SHUFFLE_SLOT: Final = 38
SHUFFLE_SCHOOL: Final = 39

ENTRY_ORDINAL: Final = 255
