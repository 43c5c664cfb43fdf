"""What travels to a worker: scenarios in bytes with the names of their worlds; and the worlds, built once, on disk."""

import pickle
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from hyosan.scenario import Scenario, WorldSpec
from hyosan.study.execute import Change, Chunk
from hyosan.study.recent import Recent
from hyosan.world.build import build_world
from hyosan.world.cache import save
from hyosan.world.model import World

N_WORLDS: Final = 4
N_SCENARIOS: Final = 1024


@dataclass(frozen=True)
class Parcel:
    """A piece on its way: the scenario pickled, its name, and the name of its world."""

    scenario: bytes
    scenario_key: str
    world_key: str
    seeds: tuple[int, ...]
    label: str
    change: Change | None


@dataclass(frozen=True)
class Order:
    """A chunk on its way."""

    index: int
    parcels: tuple[Parcel, ...]


class Places(Protocol):
    """Where the worlds of an executor are."""

    def place(self, spec: WorldSpec) -> str:
        """Return the name of a world; workers find it by this name from now on. Raises WorldError."""
        ...


class Worlds:
    """The worlds of an executor: built once here, written to a folder where workers map them into memory."""

    def __init__(self) -> None:
        """Make the folder, among the temporary files."""
        self.folder = Path(tempfile.mkdtemp(prefix="hyosan-worlds-"))
        self._built: Recent[str, World] = Recent(N_WORLDS)

    def world(self, spec: WorldSpec) -> World:
        """Return a world, built once. Raises WorldError."""
        return self._built.get(world_key(spec), lambda: build_world(spec))

    def place(self, spec: WorldSpec) -> str:
        """Return the name of a world in the folder; it is there when this returns. Raises WorldError."""
        key = world_key(spec)
        if not (self.folder / key).exists():
            save(self.world(spec), self.folder / key)
        return key

    def close(self) -> None:
        """Remove the folder; workers that have a world mapped keep it."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Packer:
    """Makes orders of chunks; a scenario is pickled once."""

    def __init__(self, worlds: Places) -> None:
        """Start empty. worlds: where worlds are put for the workers."""
        self._worlds = worlds
        self._packed: Recent[int, tuple[Scenario, bytes, str]] = Recent(N_SCENARIOS)

    def pack(self, chunk: Chunk) -> Order:
        """Return a chunk as it travels. Raises WorldError."""
        parcels = []
        for piece in chunk.pieces:
            # the scenario is kept beside its bytes, so that nothing else can get its id
            _, data, key = self._packed.get(id(piece.scenario), partial(_pickled, piece.scenario))
            place = self._worlds.place(piece.scenario.world)
            parcels.append(Parcel(data, key, place, piece.seeds, piece.label, piece.change))
        return Order(chunk.index, tuple(parcels))


def world_key(spec: WorldSpec) -> str:
    """Return a short name of what a scenario says of its world."""
    return sha256(spec.model_dump_json().encode()).hexdigest()[:24]


def _pickled(scenario: Scenario) -> tuple[Scenario, bytes, str]:
    data = pickle.dumps(scenario, protocol=pickle.HIGHEST_PROTOCOL)
    return scenario, data, sha256(data).hexdigest()[:24]
