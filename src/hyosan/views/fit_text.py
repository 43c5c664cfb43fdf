"""A fit in words: the estimates, what they were compared with, and what to beware of."""

import math
from collections.abc import Sequence

from hyosan.analysis.fitted import Fit
from hyosan.analysis.offspring import Offspring
from hyosan.views.wording import percentage

COLUMNS = ("path", "value", "95 %", "50 %", "range searched")


def fit_lines(fit: Fit) -> list[str]:
    """Return the sentences about a fit, without the table of its estimates."""
    how = "The best values" if fit.n_effective is None else "Medians and intervals of the posterior"
    lines = [
        f"{how} for {fit.scenario}, compared with {fit.quantity}; {fit.n_simulations:,} replicates.",
        f"The runs that explain the reports reach {fit.peak_people:,.0f} people on day {fit.peak_day:g}.",
    ]
    if fit.n_effective is not None and fit.acceptance is not None:
        moved = percentage(fit.acceptance)
        lines.append(
            f"The posterior is worth {fit.n_effective:,.0f} independent draws; {moved} of the moves were made."
        )
    return lines + [f"Beware: {note}." for note in fit.notes]


def estimate_rows(fit: Fit) -> list[tuple[str, ...]]:
    """Return the rows of the table of estimates; its columns are COLUMNS."""
    return [
        (
            one.path,
            with_unit(one.value, one.unit),
            span(one.interval_95, one.unit),
            span(one.interval_50, one.unit),
            span((one.low, one.high), one.unit),
        )
        for one in fit.estimates
    ]


def with_unit(value: float, unit: str) -> str:
    """Return a value with its unit."""
    return f"{value:.4g} {unit}".rstrip()


def span(ends: tuple[float, float] | None, unit: str) -> str:
    """Return an interval with its unit, a dash where there is none."""
    return "–" if ends is None else f"{ends[0]:.3g} to {ends[1]:.3g} {unit}".rstrip()


def offspring_lines(found: Offspring) -> list[str]:
    """Return the account of an offspring distribution, a sentence a line."""
    lines = [
        f"{found.n_links} links from {found.n_people} people, {found.n_infectors} of whom infected others.",
        f"R = {found.r:.3f} ({_ends(found.r_interval)}), dispersion k = {_k(found.k)} ({_ends(found.k_interval)}).",
        f"By this law {percentage(found.nobody_share)} of the infected infect nobody.",
        f"Of all links, {_tops(found.top_shares)}.",
    ]
    serial = found.serial_interval
    if serial is not None:
        lines.append(
            f"From onset to onset {serial.mean_days:.1f} days on average, "
            f"standard deviation {serial.sd_days:.1f}, median {serial.median_days:g} ({serial.n} links)."
        )
    if found.n_left_out:
        lines.append(f"{found.n_left_out} people were left out as infectors: not followed long enough.")
    if found.n_with_several_sources:
        lines.append(f"{found.n_with_several_sources} people have several recorded sources; each of them counts.")
    words = [f"r0: {found.r:.4g}", *([] if math.isinf(found.k) else [f"dispersion: {found.k:.4g}"])]
    return [*lines, f"For a pathogen's file: {', '.join(words)}."]


def _tops(shares: Sequence[tuple[int, float]]) -> str:
    parts = [f"the top {'one' if n == 1 else n} made {percentage(share)}" for n, share in shares]
    return ", ".join(parts)


def _ends(ends: tuple[float, float]) -> str:
    low, high = ends
    return f"{low:.3f} or more" if math.isinf(high) else f"{low:.3f} to {high:.3f}"


def _k(k: float) -> str:
    return "infinite: no more uneven than chance" if math.isinf(k) else f"{k:.3f}"
