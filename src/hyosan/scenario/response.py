"""The resolved response: what is observed, what is done about it, and what counts as contained."""

from typing import Annotated

from pydantic import Field

from hyosan.scenario.areas import Area
from hyosan.scenario.measures import Measure
from hyosan.scenario.pathogen import DwellLaw, Probability, Resolved
from hyosan.scenario.worlds import Count

MOST_MEASURES = 48


class Detection(Resolved):
    """A person who enters a state is detected with a probability, after a delay (None: at once)."""

    state: str
    probability: Probability
    delay: Annotated[DwellLaw, Field(discriminator="law")] | None = None


class Response(Resolved):
    """Detection, and the measures in the order of the document."""

    detection: tuple[Detection, ...] = ()
    measures: Annotated[tuple[Measure, ...], Field(max_length=MOST_MEASURES)] = ()


class AnswerRules(Resolved):
    """What the answer calls escaped, nationwide and contained.

    `area` is what should hold the outbreak; None is the area of the first cordon, and where there is none the
    districts (or patches) of the seeding. Outside is everywhere else. Escaped: at least `escaped_infections` happened
    outside. Nationwide: at least `nationwide_infections` happened outside, or infections happened in at least
    `nationwide_districts` districts that lie outside. Contained: not nationwide, and at the end (nobody infected has
    anything left to do, or the horizon) nobody is outside who is infected and not yet through with it. What is neither
    contained nor nationwide is undecided.
    """

    area: Area | None = None
    escaped_infections: Count = 1
    nationwide_infections: Count = 1000
    nationwide_districts: Count | None = None
