"""How much later an epidemic is first carried elsewhere where travel is cut to a fraction.

Sources: T. D. Hollingsworth, N. M. Ferguson, R. M. Anderson 2006, doi:10.1038/nm0506-497; G. Scalia Tomba and J.
Wallinga 2008, doi:10.1016/j.mbs.2008.02.009; A. Gautreau, A. Barrat, M. Barthelemy 2008,
doi:10.1016/j.jtbi.2007.12.001.
"""

import math
from dataclasses import dataclass

from hyosan.theory.borders import Outbreak, first_escape_days
from hyosan.theory.special import scaled_exponential_integral


@dataclass(frozen=True)
class GrowingSource:
    """An epidemic of n_start exp(r t) infectious people, each of whom exports at a rate; r > 0.

    The exports are a Poisson process of rate exports_per_day n_start exp(r t): growth is certain, export is chance.
    """

    n_start: float
    growth_per_day: float
    exports_per_day: float

    def __post_init__(self) -> None:
        """Check the numbers."""
        numbers = (self.n_start, self.growth_per_day, self.exports_per_day)
        if not all(number > 0.0 and math.isfinite(number) for number in numbers):
            raise ValueError(f"found {numbers}; allowed are finite numbers above 0")

    @property
    def hazard(self) -> float:
        """Exports expected in 1/r days at the numbers of the start: exports_per_day n_start/r."""
        return self.exports_per_day * self.n_start / self.growth_per_day


def delay_in_limit_days(growth_per_day: float, remaining: float) -> float:
    """Return by how much the first export is delayed where a share `remaining` of travel is left: ln(1/remaining)/r.

    It holds where exports are so rare that many are infectious by the first one. growth_per_day: r > 0; remaining: in
    (0, 1].
    """
    if not (growth_per_day > 0.0 and 0.0 < remaining <= 1.0):
        raise ValueError(
            f"found {growth_per_day}, {remaining}; allowed are a rate above 0 and a share above 0, up to 1"
        )
    return -math.log(remaining) / growth_per_day


def no_export_by(source: GrowingSource, time_days: float) -> float:
    """Return the probability of no export by a time: exp(-a (exp(r t) - 1)), a = exports_per_day n_start/r."""
    return math.exp(-source.hazard * math.expm1(source.growth_per_day * time_days))


def no_export_with_cut(source: GrowingSource, time_days: float, cut_days: float, remaining: float) -> float:
    """Return the same where travel falls to a share `remaining` at `cut_days`: the later hazard is thinned by it."""
    if time_days <= cut_days:
        return no_export_by(source, time_days)
    later = no_export_by(source, time_days) / no_export_by(source, cut_days)
    return float(no_export_by(source, cut_days) * later**remaining)


def first_export_quantile_days(source: GrowingSource, probability: float) -> float:
    """Return the time by which an export has happened with that probability: ln(1 - ln(1 - p)/a)/r, p in [0, 1)."""
    return math.log1p(-math.log1p(-probability) / source.hazard) / source.growth_per_day


def first_export_days(source: GrowingSource) -> float:
    """Return the mean time of the first export: exp(a) E1(a)/r, a = exports_per_day n_start/r.

    E1 is the exponential integral. For small a the time is (-ln a - 0.5772)/r.
    """
    return scaled_exponential_integral(source.hazard) / source.growth_per_day


def delay_days(source: GrowingSource, remaining: float) -> float:
    """Return by how much the mean time of the first export is delayed where a share `remaining` of travel is left.

    Below `delay_in_limit_days`, which it reaches for rare exports.
    """
    cut = GrowingSource(source.n_start, source.growth_per_day, remaining * source.exports_per_day)
    return first_export_days(cut) - first_export_days(source)


def branching_delay_days(outbreak: Outbreak, remaining: float, n_seeds: int = 1) -> float:
    """Return the same for an outbreak that grows by chance: difference of the mean times given that there is an export.

    Exports are the escapes of `borders.Outbreak`. Where births exceed removal and exports are rare it tends to
    `delay_in_limit_days` with r = births - removal.
    """
    cut = Outbreak(outbreak.births_per_day, outbreak.removals_per_day, remaining * outbreak.escapes_per_day)
    return first_escape_days(cut, n_seeds) - first_escape_days(outbreak, n_seeds)
