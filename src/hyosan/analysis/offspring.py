"""How unevenly people infected others: an offspring distribution fitted to recorded links, and what it comes to."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TOPS: Final = (1, 5, 10)
"""For so many of those who infected most, it is said what share of all links is theirs."""


@dataclass(frozen=True)
class SerialInterval:
    """Days from onset to onset over n links: mean, standard deviation, median."""

    n: int
    mean_days: float
    sd_days: float
    median_days: float


@dataclass(frozen=True)
class Offspring:
    """A fitted offspring distribution with intervals of 95 %; k is infinite where counts show no excess over Poisson.

    n_people: infectors that count, those who infected nobody included; n_left_out: not followed long enough;
    n_with_several_sources: people for whom more than one source is recorded, each of which counts; counts: people by
    how many they infected (0, 1, 2, …); top_shares: (number of people, share of all links that is theirs).
    """

    n_people: int
    n_links: int
    n_infectors: int
    n_left_out: int
    n_with_several_sources: int
    r: float
    r_interval: tuple[float, float]
    k: float
    k_interval: tuple[float, float]
    counts: tuple[int, ...]
    top_shares: tuple[tuple[int, float], ...]
    serial_interval: SerialInterval | None

    @property
    def nobody_share(self) -> float:
        """Share of infected people who infect nobody, by the fitted distribution: (1 + R/k)^-k."""
        return math.exp(-self.r) if math.isinf(self.k) else (1.0 + self.r / self.k) ** -self.k

    @property
    def settings(self) -> dict[str, float]:
        """The values that a pathogen's document takes: r0, and dispersion where it is finite."""
        return {"r0": self.r} | ({} if math.isinf(self.k) else {"dispersion": self.k})

    def values(self) -> dict[str, Any]:
        """Return the fit as values for JSON."""
        serial = self.serial_interval
        return {
            "n_people": self.n_people,
            "n_links": self.n_links,
            "n_infectors": self.n_infectors,
            "n_left_out": self.n_left_out,
            "n_with_several_sources": self.n_with_several_sources,
            "r": self.r,
            "r_interval_95": list(self.r_interval),
            "k": self.k,
            "k_interval_95": list(self.k_interval),
            "nobody_share": self.nobody_share,
            "counts": list(self.counts),
            "top_shares": [{"n_people": n, "share": share} for n, share in self.top_shares],
            "serial_interval": serial
            and {
                "n": serial.n,
                "mean_days": serial.mean_days,
                "sd_days": serial.sd_days,
                "median_days": serial.median_days,
            },
            "settings": self.settings,
        }


def top_shares(counts: NDArray[np.int64]) -> tuple[tuple[int, float], ...]:
    """Return for 1, 5 and 10 people the share of all links that is theirs. counts: infected by each person."""
    ordered = np.sort(counts)[::-1]
    return tuple((n, float(ordered[:n].sum() / ordered.sum())) for n in TOPS if n <= len(ordered))
