"""How a name becomes a packaged data file: pathogens/<name>.yaml, scenarios/<name>.yaml, worlds/<name>/."""

from collections.abc import Iterable
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

KINDS: Final = ("pathogens", "scenarios", "worlds")
"""The kinds of data that the catalogue holds, each in a folder of that name."""

SUFFIX: Final = ".yaml"


class CatalogueError(LookupError):
    """A name that the catalogue does not hold; the message lists the names that it does hold."""


def list_names(kind: str) -> tuple[str, ...]:
    """Return the names of a kind, sorted.

    kind: one of KINDS. Raises CatalogueError for another kind.
    """
    folder = _kind_folder(kind)
    if not folder.is_dir():
        return ()
    if kind == "worlds":
        names = [entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name[0] not in "._"]
    else:
        names = [entry.name.removesuffix(SUFFIX) for entry in folder.iterdir() if entry.name.endswith(SUFFIX)]
    return tuple(sorted(names))


def text(kind: str, name: str) -> str:
    """Return the YAML text of a pathogen or of a scenario.

    kind: "pathogens" or "scenarios"; name: one of list_names(kind). Raises CatalogueError for an unknown name or for a
    world, which is a folder.
    """
    if kind == "worlds":
        raise CatalogueError("a world of the catalogue is a folder: use world_folder(name)")
    _check_name(kind, name)
    return _kind_folder(kind).joinpath(name + SUFFIX).read_text(encoding="utf-8")


def world_folder(name: str) -> Traversable:
    """Return the folder of data files of a world.

    name: one of list_names("worlds"). Raises CatalogueError for an unknown name.
    """
    _check_name("worlds", name)
    return _kind_folder("worlds").joinpath(name)


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like `name`, whatever the case of its letters, or None if none is like it."""
    by_lower = {candidate.lower(): candidate for candidate in names}
    close = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _kind_folder(kind: str) -> Traversable:
    if kind not in KINDS:
        raise CatalogueError(f"found kind {kind!r}; allowed {', '.join(KINDS)}")
    return files("hyosan.catalogue").joinpath(kind)


def _check_name(kind: str, name: str) -> None:
    names = list_names(kind)
    if name not in names:
        near = nearest_name(name, names)
        hint = f"; did you mean {near!r}?" if near else ""
        raise CatalogueError(f"found {kind.removesuffix('s')} {name!r}; allowed {', '.join(names) or 'none yet'}{hint}")
