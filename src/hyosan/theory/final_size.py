"""How large an epidemic among very many well mixed people becomes."""

import math

from hyosan.theory.roots import bisect


def final_size(r0: float, seeded_share: float = 0.0, immune_share: float = 0.0) -> float:
    """Return the share of the people who are infected in the end, the seeded ones included.

    The largest root of z = e + (1 - e - m)(1 - exp(-R0 z)), e seeded, m immune; for e = m = 0 it is z = 1 - exp(-R0
    z). It holds for any natural history. Without seeds and with R0 (1 - m) <= 1 it is 0.

    r0: attempts in a whole infectious life, >= 0; seeded_share, immune_share: shares of all people, together at most
    1. Source: W. O. Kermack and A. G. McKendrick 1927, doi:10.1098/rspa.1927.0118; generality: J. Ma and D. J. D.
    Earn 2006, doi:10.1007/s11538-005-9047-7.
    """
    open_share = 1.0 - seeded_share - immune_share
    if r0 < 0.0 or seeded_share < 0.0 or immune_share < 0.0 or open_share < 0.0:
        raise ValueError(
            f"found {r0}, {seeded_share}, {immune_share}; allowed are numbers from 0, shares together up to 1"
        )
    if r0 * open_share <= 1.0 and seeded_share == 0.0:
        return 0.0

    def excess(z: float) -> float:
        return seeded_share - open_share * math.expm1(-r0 * z) - z

    top_of_excess = math.log(r0 * open_share) / r0 if r0 * open_share > 1.0 else 0.0
    return bisect(excess, top_of_excess, 1.0 + 1e-12)


def reproduction_number_of(attack_rate: float) -> float:
    """Return the R0 whose epidemic infects a share `attack_rate` (0 < z < 1): -ln(1 - z)/z."""
    return -math.log1p(-attack_rate) / attack_rate


def final_size_sd(r0: float, n_people: int, shape: float = 1.0) -> float:
    """Return the standard deviation of the share infected in a large outbreak among `n_people` (R0 above 1).

    sqrt((z (1 - z) + R0^2 z (1 - z)^2/a)/n)/(1 - R0 (1 - z)): large outbreaks are normal about z = 1 - exp(-R0 z). a
    is the shape of the infectious period's gamma law, 1 for exponential, math.inf for constant (then the second term
    is 0). Source: H. Andersson and T. Britton, Stochastic Epidemic Models and Their Statistical Analysis, Springer
    2000, section 4.2, doi:10.1007/978-1-4612-1158-7.
    """
    z = final_size(r0)
    variance = z * (1.0 - z) + r0**2 * z * (1.0 - z) ** 2 / shape
    return math.sqrt(variance / n_people) / (1.0 - r0 * (1.0 - z))
