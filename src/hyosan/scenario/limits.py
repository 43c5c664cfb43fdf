"""How small and how large the numbers of a scenario may be, in the human and in the resolved form."""

from typing import Final

LEAST_DAYS: Final = 0.1 / 86400.0
"""Shortest dwell time and horizon: a tenth of a second."""

LIMIT_DAYS: Final = 1e6
LEAST_KM: Final = 1e-3
LIMIT_KM: Final = 1e5
LEAST_PER_DAY: Final = 1e-12
"""Smallest rate that is not 0."""

LIMIT_PER_DAY: Final = 1e9
LIMIT_WEIGHT: Final = 1e6
LEAST_SHAPE: Final = 0.05
LEAST_POSITIVE: Final = 1e-3
"""Smallest dispersion and smallest mean number of neighbours."""

LIMIT_STAGES: Final = 250
"""Stages of an Erlang law: each takes a draw, and 256 draws are set aside for a dwell time."""

LIMIT_WHOLE: Final = 10**12
LIMIT_SEED: Final = 2**63 - 1
LIMIT_COST: Final = 1e15
"""A day of a measure, or a person whom it serves, in units of the user's choice."""

LIMIT_COORDINATE: Final = 1e5
"""Degrees on a globe, km on a grid."""
