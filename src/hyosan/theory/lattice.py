"""Known figures of the zombie duel on the square lattice, one person a site."""

from typing import Final

SQUARE_CRITICAL_ALPHA: Final = 0.43734613
"""Kills per bite above which no outbreak on the square lattice is endless.

Source: A. A. Alemi et al. 2015, doi:10.1103/PhysRevE.92.052801.
"""

PERCOLATION_TAIL_EXPONENT: Final = 5.0 / 91.0
"""At the critical point P(an outbreak reaches n people) falls as n^-(5/91).

It is tau - 2, tau = 187/91 of two-dimensional percolation.

Source: D. Stauffer and A. Aharony, Introduction to Percolation Theory, 1994, doi:10.1201/9781315274386.
"""


def critical_reach_ratio(ratio_of_sizes: float) -> float:
    """Return P(reaches c n people)/P(reaches n people) at the critical point for large n: c^-(5/91).

    Below the critical alpha the ratio tends to 1 as n grows, above it to 0; so it brackets the critical point.
    """
    return float(ratio_of_sizes**-PERCOLATION_TAIL_EXPONENT)
