"""The state of a run of the twin, and the questions that its parts ask."""

import heapq
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import SupportsInt

from hyosan.draws import purposes as why
from hyosan.draws.plain import draw, person_key, unit
from hyosan.engine.population.twin.response.orders import Order
from hyosan.engine.population.twin.response.state import PlainResponse
from hyosan.scenario import Scenario, State
from hyosan.terms import EventKind
from hyosan.world.model import World
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
    world: World
    people: PlainPeople
    seed: int
    immune_probability: float
    response: PlainResponse | None
    state_of: dict[int, int] = field(default_factory=dict)
    entry_of: dict[int, Infected] = field(default_factory=dict)
    infected_in: dict[int, int] = field(default_factory=dict)  # by patch: infections that happened there
    alarm_days: dict[int, float] = field(default_factory=dict)
    pending: list[tuple[float, int, int, Infected | Order]] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=itertools.count)
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

    def is_active(self, person: int) -> bool:
        """Return whether a person is infected and not through with it: more will happen to him, or he infects."""
        state = self.state(self.state_of.get(person, 0))
        infects = state.roaming is not None or any(rate > 0.0 for rate in state.contacts.model_dump().values())
        return person in self.state_of and (state.dwell is not None or infects)

    def is_detectable(self, index: int) -> bool:
        """Return whether the infected in a state may be detected."""
        rule = self.response.detection.get(self.state(index).name) if self.response else None
        return rule is not None and rule.probability > 0.0

    def schedule(self, time_days: float, entry: Infected) -> None:
        """Put an entry in the heap unless its time lies beyond the horizon."""
        if time_days < self.scenario.stop.horizon_days:
            heapq.heappush(self.pending, (time_days, entry.person, next(self.serial), entry))
        elif time_days < math.inf:
            self.n_beyond += 1

    def write_about(self, now: float, kind: EventKind, person: int, source: int, patch: int, setting: int) -> None:
        """Append a row to the log about a person whose state does not change."""
        state = self.state_of.get(person, 0)
        self.log.append((now, person, source, patch, int(kind), state, state, setting))
