"""Reading: files, names of the catalogue, mappings, and whatever else people hand over."""

import copy
import os
import random
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from hyosan.catalogue import list_names
from hyosan.scenario import MixedWorld, People, ScenarioError, read, read_pathogen, resolve_text

VALID = Path(__file__).parents[1] / "scenarios" / "valid"
SIR: dict[str, Any] = {
    "world": {"kind": "mixed", "people": 100},
    "pathogen": {
        "r0": 2,
        "shares": {"community": 1},
        "states": {
            "susceptible": {},
            "infectious": {"dwell": {"law": "fixed", "value": "2 d"}, "infectious": 1, "next": "recovered"},
            "recovered": None,
        },
    },
}


def faults(source: Any) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as caught:
        read(source)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SIR), **parts}


def test_defaults_fill_in() -> None:
    scenario = read(SIR)
    assert scenario.name == "scenario"
    assert scenario.world == MixedWorld(n_people=100)
    assert scenario.seeding == (People(at_days=0.0, n_people=1),)
    assert (scenario.day_from_days, scenario.day_until_days) == (0.375, 0.75)
    assert (scenario.stop.horizon_days, scenario.stop.n_infections, scenario.stop.extinct) == (365.0, None, True)
    assert (scenario.seed, scenario.stills_days, scenario.reaction) == (1, (), None)
    assert [branch.to for branch in scenario.pathogen.entry] == ["infectious"]


def test_immunity_by_nature_and_by_scenario_stay_apart() -> None:
    scenario = read(changed(pathogen={**SIR["pathogen"], "immune": 0.25}, immune=0.5))
    assert (scenario.immune_probability, scenario.pathogen.immune_probability) == (0.5, 0.25)
    assert read(changed(pathogen={**SIR["pathogen"], "immune": 0.25})).immune_probability == 0.0


def test_short_forms_mean_the_same_as_long_ones() -> None:
    long = copy.deepcopy(SIR)
    long["pathogen"]["states"]["infectious"]["next"] = {"recovered": [1.0] * 21}
    long["pathogen"]["entry"] = {"infectious": 1.0}
    long["pathogen"]["susceptibility"] = [{"to": 20, "p": 1}, {"p": 1}]
    long["seeding"] = [{"kind": "people", "at": "0 min", "people": 1.0}]
    assert read(long) == read(SIR)


def test_steps_by_age_end_at_birthdays() -> None:
    pathogen = {**SIR["pathogen"], "susceptibility": [{"to": 5, "p": 0.25}, {"to": 100, "p": 0.5}, {"p": 1}]}
    assert read(changed(pathogen=pathogen)).pathogen.susceptibility == (0.25,) + (0.5,) * 19 + (1.0,)


def test_a_file_names_its_scenario(tmp_path: Path) -> None:
    path = tmp_path / "my first try!.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + resolve_text(read(SIR)).replace("name: scenario\n", "", 1).encode())
    assert read(path).name == "my-first-try"
    assert read(str(path)).name == "my-first-try"


def test_files_are_found_from_the_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world = read(os.path.relpath(VALID / "graph-edges.yaml")).world
    assert world.kind == "graph" and world.edges is not None
    assert world.edges.is_absolute() and world.edges.samefile(VALID / "files" / "edges.csv")


def test_a_fault_in_a_pathogen_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "flu.yaml").write_text("states:\n  susceptible:\n  ill: {next: wel}\n  well:\n")
    path = tmp_path / "scenario.yaml"
    path.write_text("world: {kind: mixed, people: 10}\npathogen: flu.yaml\n")
    first, second = faults(path)
    assert first == "flu.yaml:3:8: states.ill: found next without a dwell time; " + (
        "allowed both (the state ends) or neither (it stays)"
    )
    assert second.startswith("flu.yaml:3:15: states.ill.next.wel: found state 'wel'; allowed ill, well; did you mean")


def test_pathogens_are_read_alone() -> None:
    assert read_pathogen(VALID / "files" / "school-flu.yaml").name == "school-flu"
    for name in list_names("pathogens"):
        assert read_pathogen(name).name == name
    with pytest.raises(ScenarioError, match=r"found pathogen 'mearsles'.*did you mean 'measles'"):
        read_pathogen("mearsles")


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "seoul.yaml").write_text("x")
    (message,) = faults(tmp_path / "seol.yaml")
    assert message == (
        f"{tmp_path}/seol.yaml: found no such file; allowed a YAML file, or a name of the catalogue; "
        f"did you mean '{tmp_path}/seoul.yaml'?"
    )


def test_an_unknown_name_is_told_from_a_file() -> None:
    (message,) = faults("seol")
    assert message.startswith("found scenario 'seol', which is neither in the catalogue nor a file; allowed ")
    assert message.endswith("did you mean 'seoul'?")


@pytest.mark.parametrize("source", ["", ".", "a" * 300 + ".yaml", "a\0b.yaml", "no/such/folder/x.yaml", 3, None, [SIR]])
def test_sources_that_are_no_scenario_are_faults(source: Any) -> None:
    assert len(faults(source)) == 1


def test_a_folder_is_not_a_scenario(tmp_path: Path) -> None:
    (message,) = faults(tmp_path)
    assert message == f"{tmp_path}: found no file that can be read (Is a directory); allowed a YAML file"


def test_a_binary_file_is_not_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert faults(path) == (f"{path}: found bytes that are not text (at byte 0); allowed UTF-8",)
    path.write_bytes(b"name: a\x00b\n")
    (message,) = faults(path)
    assert message.startswith(f"{path}: found text that is not YAML (")


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    assert faults(path) == (f"{path}: found a file of more than 250000 bytes; allowed a smaller one",)


def test_nesting_without_end_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("[" * 1_000)
    assert faults(path) == (f"{path}: found text that is not YAML (too deep a nesting); allowed YAML 1.2",)
    loop: dict[str, Any] = {}
    loop["world"] = loop
    assert faults(loop) == ("scenario: found a nesting of more than 30 levels; allowed fewer",)


def test_a_mapping_has_paths_but_no_lines() -> None:
    assert faults(changed(seed=-1)) == (
        "scenario: seed: found -1; allowed a whole number from 0 to 9223372036854775807",
    )
    assert faults(changed(world={"kind": "mixed", "people": 10**400})) == (
        "scenario: world.people: found a whole number of very many digits; "
        "allowed a whole number from 1 to 1000000000000",
    )
    assert faults(changed(world={1: 2})) == ("scenario: world: found key 1; allowed keys that are text",)
    (message,) = faults(changed(seed={1, 2}))
    assert message.startswith("scenario: seed: found a set; allowed text, numbers,")


def test_an_infectious_time_too_short_for_r0_is_a_fault() -> None:
    source = copy.deepcopy(SIR)
    source["pathogen"] |= {"r0": 1e6}
    source["pathogen"]["states"]["infectious"]["dwell"] = {"law": "fixed", "value": "0.1 s"}
    (message,) = faults(source)
    assert message.startswith("scenario: pathogen.r0: found r0 1e+06 in 1.16e-06 infectious days; allowed fewer than")


WEIRD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "x", "\0", "a" * 5000, [], {}, [[]], {"a": 1},
    "3 d", "1e-300 d", "0.1 / d", [1] * 21, [{"to": 5, "p": 1}, {"p": 0}], [{}], b"x", {1: 2}, "/", -0.0, "-0 d",
    ["susceptible"], "susceptible", "recovered",
)  # fmt: skip
LETTERS = "{}[]:,-&*!|>'\"%@`#?\t\n 0e.~\0\x85é\ufeff<"


@pytest.mark.parametrize("seed", range(8))
def test_a_spoilt_mapping_is_read_or_is_a_scenario_error(seed: int) -> None:
    rng = random.Random(seed)
    documents = [YAML(typ="safe", pure=True).load(path) for path in sorted(VALID.glob("*.yaml"))]
    n_faulty = 0
    for _ in range(100):
        document = copy.deepcopy(rng.choice(documents))
        part, key = rng.choice(list(_parts(document)))
        part[key] = copy.deepcopy(rng.choice(WEIRD))
        try:
            read(document)
        except ScenarioError as error:
            assert error.faults
            n_faulty += 1
    assert n_faulty > 0


def _parts(document: Any) -> Any:
    """Yield every (container, key) of a document."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in list(pairs):
        yield document, key
        if isinstance(value, (dict, list)):
            yield from _parts(value)


@pytest.mark.parametrize("seed", range(8))
def test_a_spoilt_text_is_read_or_is_a_scenario_error(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(VALID.glob("*.yaml"))]
    path = tmp_path / "spoilt.yaml"
    n_faulty = 0
    for _ in range(40):
        letters = list(rng.choice(texts))
        for _ in range(rng.randint(1, 4)):
            letters[rng.randrange(len(letters))] = rng.choice(LETTERS)
        path.write_text("".join(letters), encoding="utf-8")
        try:
            read(path)
        except ScenarioError as error:
            assert all(fault.startswith(str(path)) or "yaml" in fault for fault in error.faults)
            n_faulty += 1
    assert n_faulty > 0
