"""The state of a run of the twin, and the questions that its parts ask."""

import math
from dataclasses import dataclass, field
from typing import SupportsInt

from hyosan.draws import purposes as why
from hyosan.draws.plain import draw, person_key, unit
from hyosan.scenario import Scenario, State
from hyosan.world.plain import PlainPeople

Row = tuple[float, int, int, int, int, int, int, int]
"""time_days, person, source, patch, kind, from_state, to_state, setting: the columns of LOG_DTYPE."""

SECOND_DRAW = 1 << 36


@dataclass
class Infected:
    """An infected person (or an arrival, with a person below 0), and his next event."""

    person: int
    patch: int
    state: int = 0
    until_days: float = math.inf
    rate: float = 1.0
    attempt: int = 0
    is_attempt_next: bool = False

    @property
    def address(self) -> int:
        """The ordinal of the draws of the next attempt."""
        return (self.state << 24) + self.attempt


@dataclass
class PlainRun:
    """A run in plain Python."""

    scenario: Scenario
    people: PlainPeople
    seed: int
    immune_probability: float
    state_of: dict[int, int] = field(default_factory=dict)
    infected_in: dict[int, int] = field(default_factory=dict)  # by patch: infections that happened there
    alarm_days: dict[int, float] = field(default_factory=dict)
    pending: list[tuple[float, int, Infected]] = field(default_factory=list)
    log: list[Row] = field(default_factory=list)
    n_beyond: int = 0

    def state(self, index: int) -> State:
        """Return the state of the natural history with an index."""
        return self.scenario.pathogen.states[index]

    def index(self, name: str | None) -> int:
        """Return the index of a state."""
        return [state.name for state in self.scenario.pathogen.states].index(name or "")

    def bits(self, person: int, purpose: SupportsInt, ordinal: SupportsInt) -> int:
        """Return a person's draw at an address."""
        return draw(person_key(self.seed, person), purpose, ordinal)

    def is_day(self, time_days: float) -> bool:
        """Return whether people are at their day patch at a time."""
        return self.scenario.day_from_days <= time_days % 1.0 < self.scenario.day_until_days

    def is_susceptible(self, person: int) -> bool:
        """Return whether a person was never infected."""
        return person not in self.state_of

    def is_immune(self, person: int) -> bool:
        """Return whether a person was immune before the start."""
        return self.immune_probability > 0.0 and unit(self.bits(person, why.IMMUNE, 0)) < self.immune_probability

    def is_accepted(self, source: Infected, target: int) -> bool:
        """Return whether a met susceptible person is infected, by immunity and by susceptibility at his age."""
        if self.is_immune(target):
            return False
        age = self.people.age_group(target, self.people.home_patch(target))
        share = self.scenario.pathogen.susceptibility[age]
        return unit(self.bits(source.person, why.ACCEPT, source.address)) < share
