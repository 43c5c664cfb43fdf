"""Times, lengths and rates with their units: "5 min", "2 km", "0.1 / d"."""

import math
import re
from typing import Final

from hyosan.catalogue import nearest_name
from hyosan.scenario.limits import LIMIT_DAYS, LIMIT_KM, LIMIT_PER_DAY

PER_DAY: Final = {"s": 86400.0, "min": 1440.0, "h": 24.0, "d": 1.0}
"""How many of a unit of time make a day."""

TIME_UNITS: Final = (*PER_DAY, "w")
LENGTH_UNITS: Final = ("m", "km")
TIME_FORM: Final = "a time with a unit (s, min, h, d, w), such as 3 d"
LENGTH_FORM: Final = "a length with a unit (m, km), such as 2 km"
RATE_FORM: Final = "a rate with a unit (/ s, / min, / h, / d, / w), such as 0.5 / d"
TIME_FORMAT: Final = "hyosan-time"
LENGTH_FORMAT: Final = "hyosan-length"
RATE_FORMAT: Final = "hyosan-rate"
NEVER: Final = "never"

WORDS: Final = {
    "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "min", "mins": "min", "minute": "min", "minutes": "min",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "week": "w", "weeks": "w", "wk": "w",
    "meter": "m", "meters": "m", "metre": "m", "metres": "m",
    "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
}  # fmt: skip
"""What people write for a unit, for the hint in an error."""

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"\s*({_NUMBER})\s*([^\W\d_]+)\s*", re.ASCII)
_RATE = re.compile(rf"\s*({_NUMBER})\s*/\s*([^\W\d_]+)\s*", re.ASCII)


class UnitError(ValueError):
    """A quantity that cannot be read: what is allowed, and the text that was probably meant (or None)."""

    def __init__(self, allowed: str, nearest: str | None = None) -> None:
        super().__init__(f"allowed {allowed}")
        self.allowed = allowed
        self.nearest = nearest


def parse_days(value: object) -> float:
    """Return a time in days.

    value: text such as "5 min"; units s, min, h, d, w. Raises UnitError for anything else, negative times and times
    over 1,000,000 days.
    """
    number, unit = _split(value, _QUANTITY, TIME_FORM, TIME_UNITS, "{} {}", "d")
    days = number * 7.0 if unit == "w" else number / PER_DAY[unit]
    return _in_range(days, LIMIT_DAYS, TIME_FORM, f"0 to {LIMIT_DAYS:.0f} d")


def parse_km(value: object) -> float:
    """Return a length in km.

    value: text such as "500 m"; units m, km. Raises UnitError for anything else, negative lengths and lengths over
    100,000 km.
    """
    number, unit = _split(value, _QUANTITY, LENGTH_FORM, LENGTH_UNITS, "{} {}", "km")
    return _in_range(number / 1000.0 if unit == "m" else number, LIMIT_KM, LENGTH_FORM, f"0 to {LIMIT_KM:.0f} km")


def parse_per_day(value: object) -> float:
    """Return a rate per day.

    value: text such as "2 / h"; units s, min, h, d, w. Raises UnitError for anything else, negative rates and rates
    over 1e9 a day.
    """
    number, unit = _split(value, _RATE, RATE_FORM, TIME_UNITS, "{} / {}", "d")
    per_day = number / 7.0 if unit == "w" else number * PER_DAY[unit]
    return _in_range(per_day, LIMIT_PER_DAY, RATE_FORM, f"0 / d to {LIMIT_PER_DAY:.0f} / d")


def show_days(days: float) -> str:
    """Return a time as the complete form of a scenario writes it; `parse_days` gives the very same number back."""
    return NEVER if math.isinf(days) else f"{days!r} d"


def show_km(km: float) -> str:
    """Return a length as the complete form of a scenario writes it; `parse_km` gives the very same number back."""
    return f"{km!r} km"


def show_per_day(per_day: float) -> str:
    """Return a rate as the complete form of a scenario writes it; `parse_per_day` gives the very same number back."""
    return f"{per_day!r} / d"


def layout_of(text: str) -> str | None:
    """Return how a quantity is written, with {} in place of its number ("36 h" gives "{} h"), or None if it is none."""
    for pattern, layout in ((_RATE, "{{}} / {}"), (_QUANTITY, "{{}} {}")):
        match = pattern.fullmatch(text)
        if match is not None:
            return layout.format(match[2])
    return None


def _split(
    value: object, pattern: re.Pattern[str], form: str, units: tuple[str, ...], layout: str, usual: str
) -> tuple[float, str]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        near = layout.format(f"{value:g}", usual) if abs(value) < LIMIT_PER_DAY else None
        raise UnitError(form, near)
    if not isinstance(value, str):
        raise UnitError(form)
    match = pattern.fullmatch(value)
    if match is None:
        other = _QUANTITY if pattern is _RATE else _RATE
        swapped = other.fullmatch(value)
        raise UnitError(form, layout.format(*swapped.groups()) if swapped and swapped[2] in units else None)
    number, unit = match.groups()
    if unit not in units:
        meant = WORDS.get(unit.lower()) if units is TIME_UNITS else {**WORDS, "m": "m"}.get(unit.lower())
        meant = meant if meant in units else nearest_name(unit, units)
        raise UnitError(form, layout.format(number, meant) if meant else None)
    return float(number), unit


def _in_range(quantity: float, limit: float, form: str, allowed: str) -> float:
    if not 0.0 <= quantity <= limit:
        raise UnitError(f"{form}, from {allowed}")
    return quantity + 0.0  # -0 becomes 0
