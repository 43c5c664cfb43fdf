"""Quantiles for intervals."""

from statistics import NormalDist

MIN_FREEDOM = 3.0


def t_quantile(probability: float, freedom: float) -> float:
    """Return a quantile of Student's t distribution, good to 0.5 % from 3 degrees of freedom on.

    Cornish-Fisher expansion about the normal quantile, equation 26.7.5 of Abramowitz and Stegun 1964, Handbook of
    Mathematical Functions. Parameters: probability, 0 to 1; freedom, degrees of freedom, taken as 3 if fewer.
    """
    z = NormalDist().inv_cdf(probability)
    n = max(freedom, MIN_FREEDOM)
    g1 = (z**3 + z) / 4.0
    g2 = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    g3 = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    g4 = (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0
    return z + g1 / n + g2 / n**2 + g3 / n**3 + g4 / n**4
