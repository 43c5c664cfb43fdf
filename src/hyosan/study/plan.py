"""The plan of a study: which settings, which replicates of each, and the name of every run."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Final

from hyosan.engine.judge import with_area, without_measures
from hyosan.scenario import Scenario
from hyosan.study.designs import DESIGNS, GRID, LHS, REPLICATES, SALTELLI, SOBOL, grid, unit_design
from hyosan.study.errors import StudyError
from hyosan.study.execute import Change
from hyosan.study.inputs import Input
from hyosan.world.model import World

WITH: Final = "with"
WITHOUT: Final = "without"
ARMS: Final = (WITH, WITHOUT)
"""With the measures of the scenario, and without any."""

RUN_ID_DIGITS: Final = 32
LARGEST_SEED: Final = 2**63 - 1


@dataclass(frozen=True)
class Setting:
    """One setting of the inputs: values by path, in the units of the inputs."""

    index: int
    values: tuple[tuple[str, float], ...]

    def label(self) -> str:
        """Return the setting in words, for messages."""
        values = ", ".join(f"{path}={value:g}" for path, value in self.values)
        return f"setting {self.index} ({values})" if values else "the scenario"


@dataclass(frozen=True)
class Plan:
    """What a study consists of. Every setting runs in every arm with every seed: they share their dice.

    scenario_digest: of the scenario before anything is varied. n_samples: length of the base sample of a design that
    has one, else 0.
    """

    scenario_name: str
    scenario_digest: str
    design: str
    inputs: tuple[Input, ...]
    n_samples: int
    settings: tuple[Setting, ...]
    n_replicates: int
    base_seed: int
    arms: tuple[str, ...]

    @property
    def seeds(self) -> range:
        """Seeds of the replicates: the base seed and those after it."""
        return range(self.base_seed, self.base_seed + self.n_replicates)

    @property
    def n_runs(self) -> int:
        """How many runs there are in all."""
        return len(self.settings) * len(self.arms) * self.n_replicates

    def cells(self) -> Iterator[tuple[Setting, str]]:
        """Yield every setting in every arm."""
        for setting in self.settings:
            for arm in self.arms:
                yield setting, arm

    def run_id(self, setting: Setting, arm: str, seed: int) -> str:
        """Return the name of a run: a hash of the scenario's digest, the values, the arm and the seed.

        The same run has the same name in every study.
        """
        text = json.dumps([self.scenario_digest, [list(item) for item in setting.values], arm, seed])
        return sha256(text.encode()).hexdigest()[:RUN_ID_DIGITS]

    @property
    def digest(self) -> str:
        """A hash of the plan."""
        return sha256(json.dumps(plan_values(self), sort_keys=True).encode()).hexdigest()


def make_plan(
    scenario: Scenario,
    digest: str,
    inputs: Sequence[Input],
    design: str,
    n_samples: int,
    n_replicates: int,
    base_seed: int,
    arms: Sequence[str],
) -> Plan:
    """Return a plan.

    Parameters: scenario and its digest; inputs, what is varied; design, one of DESIGNS; n_samples, settings of a Latin
    hypercube or a Sobol sequence, length of the base sample of a Saltelli design; base_seed, of the first replicate,
    and of the design; arms, of ARMS. Raises StudyError for what cannot be.
    """
    _check(inputs, design, n_replicates, base_seed, arms)
    values = _values(inputs, design, n_samples, base_seed)
    paths = [given.path for given in inputs]
    settings = tuple(
        Setting(index, tuple(zip(paths, map(float, row), strict=True))) for index, row in enumerate(values)
    )
    n_kept = n_samples if design in (LHS, SOBOL, SALTELLI) else 0
    return Plan(scenario.name, digest, design, tuple(inputs), n_kept, settings, n_replicates, base_seed, tuple(arms))


def without_measures_here(scenario: Scenario, world: World) -> Scenario:
    """Return the scenario of the arm without measures: what is inside stays what it was."""
    return without_measures(with_area(scenario, world))


CHANGES: Final[Mapping[str, Change | None]] = {WITH: None, WITHOUT: without_measures_here}
"""What is done to a scenario in each arm."""


def plan_values(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain JSON values: the settings as rows of values, in the order of the inputs."""
    values = asdict(replace(plan, settings=()))
    values["settings"] = [[value for _, value in setting.values] for setting in plan.settings]
    plain: dict[str, Any] = json.loads(json.dumps(values))
    return plain


def read_plan(values: Mapping[str, Any]) -> Plan:
    """Return the plan of what `plan_values` returned. Raises KeyError, TypeError or ValueError where it is damaged."""
    inputs = tuple(Input(**{**given, "points": tuple(given["points"])}) for given in values["inputs"])
    paths = [given.path for given in inputs]
    settings = tuple(
        Setting(index, tuple(zip(paths, map(float, row), strict=True))) for index, row in enumerate(values["settings"])
    )
    return Plan(**{**values, "inputs": inputs, "settings": settings, "arms": tuple(values["arms"])})


def _values(inputs: Sequence[Input], design: str, n_samples: int, seed: int) -> list[list[float]]:
    """Return the rows of values of a design."""
    if design == REPLICATES:
        return [[]]
    if design == GRID:
        rows: list[list[float]] = grid([given.points for given in inputs]).tolist()
        return rows
    shares = unit_design(design, len(inputs), n_samples, seed)
    return [[given.at(share) for given, share in zip(inputs, row, strict=True)] for row in shares.tolist()]


def _check(inputs: Sequence[Input], design: str, n_replicates: int, base_seed: int, arms: Sequence[str]) -> None:
    if design not in DESIGNS:
        raise StudyError(f"design: found {design!r}; allowed are {', '.join(DESIGNS)}.")
    if design == REPLICATES and inputs:
        raise StudyError(
            f"design: found {design!r}, which varies nothing, and {inputs[0].path}; choose another design."
        )
    if design != REPLICATES and not inputs:
        raise StudyError(f"design: {design!r} needs something to vary, such as seal.start=12h:48h.")
    for given in inputs:
        if design not in (GRID, REPLICATES) and not given.is_range:
            raise StudyError(f"{given.path}: found a list of values; {design!r} needs a range LOW:HIGH.")
    if n_replicates < 1:
        raise StudyError(f"replicates: found {n_replicates}; allowed are whole numbers from 1.")
    if not 0 <= base_seed <= LARGEST_SEED - n_replicates:
        raise StudyError(f"seed: found {base_seed}; allowed are whole numbers from 0 to {LARGEST_SEED - n_replicates}.")
    if not arms or any(arm not in ARMS for arm in arms) or len(set(arms)) < len(arms):
        raise StudyError(f"arms: found {', '.join(arms) or 'none'}; allowed are {' and '.join(ARMS)}, each once.")
