"""Numbers and times as people read them: day 2, 06:00; 4.2 hours; 51.7 million; 0.03 %."""

import math


def time_stamp(time_days: float) -> str:
    """Return a moment as "day 2, 06:00", to the minute; day 0 is the first."""
    minutes = math.floor(time_days * 1440 + 1e-6)
    return f"day {minutes // 1440}, {minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def short_stamp(time_days: float) -> str:
    """Return a moment as "day 2, 06:00", and as "day 2" where the day begins."""
    return time_stamp(time_days).removesuffix(", 00:00")


def duration(time_days: float) -> str:
    """Return a span in the unit that suits it: 20 minutes, 1 hour, 4.2 hours, 2 days, 5.5 years."""
    for name, length, least in (("year", 365.25, 1095.0), ("day", 1.0, 3.0), ("hour", 1 / 24, 1 / 24)):
        if time_days >= least or (name == "day" and time_days in (1.0, 2.0)):
            return in_unit(time_days / length, name)
    return in_unit(time_days * 1440, "minute")


def in_unit(value: float, name: str) -> str:
    """Return a number and its unit, singular for 1."""
    words = counted(value)
    return f"{words} {name}" if words == "1" else f"{words} {name}s"


def counted(value: float) -> str:
    """Return a number with at most one decimal below 10 and none above."""
    return f"{value:.1f}".removesuffix(".0") if value < 9.95 else f"{value:,.0f}"


def people(n: int) -> str:
    """Return a count in full up to a million, then in millions or billions: 51.7 million."""
    if n < 1_000_000:
        return f"{n:,}"
    if n < 1_000_000_000:
        return f"{n / 1e6:.3g} million" if n < 999_500_000 else "1 billion"
    return f"{n / 1e9:.3g} billion"


def short_count(value: float) -> str:
    """Return a count for an axis: 0, 500, 2k, 1.5M, 2G."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def percentage(share: float) -> str:
    """Return a share as a percentage with two figures that mean something: 0.0012 %, 0.13 %, 4.5 %, 68 %."""
    percent = 100 * share
    if percent == 0:
        return "0 %"
    if percent >= 10:
        return f"{percent:.0f} %" if percent < 99.5 or percent == 100 else f"{percent:.2f} %"
    return f"{percent:.{1 - math.floor(math.log10(percent))}f} %"
