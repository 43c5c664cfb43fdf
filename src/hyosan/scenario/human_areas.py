"""The human form of areas and of triggers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from hyosan.scenario.human import (
    Coordinate,
    Count,
    Days,
    Human,
    Index,
    PositiveKm,
    Text,
    fault,
)

NAMED = "a name"
WRITTEN_OUT = "written out"
EVERYWHERE = "everywhere"


def _name_or_mapping(value: object) -> str:
    return NAMED if isinstance(value, str) else WRITTEN_OUT


def _as_area(value: object) -> object:
    if not isinstance(value, (str, dict)):
        raise fault(value, "the name of a district, everywhere, or a mapping such as {radius: 20 km, district: ...}")
    return value


def _as_point(value: object) -> object:
    if not isinstance(value, list) or len(value) != 2:
        raise fault(value, "two numbers: [longitude, latitude], on a grid [km east, km north]")
    return value


Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2), BeforeValidator(_as_point)]


class HumanArea(Human):
    """A part of the world: one of `districts`, `patches`, `polygon`, `radius`, `cases`, `outside`.

    The name of a district alone stands for its patches, and `everywhere` for all. `polygon` lists [longitude,
    latitude] points (on a grid: km east, km north). `radius` goes with one of `district`, `patch` and `point`, its
    middle. `cases` is a distance from every patch where a case was detected: the area grows. `outside` is all that
    does not belong to the area of a measure.
    """

    districts: Annotated[list[Text], Field(min_length=1)] | None = None
    patches: Annotated[list[Index], Field(min_length=1)] | None = None
    polygon: list[Point] | None = None
    radius: PositiveKm | None = None
    district: Text | None = None
    patch: Index | None = None
    point: Point | None = None
    cases: PositiveKm | None = None
    outside: Text | None = None


AreaOrName = Annotated[
    Annotated[Annotated[Text, Tag(NAMED)] | Annotated[HumanArea, Tag(WRITTEN_OUT)], Discriminator(_name_or_mapping)],
    BeforeValidator(_as_area),
]


class HumanTrigger(Human):
    """When a measure is ordered: at a `time`, on observed `cases`, or `after` another measure.

    `cases: 1` is the first detection. Only those in `area` count, with `within` only those of the last days, today
    included. With `off` the measure ends at the first midnight at which fewer cases than that count. `moment` says
    which moment of the other measure.
    """

    time: Days | None = None
    cases: Count | None = None
    area: AreaOrName | None = None
    within: Days | None = None
    off: Count | None = None
    after: Text | None = None
    moment: Literal["start", "end"] | None = None
