"""The page on writing a pathogen: its examples are valid as printed."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from hyosan.scenario import Pathogen, read

PAGE = Path(__file__).parents[2] / "docs" / "howto-own-pathogen.md"
BLOCKS = [
    YAML(typ="safe").load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
]


def resolved(pathogen: dict) -> Pathogen:
    return read({"world": {"kind": "grid", "rows": 1, "columns": 2, "people": 100}, "pathogen": pathogen}).pathogen


def test_the_worked_example_reads() -> None:
    p = resolved(BLOCKS[0])
    assert p.fiction and p.sources and p.r0 == 2.5 and p.dispersion_k == 0.5
    assert p.susceptibility == (0.6,) * 4 + (1.0,) * 17
    ill = next(state for state in p.states if state.name == "ill")
    dead = next(branch for branch in ill.next if branch.to == "dead")
    assert dead.probability_by_age == (0.01,) * 12 + (0.10,) * 9


def test_the_other_fragments_fit_into_a_pathogen() -> None:
    contacts, encounter = BLOCKS[1:]
    states = {"susceptible": {}, "ill": contacts, "turned": {"roaming": {"encounters": "1 / d"}}, "destroyed": {}}
    p = resolved({"name": "fragments", "states": states, "entry": {"ill": 0.5, "turned": 0.5}, **encounter})
    ill = p.states[1].contacts
    assert (ill.household_per_day, ill.class_per_day, ill.work_per_day) == pytest.approx((0.2, 0.3, 0.3))
    assert p.destroyed_state == "destroyed" and p.encounter is not None and p.encounter.bite_probability == 0.55
