"""The verdict on one replicate: was the outbreak contained, did it get out, when, where and how."""

from dataclasses import dataclass

from hyosan.terms import Outcome, Route


@dataclass(frozen=True)
class Verdict:
    """How one replicate ended, as `scenario.answer` sees it; see AnswerRules for the words.

    Counts of infections go by the place where they happened, seeded and imported ones by the home. A first escape that
    did not happen has time nan, person, patch and district -1 and route NONE. `n_outside_when_noticed`: infections
    outside up to the first detection outside; up to the end if there was none and something got out; 0 if nothing did.
    `noticed_days`: first detection outside (nan if none). Costs are in the units of the scenario.
    """

    seed: int
    outcome: Outcome
    end_days: float
    is_contained: bool
    is_escaped: bool
    is_nationwide: bool
    n_infected: int
    n_inside: int
    n_outside: int
    n_dead_inside: int
    n_dead_outside: int
    n_active_outside: int
    n_districts_outside: int
    n_cases: int
    first_case_days: float
    first_escape_days: float
    first_escape_person: int
    first_escape_patch: int
    first_escape_district: int
    first_escape_route: Route
    noticed_days: float
    n_outside_when_noticed: int
    n_crossings: int
    n_held: int
    n_isolated: int
    n_quarantined: int
    n_protected: int
    n_evacuated: int
    cost: float
