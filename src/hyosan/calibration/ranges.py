"""What is varied, and between which bounds: "pathogen.r0=1:6", "….dwell.mean=1:5 d", "seal.leak=0.001:1:log"."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hyosan.calibration.errors import FitError

Bounds = str | tuple[float, float]
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_UNIT = r"(?:/\s*)?[a-z]+"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*({_UNIT})?\s*:\s*({_NUMBER})\s*({_UNIT})?\s*(:\s*log\s*)?")
FORM = "LOW:HIGH, such as 1:6, 1:5 d or 0.001:1:log"


@dataclass(frozen=True)
class Range:
    """A path of the scenario's document and its bounds; every value between them is as likely as another beforehand.

    unit: what stands behind the number in the document ("" for none). is_log: as likely on a logarithmic scale.
    """

    path: str
    low: float
    high: float
    unit: str = ""
    is_log: bool = False

    def value(self, u: float) -> float:
        """Return the value at a place between the bounds: 0 is the lower, 1 the upper."""
        if self.is_log:
            return math.exp(math.log(self.low) + u * (math.log(self.high) - math.log(self.low)))
        return self.low + u * (self.high - self.low)

    def setting(self, value: float) -> float | str:
        """Return a value as the document writes it."""
        return f"{value!r} {self.unit}" if self.unit else value


def parse_range(text: str) -> Range:
    """Return the range of "PATH=LOW:HIGH". Raises FitError for any other form and for an empty range."""
    path, sign, bounds = text.partition("=")
    if not sign or not path.strip():
        raise FitError(f"vary: found {text!r}; give PATH={FORM}.")
    return make_range(path.strip(), bounds)


def make_range(path: str, bounds: Bounds) -> Range:
    """Return the range of a path. bounds: text as in FORM, or (low, high). Raises FitError."""
    if not isinstance(bounds, str):
        return _checked(Range(path, float(bounds[0]), float(bounds[1])))
    match = _RANGE.fullmatch(bounds)
    if match is None:
        raise FitError(f"vary: {path}: found {bounds!r}; give {FORM}.")
    low, low_unit, high, high_unit, is_log = match.groups()
    if low_unit and low_unit != high_unit:
        raise FitError(f"vary: {path}: found {bounds!r}; give both bounds in the same unit.")
    return _checked(Range(path, float(low), float(high), high_unit or "", bool(is_log)))


def make_ranges(vary: Mapping[str, Bounds] | Sequence[str]) -> tuple[Range, ...]:
    """Return the ranges of a mapping of paths to bounds, or of texts "PATH=LOW:HIGH". Raises FitError."""
    if isinstance(vary, Mapping):
        ranges = tuple(make_range(path, bounds) for path, bounds in vary.items())
    else:
        ranges = tuple(parse_range(text) for text in vary)
    if not ranges:
        raise FitError(f"vary: found nothing to vary; give at least one PATH={FORM}.")
    paths = [one.path for one in ranges]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise FitError(f"vary: found {twice} twice; give each path once.")
    return ranges


def _checked(made: Range) -> Range:
    if not (math.isfinite(made.low) and math.isfinite(made.high)):
        raise FitError(f"vary: {made.path}: found {made.low:g}:{made.high:g}; give finite bounds.")
    if made.low >= made.high:
        raise FitError(
            f"vary: {made.path}: found the empty range {made.low:g}:{made.high:g}; "
            "give a lower bound that is less than the upper."
        )
    if made.is_log and made.low <= 0.0:
        raise FitError(f"vary: {made.path}: found {made.low:g} in a logarithmic range; give a bound above 0.")
    return made
