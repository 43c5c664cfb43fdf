"""The resolved forms of a trigger: when a measure is ordered. Triggers see the picture, never the truth."""

from typing import Annotated, Literal

from pydantic import Field

from hyosan.scenario.areas import Area, Everywhere
from hyosan.scenario.limits import LIMIT_DAYS
from hyosan.scenario.pathogen import Resolved
from hyosan.scenario.worlds import Count

Days = Annotated[float, Field(ge=0.0, le=LIMIT_DAYS, allow_inf_nan=False)]
LONGEST_WINDOW_DAYS = 60


class AtTime(Resolved):
    """At a time after the start of the run: an operator's order."""

    kind: Literal["time"] = "time"
    at_days: Days


class OnCases(Resolved):
    """When as many cases have been observed in an area; `n_cases` 1 is the first detection.

    With `window_days` only the cases of that many calendar days, today included, count. With `off_below` the measure
    ends at the first midnight at which the count is below that, and may begin again.
    """

    kind: Literal["cases"] = "cases"
    n_cases: Count
    area: Area = Everywhere()
    window_days: Annotated[int, Field(ge=1, le=LONGEST_WINDOW_DAYS)] | None = None
    off_below: Count | None = None


class AfterMeasure(Resolved):
    """When another measure begins or ends: sequences of measures."""

    kind: Literal["after"] = "after"
    measure: str
    moment: Literal["start", "end"] = "start"


Trigger = Annotated[AtTime | OnCases | AfterMeasure, Field(discriminator="kind")]
