"""The account of a run, word by word."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_runs import hex_land, mixed_land, saved_run
from rich.console import Console

from hyosan.analysis.growth import Growth, Reproduction
from hyosan.analysis.summary import Arrival, Peak, Summary, summarise
from hyosan.record.load import Record
from hyosan.terms import Outcome
from hyosan.views.account import account, account_lines, account_table
from hyosan.views.wording import counted, duration, people, percentage, short_count, time_stamp


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return saved_run(tmp_path / "run", hex_land(), np.array([0.0, 1.0]), np.array([3, 499]), 3.0)


def told() -> Summary:
    """Return a summary in which every number is known."""
    return Summary(
        name="seoul",
        seed=1,
        outcome=Outcome.EXTINCT,
        outcome_sentence="The outbreak died out: nobody infected had anything left to do.",
        end_days=4.5,
        n_people=9_400_000,
        n_infected=2_820_000,
        n_seeded=3,
        n_imported=0,
        n_never_infected=6_580_000,
        n_dead=1200,
        n_destroyed=31,
        n_patches_reached=1100,
        n_districts_reached=25,
        first=Arrival(0.0, 4, "Nowon-gu", "none", 17, -1),
        origin_districts=("Nowon-gu",),
        first_other_patch=Arrival(0.1, 5, "Nowon-gu", "work", 60, 17),
        first_other_district=Arrival(0.25, 90, "Dobong-gu", "trip", 99, 17),
        growth=Growth(3.96, 3.8, 4.1, 0.175, 0.169, 0.182, 0.5, 1.1, 5000, ""),
        reproduction=Reproduction(2.13, 1.98, 2.27, 800, 0.7, ""),
        peak=Peak(1 / 24, 2.0, 76_931, 2.5, 400_000),
        n_by_setting={"household": 100, "encounter": 300, "trip": 0},
        n_by_state={"susceptible": 6_580_000},
        n_by_event={"detection": 0},
    )


def test_every_fact_is_told_with_its_unit(record: Record) -> None:
    said = {fact.word: fact.sentence for fact in account(told(), record.info)}
    assert said["Run"] == "seoul, cold (fiction), 9.4 million people, seed 1."
    assert said["Began"] == "In Nowon-gu, day 0, 00:00, with 3 people seeded."
    assert said["Grew"].startswith("Infections doubled every 4.2 hours (95 % interval 4.1 to 4.4 hours)")
    assert said["R"] == "Each person infected early infected 2.13 others (95 % interval 1.98 to 2.27)."
    assert said["Spread"].startswith("First outside Nowon-gu: Dobong-gu, day 0, 06:00, 6 hours later, on a trip. ")
    assert said["Spread"].endswith("In the end 25 districts were reached.")
    assert said["Peak"] == "76,931 infections in 1 hour from day 2, 00:00; 400,000 infectious at once, day 2, 12:00."
    assert said["Where"] == "In an encounter with a roaming infected 75 %, at home 25 %."
    assert (
        said["Toll"] == "2.82 million infected (30 %); 6.58 million never (70 %); 1,200 dead; 31 attackers destroyed."
    )
    assert said["Ended"] == "Day 4, 12:00. The outbreak died out: nobody infected had anything left to do."
    assert "cordons" in said["Left out"]


def test_several_origins_are_named(record: Record) -> None:
    for names, words in (
        (("A", "B"), "In A and B, day 0"),
        (("A", "B", "C"), "In A, B and C, day 0"),
        (("A", "B", "C", "D", "E"), "In A, B, C and 2 more, day 0"),
    ):
        began = account(replace(told(), origin_districts=names), record.info)[1]
        assert began.sentence.startswith(words)


def test_an_interval_that_reaches_no_growth_says_never(record: Record) -> None:
    summary = told()
    slow = replace(summary.growth, doubling_high_days=float("inf"))
    said = {fact.word: fact.sentence for fact in account(replace(summary, growth=slow), record.info)}
    assert "4.1 hours to never" in said["Grew"]


def test_what_cannot_be_told_says_why(record: Record) -> None:
    said = {fact.word: fact.sentence for fact in account(summarise(record), record.info)}
    assert said["Grew"].startswith("How fast cannot be told: ") and len(said["Grew"]) > 35
    assert said["R"].startswith("How many each infected cannot be told: ")


def test_a_run_without_infections_is_told(tmp_path: Path) -> None:
    empty = saved_run(tmp_path / "none", mixed_land(), np.empty(0), np.empty(0, np.int64), 30.0)
    facts = account(summarise(empty), empty.info)
    assert facts[1].sentence == "Nowhere: nobody was infected."
    assert "0 infected (0 %)" in " ".join(fact.sentence for fact in facts)


def test_lines_and_table_hold_the_same_words(record: Record) -> None:
    facts = account(told(), record.info)
    lines = account_lines(facts, 70)
    assert max(len(line) for line in lines) <= 70
    console = Console(width=100, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(account_table(facts))
    assert " ".join(" ".join(lines).split()) == " ".join(console.export_text().split())


def test_numbers_read_as_people_say_them() -> None:
    assert [people(n) for n in (0, 999_999, 1_000_000, 51_700_000, 8_100_000_000)] == [
        "0", "999,999", "1 million", "51.7 million", "8.1 billion",
    ]  # fmt: skip
    assert [percentage(share) for share in (0, 0.000012, 0.0013, 0.045, 0.3, 0.9999, 1)] == [
        "0 %", "0.0012 %", "0.13 %", "4.5 %", "30 %", "99.99 %", "100 %",
    ]  # fmt: skip
    assert [duration(days) for days in (1 / 24, 0.175, 2.0, 40.0, 2000.0)] == [
        "1 hour", "4.2 hours", "2 days", "40 days", "5.5 years",
    ]  # fmt: skip
    assert [short_count(n) for n in (0, 500, 2000, 1.5e6, 8e9)] == ["0", "500", "2k", "1.5M", "8G"]
    assert [time_stamp(days) for days in (0.0, 2.25, 1 - 1e-12, 41.999)] == [
        "day 0, 00:00", "day 2, 06:00", "day 1, 00:00", "day 41, 23:58",
    ]  # fmt: skip
    assert counted(4.0) == "4" and counted(1234.6) == "1,235"
