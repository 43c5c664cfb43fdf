"""The answer: does it hold, how sure is that, and if it gets out, when, how and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from hyosan.analysis.answer_intervals import CONFIDENCE, Share
from hyosan.analysis.answer_outcomes import Arm, Burden, FirstEscape, arm_of
from hyosan.analysis.answer_paired import MEANS_METHOD, SHARES_METHOD, Paired, pair
from hyosan.analysis.answer_table import table_of
from hyosan.engine.border import Border
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import AnswerRules, Scenario

METHODS: Final = (
    "shares: exact interval of Clopper and Pearson 1934 (doi:10.1093/biomet/26.4.404), one-sided where none or all "
    "replicates count",
    "medians: order statistics (Thompson 1936, doi:10.1214/aoms/1177732502)",
    MEANS_METHOD,
    SHARES_METHOD,
)
"""How the intervals are made. All are of 95 %, each for itself, and are about chance in the model alone."""


@dataclass(frozen=True)
class Ground:
    """Where it happens: the world, where it starts, and the area that should hold it.

    `inside`: the patches of that area. `origins`: names of the districts of the seeding, empty where it is anywhere.
    """

    world: str
    n_people: int
    n_people_inside: int
    inside: tuple[int, ...]
    inside_districts: tuple[str, ...]
    origins: tuple[str, ...]
    district_names: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What replicates of a scenario say about containment, with its measures and without them.

    `planned` is the scenario as it stands. `bare` is the same without measures, on the same seeds, and `paired` the
    difference of the two; both are None where the scenario has no measures. `borders` are those of its cordons.
    `seed` is that of the first replicate, the others follow by ones. The intervals tell the chance in the model, not
    how far the model is from the world.
    """

    scenario: Scenario
    scenario_hash: str
    seed: int
    n_replicates: int
    seconds: float
    ground: Ground
    borders: tuple[Border, ...]
    planned: Arm
    bare: Arm | None
    paired: Paired | None
    definitions: tuple[tuple[str, str], ...]
    confidence: float = CONFIDENCE
    methods: tuple[str, ...] = METHODS

    @property
    def contained(self) -> Share:
        """Share of replicates that were contained."""
        return self.planned.contained

    @property
    def escaped(self) -> Share:
        """Share of replicates that got out, contained later or not."""
        return self.planned.escaped

    @property
    def nationwide(self) -> Share:
        """Share of replicates that went nationwide."""
        return self.planned.nationwide

    @property
    def undecided(self) -> Share:
        """Share of replicates that were neither contained nor nationwide at the end."""
        return self.planned.undecided

    @property
    def first_escape(self) -> FirstEscape:
        """The first infection outside."""
        return self.planned.first_escape

    @property
    def burden_with(self) -> Burden:
        """Infected and dead in the scenario as it stands."""
        return self.planned.burden

    @property
    def burden_without(self) -> Burden | None:
        """Infected and dead without the measures; None where there are none."""
        return None if self.bare is None else self.bare.burden

    def table(self) -> pa.Table:
        """Return one row a replicate and arm (docs: the columns carry unit and meaning)."""
        names = self.ground.district_names
        parts = [table_of(self.planned.verdicts, "with" if self.bare is not None else "as it stands", names)]
        if self.bare is not None:
            parts.append(table_of(self.bare.verdicts, "without", names))
        return pa.concat_tables(parts)


def answer_of(
    scenario: Scenario,
    scenario_hash: str,
    ground: Ground,
    borders: Sequence[Border],
    planned: Sequence[Verdict],
    bare: Sequence[Verdict] | None,
    seconds: float,
) -> Answer:
    """Return the answer that verdicts give.

    Parameters: planned, verdicts on the scenario as it stands, at least one; bare, on the same seeds without measures,
    None where there are none; seconds, wall-clock time that the replicates took.
    """
    return Answer(
        scenario=scenario,
        scenario_hash=scenario_hash,
        seed=planned[0].seed,
        n_replicates=len(planned),
        seconds=seconds,
        ground=ground,
        borders=tuple(borders),
        planned=arm_of(planned, ground.district_names),
        bare=None if bare is None else arm_of(bare, ground.district_names),
        paired=None if bare is None else pair(planned, bare),
        definitions=definitions_of(scenario.answer, scenario.stop.horizon_days),
    )


def definitions_of(rules: AnswerRules, horizon_days: float) -> tuple[tuple[str, str], ...]:
    """Return what the words of the answer mean under these rules."""
    nationwide = f"at least {rules.nationwide_infections:,} infections happened outside"
    if rules.nationwide_districts is not None:
        nationwide += f", or infections in at least {rules.nationwide_districts:,} districts outside"
    n = rules.escaped_infections
    escaped = "at least one infection" if n == 1 else f"at least {n:,} infections"
    return (
        ("inside", "the area that should hold the outbreak; outside is everywhere else"),
        ("escaped", f"{escaped} happened outside; it may be contained all the same"),
        ("nationwide", nationwide),
        (
            "contained",
            "not nationwide, and at the end nobody outside is infected and not yet through with it; the end is when "
            f"nobody infected has anything left to do, or day {horizon_days:g}",
        ),
        ("undecided", "neither contained nor nationwide at the end"),
        ("noticed", "somebody was detected outside"),
    )
