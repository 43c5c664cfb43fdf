"""The name of a scenario in hexadecimal: what it says and what its files hold, but not its seed."""

import json
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hyosan.catalogue import CatalogueError, world_folder
from hyosan.scenario.faults import ScenarioError
from hyosan.scenario.model import Scenario
from hyosan.scenario.worlds import CatalogueWorld


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario in hexadecimal.

    It covers the canonical JSON (sorted keys, shortest form of numbers) without the seed of the run; a file counts with
    its contents, not with its path. Raises ScenarioError if a file that the scenario names cannot be read.
    """
    data = json.loads(scenario.model_dump_json(exclude={"seed"}))
    data["world"] |= _contents(scenario)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(text.encode("ascii")).hexdigest()


def _contents(scenario: Scenario) -> dict[str, Any]:
    """Return what stands in the hash for the files of the world."""
    world = scenario.world
    if isinstance(world, CatalogueWorld):
        return {"files": _folder_digests(world.name)}
    digests: dict[str, Any] = {}
    for key, value in dict(world).items():
        is_file = isinstance(value, Path) or (isinstance(value, str) and Path(value).is_absolute())
        if is_file:
            digests[key] = _file_digest(Path(value))
    return digests


def _folder_digests(name: str) -> dict[str, str]:
    try:
        entries = [entry for entry in world_folder(name).iterdir() if _is_data(entry)]
    except CatalogueError as error:
        raise ScenarioError([f"world: {error}"]) from None
    return {entry.name: sha256(entry.read_bytes()).hexdigest() for entry in entries}


def _is_data(entry: Traversable) -> bool:
    return entry.is_file() and entry.name[0] not in "._" and not entry.name.endswith((".py", ".md"))


def _file_digest(path: Path) -> dict[str, str]:
    try:
        return {"sha256": sha256(path.read_bytes()).hexdigest()}
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"world: found file {str(path)!r}, which cannot be read ({reason}); allowed a file"
        raise ScenarioError([message]) from None
