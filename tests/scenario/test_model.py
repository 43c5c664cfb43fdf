"""The resolved models: frozen, closed, and checked even when they are made in Python."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from hyosan.scenario import (
    Branch,
    Contacts,
    Encounter,
    Fixed,
    GraphWorld,
    MixedWorld,
    Pathogen,
    RandomGraph,
    Roaming,
    Scenario,
    State,
    read,
    resolve_text,
)
from hyosan.terms import MAX_STATES

CONTACTS = Contacts(community_per_day=1.0)
ILL = State(name="ill", dwell=Fixed(value_days=2.0), contacts=CONTACTS, next=(Branch(to="well"),))
LOSSY = ILL.model_copy(update={"next": (Branch(to="well", probability_by_age=(0.9,) * 21),)})
STATES = (State(name="susceptible"), ILL, State(name="well"))


def pathogen(*states: State, entry: str = "ill") -> Pathogen:
    return Pathogen(name="made", states=states, entry=(Branch(to=entry),))


def test_a_scenario_made_in_python_comes_back_from_its_text(tmp_path: Path) -> None:
    scenario = Scenario(name="made", world=MixedWorld(n_people=10), pathogen=pathogen(*STATES))
    path = tmp_path / "made.yaml"
    path.write_text(resolve_text(scenario), encoding="utf-8")
    assert read(path) == scenario


def test_resolved_models_cannot_be_changed_or_extended() -> None:
    world = MixedWorld(n_people=10)
    with pytest.raises(ValidationError, match="frozen"):
        world.n_people = 11  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        MixedWorld.model_validate({"n_people": 10, "size": 3})
    assert hash(world) == hash(MixedWorld(n_people=10))


@pytest.mark.parametrize(
    ("states", "entry", "message"),
    [
        (STATES, "nowhere", "found state 'nowhere'"),
        (STATES, "susceptible", "nobody becomes susceptible again"),
        ((*STATES, STATES[2]), "ill", "'well' twice"),
        (STATES[:1], "ill", f"2 to {MAX_STATES}"),
        ((STATES[0], ILL, State(name="well", dwell=Fixed(value_days=1.0), next=(Branch(to="ill"),))), "ill", "a cycle"),
        ((STATES[0], State(name="ill", roaming=Roaming(encounters_per_day=1.0))), "ill", "encounter"),
        ((STATES[0], State(name="ill", dwell=Fixed(value_days=1.0))), "ill", "a dwell time without next"),
        ((STATES[0], LOSSY, STATES[2]), "ill", "sum to 0.9"),
    ],
)
def test_an_impossible_natural_history_is_refused(states: tuple[State, ...], entry: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        pathogen(*states, entry=entry)


def test_the_largest_number_of_states_is_allowed() -> None:
    chain = [State(name="s0")]
    for i in range(1, MAX_STATES - 1):
        chain.append(State(name=f"s{i}", dwell=Fixed(value_days=1.0), next=(Branch(to=f"s{i + 1}"),)))
    chain.append(State(name=f"s{MAX_STATES - 1}"))
    assert len(pathogen(*chain, entry="s1").states) == MAX_STATES
    with pytest.raises(ValidationError, match=f"found {MAX_STATES + 1} states"):
        pathogen(*chain, State(name="more"), entry="s1")


def test_an_encounter_sums_to_one() -> None:
    roaming = State(name="ill", roaming=Roaming(encounters_per_day=1.0))
    encounter = Encounter(bite_probability=0.5, destroyed_probability=0.0, escape_probability=0.4)
    with pytest.raises(ValidationError, match="sum to 0.9"):
        Pathogen(name="made", states=(STATES[0], roaming), entry=(Branch(to="ill"),), encounter=encounter)


def test_a_graph_has_one_origin() -> None:
    drawn = RandomGraph(model="regular", n_people=10, mean_degree=4.0)
    for edges, random in ((None, None), (Path("edges.csv"), drawn)):
        with pytest.raises(ValidationError, match="exactly one"):
            GraphWorld(edges=edges, random=random)


def test_a_name_does_as_the_name_of_a_folder() -> None:
    for name in ("../up", "a/b", "", ".hidden", "a b", "x" * 81, "a\n"):
        with pytest.raises(ValidationError, match="found the name"):
            Scenario(name=name, world=MixedWorld(n_people=10), pathogen=pathogen(*STATES))
