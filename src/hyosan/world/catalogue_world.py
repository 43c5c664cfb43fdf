"""The worlds that come with Hyosan: Seoul and Korea."""

from pathlib import Path

from hyosan.catalogue import CatalogueError, world_folder
from hyosan.world.demography import Demography, korean_demography, read_demography
from hyosan.world.districts import Districts, parse_districts
from hyosan.world.errors import WorldError
from hyosan.world.geography import Geography
from hyosan.world.gravity import SEOUL_STAY_SHARE

RESOLUTION = {"seoul": 8, "korea": 7}
STAY_SHARE = {"seoul": SEOUL_STAY_SHARE}
NO_DEMOGRAPHY = "none"


def catalogue_text(name: str) -> str:
    """Return the text of a world's table of districts, or raise WorldError for an unknown name."""
    try:
        return world_folder(name).joinpath("districts.csv").read_text(encoding="utf-8")
    except CatalogueError as error:
        raise WorldError(str(error)) from None


def catalogue_districts(name: str) -> Districts:
    """Return the districts of a world of the catalogue ("seoul" or "korea")."""
    return parse_districts(catalogue_text(name), f"{name}/districts.csv")


def catalogue_geography(name: str, resolution: int | None = None, seed: int = 1) -> Geography:
    """Return what a world of the catalogue is made from.

    resolution: of H3, None for the world's own (Seoul 8: 1,192 patches of 0.5 km²; Korea 7: 27,205 patches of 3.7 km²).
    """
    return Geography(
        name=name,
        districts=catalogue_districts(name),
        demography=korean_demography(),
        resolution=RESOLUTION.get(name) if resolution is None else resolution,
        stay_share=STAY_SHARE.get(name),
        seed=seed,
    )


def demography_of(source: str) -> Demography | None:
    """Return the demography that a scenario names: "korea", "none" (people alone, no day groups), or a table's path.

    Raises
    ------
    WorldError: the table cannot be read or makes no sense.
    """
    if source == NO_DEMOGRAPHY:
        return None
    if source == "korea":
        return korean_demography()
    try:
        return read_demography(Path(source))
    except OSError as error:
        raise WorldError(
            f"demography: found {source!r} ({error.strerror}); give 'korea', 'none' or the path of a table that exists."
        ) from None
    except UnicodeDecodeError:
        raise WorldError(f"{source}: this file is not UTF-8; save it as UTF-8.") from None
    except ValueError as error:
        raise WorldError(str(error)) from None
