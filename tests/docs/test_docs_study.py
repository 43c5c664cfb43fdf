"""The reference of answers and frontiers names what they give, and nothing else."""

import runpy
from dataclasses import fields
from pathlib import Path

import hyosan
from hyosan.analysis.answer_values import answer_values
from hyosan.analysis.frontier_result import Frontier

PAGE = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "study_page.py"))
NOT_TOLD = {
    "scenario",
    "scenario_hash",
    "pathogen",
    "is_fiction",
    "seed",
    "replicates",
    "confidence",
    "ground",
    "seconds",
}


def named(rows: tuple[tuple[str, str], ...]) -> set[str]:
    """Return the names of a table of the page."""
    return {name for names, _ in rows for name in names.split(", ")}


def test_the_keys_of_an_answer_are_those_of_the_page() -> None:
    answer = hyosan.answer(
        {
            "world": "seoul",
            "pathogen": "influenza-1918",
            "seeding": [{"people": 1, "at": "0 d"}],
            "stop": {"horizon": "1 d"},
        },
        replicates=2,
        workers=1,
    )
    assert set(answer_values(answer)) - NOT_TOLD == named(PAGE["ANSWER_KEYS"])


def test_the_keys_of_a_frontier_are_those_of_the_page() -> None:
    assert named(PAGE["FRONTIER_KEYS"]) <= {field.name for field in fields(Frontier)}
