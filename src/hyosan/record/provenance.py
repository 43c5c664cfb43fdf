"""What run.json says of a run: what was simulated, with what, and how it ended."""

import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from hyosan.record.errors import RecordError, write_error
from hyosan.record.events import FORMAT_VERSION, OLDEST_VERSION
from hyosan.scenario.model import Scenario
from hyosan.scenario.pathogen import Pathogen
from hyosan.terms import OUTCOME_SENTENCES, Outcome

FORMAT_NAME: Final = "hyosan run"
PACKAGES: Final = ("hyosan", "numpy", "numba", "pyarrow", "h3")


@dataclass(frozen=True)
class StateInfo:
    """A state of the pathogen, as far as reading a log needs it.

    is_infectious: people in it can infect others. is_final: nothing follows it. is_dead, is_destroyed: it says so.
    """

    name: str
    is_infectious: bool
    is_final: bool
    is_dead: bool
    is_destroyed: bool


@dataclass(frozen=True)
class WorldInfo:
    """The world of a run in a few words: its size, its districts, how its patches lie (see patches.parquet)."""

    name: str
    n_people: int
    n_patches: int
    district_names: tuple[str, ...]
    layout: str
    n_rows: int
    n_columns: int


@dataclass(frozen=True)
class BranchInfo:
    """Where a run comes from that is a branch of another.

    parent: name of the other run's folder; parent_hash: its scenario's hash. at_days: the moment up to which both are
    the same, n_rows of the log. changed: what the branch does otherwise, one short phrase each.
    """

    parent: str
    parent_hash: str
    at_days: float
    n_rows: int
    changed: tuple[str, ...]


@dataclass(frozen=True)
class RunInfo:
    """Everything that run.json says.

    scenario: the resolved scenario as plain JSON values. scenario_hash: sha256 of it without the seed. end_days: time
    at which the run ended. seconds: wall-clock seconds of each part (world, compile, simulate, write). created: UTC.
    branch: where it comes from, if it is a branch of another run; the response in its scenario is the one since then.
    """

    name: str
    seed: int
    scenario_hash: str
    scenario: Mapping[str, Any]
    states: tuple[StateInfo, ...]
    world: WorldInfo
    outcome: Outcome
    end_days: float
    n_infected: int
    n_events: int
    state_counts: tuple[int, ...]
    seconds: Mapping[str, float]
    versions: Mapping[str, str]
    created: str
    branch: BranchInfo | None = None

    @property
    def state_names(self) -> list[str]:
        """Names of the states in the order of their codes."""
        return [state.name for state in self.states]


def describe_states(pathogen: Pathogen) -> tuple[StateInfo, ...]:
    """Return what a reader of the log must know of a pathogen's states."""
    return tuple(
        StateInfo(
            name=state.name,
            is_infectious=state.roaming is not None or any(rate > 0 for _, rate in state.contacts),
            is_final=not state.next,
            is_dead=state.dead,
            is_destroyed=state.name == pathogen.destroyed_state,
        )
        for state in pathogen.states
    )


def scenario_values(scenario: Scenario) -> dict[str, Any]:
    """Return a resolved scenario as plain JSON values; infinite numbers become the word Infinity."""
    values: dict[str, Any] = json.loads(scenario.model_dump_json())
    return values


def software_versions() -> dict[str, str]:
    """Return the versions of everything that the numbers of a run depend on."""
    versions = {"python": platform.python_version(), "platform": f"{sys.platform} {platform.machine()}"}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "unknown"
    return versions


def now() -> str:
    """Return the present time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_info(path: Path, info: RunInfo) -> None:
    """Write run.json. Raises RecordError if the disk refuses it."""
    values = {"format": FORMAT_NAME, "format_version": FORMAT_VERSION, **asdict(info)}
    values["outcome"] = info.outcome.name.lower()
    values["outcome_sentence"] = OUTCOME_SENTENCES[info.outcome]
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise write_error(path, error) from error


def read_info(path: Path) -> RunInfo:
    """Read run.json. Raises RecordError if it is missing, damaged, or of another format."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecordError(f"{path}: there is no such file, so this is not a run folder.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise RecordError(
            f"{path}:{error.lineno}:{error.colno}: damaged: {error.msg}. What to do: simulate the run again."
        ) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT_NAME:
        raise RecordError(f"{path}: this is not the run.json of a run of Hyosan.")
    check_version(path, values.get("format_version"))
    try:
        return _info(values)
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"{path}: damaged: {type(error).__name__}: {error}. What to do: simulate the run again."
        ) from error


def check_version(path: Path, found: object) -> None:
    """Raise RecordError unless a format version found in a file is one that this version of Hyosan reads."""
    if not isinstance(found, int) or found < 1:
        raise RecordError(f"{path}: format version {found!r}; a whole number from 1 is expected.")
    if found > FORMAT_VERSION:
        raise RecordError(
            f"{path}: written by a newer Hyosan: format version {found}, this one reads up to {FORMAT_VERSION}. "
            "What to do: upgrade hyosan."
        )
    if found < OLDEST_VERSION:
        raise RecordError(
            f"{path}: written by an older Hyosan: format version {found}, this one reads from {OLDEST_VERSION} on. "
            "What to do: simulate the run again."
        )


def _info(values: dict[str, Any]) -> RunInfo:
    world = values["world"]
    return RunInfo(
        name=str(values["name"]),
        seed=int(values["seed"]),
        scenario_hash=str(values["scenario_hash"]),
        scenario=dict(values["scenario"]),
        states=tuple(StateInfo(**state) for state in values["states"]),
        world=WorldInfo(**{**world, "district_names": tuple(world["district_names"])}),
        outcome=Outcome[str(values["outcome"]).upper()],
        end_days=float(values["end_days"]),
        n_infected=int(values["n_infected"]),
        n_events=int(values["n_events"]),
        state_counts=tuple(int(count) for count in values["state_counts"]),
        seconds=dict(values["seconds"]),
        versions=dict(values["versions"]),
        created=str(values["created"]),
        branch=_branch(values.get("branch")),
    )


def _branch(values: dict[str, Any] | None) -> BranchInfo | None:
    if values is None:
        return None
    return BranchInfo(
        parent=str(values["parent"]),
        parent_hash=str(values["parent_hash"]),
        at_days=float(values["at_days"]),
        n_rows=int(values["n_rows"]),
        changed=tuple(str(phrase) for phrase in values["changed"]),
    )
