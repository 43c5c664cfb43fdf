"""Shares, means and measures in plain English, rounded so that no more is claimed than the interval says."""

import math
from typing import Final

from hyosan.analysis.answer_intervals import Mean, Share, Spread
from hyosan.analysis.answer_paired import ShareDifference
from hyosan.scenario import (
    Area,
    AtTime,
    CasesArea,
    Cordon,
    DistrictsArea,
    Everywhere,
    Measure,
    OnCases,
    OutsideArea,
    PatchesArea,
    PolygonArea,
    RadiusArea,
)
from hyosan.views.wording import duration, people

MOST_NAMES: Final = 3

KINDS: Final = {
    "isolation": "isolation of the detected",
    "quarantine": "quarantine of their households",
    "tracing": "contact tracing",
    "prophylaxis": "vaccine or prophylaxis around cases",
    "closure": "closure of schools or workplaces",
    "travel": "fewer trips and commuters",
    "shelter": "an order to stay at home",
    "evacuation": "evacuation",
    "strike": "strikes on the roaming infected",
    "message": "a public message",
}
"""What measures other than a cordon are, in words."""


def outward(low: float, high: float, digits: int) -> tuple[str, str]:
    """Return both ends of an interval rounded away from its middle, so that it does not become narrower."""
    unit = 10.0**digits
    ends = (math.floor(low * unit + 1e-9) / unit, math.ceil(high * unit - 1e-9) / unit)
    down, up = (f"{end + 0.0:,.{max(digits, 0)}f}" for end in ends)
    return down, up


def digits_for(width: float) -> int:
    """Return how many decimals make sense for a number whose interval is so wide: two figures of its half."""
    return 1 - math.floor(math.log10(max(width, 1e-12) / 2.0))


def percent_digits(share: Share) -> int:
    """Return the decimals of a share in per cent: none where the interval is wider than 3 %, up to 2."""
    return min(2, max(0, digits_for(100.0 * (share.high - share.low)) - 1))


def of_100(share: Share, whole: str = "") -> str:
    """Return a share as "87 of 100 (84 to 90)"; at the ends as "none of 1,000 (at most 0.4 of 100)".

    whole: which outbreaks these are a share of, where that is not all of them: "that got out".
    """
    digits = percent_digits(share)
    low, high = outward(100.0 * share.low, 100.0 * share.high, digits)
    that = f" {whole}" if whole else ""
    if share.n_hits == 0:
        return f"none of {share.n:,}{that} (at most {high} of 100)"
    if share.n_hits == share.n:
        return (
            f"all {share.n:,}{that} (at least {low} of 100)" if share.n > 1 else f"1 of 1{that} (at least {low} of 100)"
        )
    return f"{shown_percent(share, digits)} of 100{that} ({low} to {high})"


def share_words(share: Share) -> str:
    """Return a share of 100 in few letters, for a picture that says what it is of: "87 (84 to 90)"."""
    digits = percent_digits(share)
    low, high = outward(100.0 * share.low, 100.0 * share.high, digits)
    if share.is_one_sided:
        return f"none (at most {high})" if share.n_hits == 0 else f"all (at least {low})"
    return f"{shown_percent(share, digits)} ({low} to {high})"


def shown_percent(share: Share, digits: int) -> str:
    """Return a share in per cent, never rounded to 0 or 100 unless it is."""
    text = f"{100.0 * share.p:.{digits}f}"
    if 0.0 < share.p < 1.0 and float(text) in (0.0, 100.0):
        return f"{100.0 * share.p:.{digits + 2}f}"
    return text


def percent_cell(share: Share) -> str:
    """Return a share for a table: "87.1 % (84.9 to 89.1)"."""
    low, high = outward(100.0 * share.low, 100.0 * share.high, 1)
    return f"{shown_percent(share, 1)} % ({low} to {high})"


def difference_cell(difference: ShareDifference) -> str:
    """Return a difference of shares in percentage points: "+85.0 (82.1 to 87.4)"."""
    low, high = outward(100.0 * difference.low, 100.0 * difference.high, 1)
    return f"{100.0 * difference.difference + 0.0:+.1f} ({low} to {high})"


def mean_words(mean: Mean, factor: float = 1.0) -> str:
    """Return a mean with its interval: "923 (901 to 945)"; factor: -1 turns a difference into what was spared."""
    if mean.low is None or mean.high is None:
        return round_count(factor * mean.mean)
    ends = sorted((factor * mean.low, factor * mean.high))
    digits = min(2, digits_for(ends[1] - ends[0]))
    low, high = outward(ends[0], ends[1], digits)
    return f"{round(factor * mean.mean, digits) + 0.0:,.{max(digits, 0)}f} ({low} to {high})"


def round_count(value: float) -> str:
    """Return a count or a mean: in full below 1,000, to three figures above, with one decimal below 10."""
    if abs(value) >= 1e6:
        return people(round(value))
    if abs(value) >= 1000:
        digits = 2 - math.floor(math.log10(abs(value)))
        return f"{round(value, digits):,.0f}"
    return f"{value + 0.0:,.1f}".removesuffix(".0") if abs(value) < 10 else f"{value:,.0f}"


def days_words(spread: Spread) -> str:
    """Return the median of times with its interval: "31 hours (95 % interval 29 to 33 hours)"."""
    if spread.median_low is None or spread.median_high is None:
        return signed_duration(spread.median)
    interval = span_words(spread.median_low, spread.median_high)
    return f"{signed_duration(spread.median)} (95 % interval {interval})"


def range_words(spread: Spread) -> str:
    """Return the range of nine values in ten."""
    return span_words(spread.q05, spread.q95)


def span_words(low_days: float, high_days: float) -> str:
    """Return a range of times, the unit said once where it is the same."""
    low, high = signed_duration(low_days), signed_duration(high_days)
    (number, unit), other = low.split(" "), high.split(" ")[1]
    return f"{number} to {high}" if unit.rstrip("s") == other.rstrip("s") else f"{low} to {high}"


def signed_duration(time_days: float) -> str:
    """Return a span of time, which may be negative."""
    return f"−{duration(-time_days)}" if time_days < 0.0 else duration(time_days)


def when_words(measure: Measure) -> str:
    """Return when a measure begins: "6 hours after the first detected case"."""
    trigger, delay = measure.trigger, measure.delay_days
    if isinstance(trigger, AtTime):
        total = trigger.at_days + delay
        return f"{duration(total)} after the start" if total > 0.0 else "from the start on"
    if isinstance(trigger, OnCases):
        event = "the first detected case" if trigger.n_cases == 1 else f"{trigger.n_cases:,} detected cases"
        if trigger.window_days is not None:
            event += " within a day" if trigger.window_days == 1 else f" within {trigger.window_days} days"
        if not isinstance(trigger.area, Everywhere):
            event += f" in {area_words(trigger.area)}"
    else:
        event = f"the {trigger.moment} of {trigger.measure}"
    return f"{duration(delay)} after {event}" if delay > 0.0 else f"at {event}"


def area_words(area: Area) -> str:
    """Return an area in words."""
    if isinstance(area, DistrictsArea):
        return names(area.districts)
    if isinstance(area, RadiusArea):
        middle = area.district or (f"patch {area.patch}" if area.patch is not None else "a point")
        return f"all within {area.radius_km:g} km of {middle}"
    if isinstance(area, CasesArea):
        return f"all within {area.radius_km:g} km of a detected case"
    if isinstance(area, PatchesArea):
        return "1 patch" if len(area.patches) == 1 else f"{len(area.patches):,} patches"
    if isinstance(area, PolygonArea):
        return "the area drawn in the scenario"
    return f"all outside {area.of}" if isinstance(area, OutsideArea) else "the whole world"


def names(some: tuple[str, ...]) -> str:
    """Return names as a sentence has them, three at most."""
    if len(some) > MOST_NAMES:
        return f"{', '.join(some[:MOST_NAMES])} and {len(some) - MOST_NAMES} more"
    return " and ".join(filter(None, (", ".join(some[:-1]), *some[-1:])))


def per_cent(share: float) -> str:
    """Return a number of the scenario in per cent, as it was given."""
    return f"{100.0 * share:.4g} %"


def tightness_words(cordon: Cordon) -> str:
    """Return how tight a cordon is."""
    parts = []
    if cordon.leak:
        parts.append(f"{per_cent(cordon.leak)} of attempts to cross come through")
    if cordon.essential:
        screened = f", screened with a success of {per_cent(cordon.screening)}" if cordon.screening else ""
        parts.append(f"{per_cent(cordon.essential)} of people have permits{screened}")
    if cordon.late_share:
        parts.append(f"{per_cent(cordon.late_share)} of the routes close {duration(cordon.late_delay_days)} later")
    if cordon.capacity_per_day is not None:
        parts.append(f"the guards withstand {cordon.capacity_per_day:,.0f} attacks a day")
    return "; ".join(parts) if parts else "nobody comes through it"
