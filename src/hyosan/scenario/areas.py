"""The resolved forms of an area: which patches a measure, a trigger or a question is about."""

from typing import Annotated, Literal

from pydantic import Field

from hyosan.scenario.limits import LIMIT_KM, LIMIT_WHOLE
from hyosan.scenario.pathogen import Resolved

Km = Annotated[float, Field(gt=0.0, le=LIMIT_KM, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
PatchIndex = Annotated[int, Field(ge=0, le=LIMIT_WHOLE)]


class Everywhere(Resolved):
    """Every patch of the world."""

    kind: Literal["everywhere"] = "everywhere"


class DistrictsArea(Resolved):
    """The patches of districts."""

    kind: Literal["districts"] = "districts"
    districts: Annotated[tuple[str, ...], Field(min_length=1)]


class PatchesArea(Resolved):
    """Patches by number: the cells of a map."""

    kind: Literal["patches"] = "patches"
    patches: Annotated[tuple[PatchIndex, ...], Field(min_length=1)]


class PolygonArea(Resolved):
    """Patches whose middle lies in a polygon of (longitude, latitude) points; kilometres east and north on a grid."""

    kind: Literal["polygon"] = "polygon"
    points: Annotated[tuple[tuple[float, float], ...], Field(min_length=3)]


class RadiusArea(Resolved):
    """Patches whose middle lies within a distance of a place: the middle of a district, a patch, or a point."""

    kind: Literal["radius"] = "radius"
    radius_km: Km
    district: str | None = None
    patch: PatchIndex | None = None
    point: tuple[float, float] | None = None


class CasesArea(Resolved):
    """Patches within a distance of a patch where a case was detected; it grows with every case, and never shrinks."""

    kind: Literal["cases"] = "cases"
    radius_km: Km


class OutsideArea(Resolved):
    """All that does not belong to the area of another measure."""

    kind: Literal["outside"] = "outside"
    of: str


Area = Annotated[
    Everywhere | DistrictsArea | PatchesArea | PolygonArea | RadiusArea | CasesArea | OutsideArea,
    Field(discriminator="kind"),
]
