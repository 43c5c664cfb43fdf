"""What the pictures of a run are about: its words, its land and its tally, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from hyosan.record.load import Record
from hyosan.terms import OUTCOME_SENTENCES
from hyosan.views.land import Land, land_of
from hyosan.views.tally import Tally, tally


@dataclass(frozen=True)
class Subject:
    """A run as the pictures need it."""

    title: str
    description: str
    pathogen: str
    ending: str
    seed: int
    n_people: int
    land: Land
    tally: Tally


def subject_of(record: Record) -> Subject:
    """Return the subject of a run on disk. Raises RecordError if the run is damaged."""
    info, land = record.info, land_of(record)
    stills_days = [float(moment) for moment in info.scenario.get("stills_days", ())]
    pathogen = info.scenario.get("pathogen", {})
    return Subject(
        title=info.name,
        description=str(info.scenario.get("description", "")),
        pathogen=str(pathogen.get("name", "")) if isinstance(pathogen, Mapping) else str(pathogen),
        ending=OUTCOME_SENTENCES[info.outcome],
        seed=info.seed,
        n_people=info.world.n_people,
        land=land,
        tally=tally(record, land.patch_start, stills_days),
    )
