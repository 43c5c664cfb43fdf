"""Line list, tree and curve agree with a plain walk through the log and with each other."""

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_runs import N_DISTRICTS, N_PATCHES, STATES, chance_log, chance_run, info_of, write_run

from hyosan.analysis import infections
from hyosan.analysis.epicurve import epicurve
from hyosan.analysis.line_list import line_list
from hyosan.analysis.summary import summarise
from hyosan.analysis.tree import generations, tree
from hyosan.record.errors import RecordError
from hyosan.record.events import LOG_DTYPE, setting_names, to_rows
from hyosan.record.load import Record
from hyosan.terms import EventKind

NAMES = [state.name for state in STATES]

chance = given(seed=st.integers(0, 10_000), n_people=st.integers(3, 300), share=st.floats(0.1, 1.0))
few = settings(max_examples=15, deadline=None)


def chance_record(folder: str, seed: int, n_people: int, share: float) -> Record:
    return chance_run(Path(folder), seed, n_people, max(2, int(share * n_people)))


@few
@chance
def test_the_line_list_agrees_with_a_plain_walk(seed: int, n_people: int, share: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = chance_record(folder, seed, n_people, share)
        rows = to_rows(record.events())
        people: dict[int, dict] = {}
        for row in rows:
            person = int(row["person"])
            if row["kind"] <= EventKind.INFECTION:
                people[person] = {
                    "person": person,
                    "infected_days": float(row["time_days"]),
                    "source": int(row["source"]),
                    "patch": int(row["patch"]),
                    "setting": setting_names()[row["setting"]],
                    **{f"entered_{name}_days": None for name in NAMES[1:]},
                }
            if row["from_state"] != row["to_state"]:
                people[person][f"entered_{NAMES[row['to_state']]}_days"] = float(row["time_days"])
            people[person]["final_state"] = NAMES[row["to_state"]]
        assert line_list(record).to_pylist() == list(people.values())


@few
@chance
def test_the_tree_is_a_forest(seed: int, n_people: int, share: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = chance_record(folder, seed, n_people, share)
        edges = tree(record).to_pylist()
        seen: dict[int, dict] = {}
        for edge in edges:  # every source comes before whom it infects, so there is no cycle
            assert edge["person"] not in seen
            if edge["source"] < 0:
                assert edge["generation"] == 0
                assert edge["generation_interval_days"] is None
            else:
                source = seen[edge["source"]]
                assert edge["generation"] == source["generation"] + 1
                assert edge["generation_interval_days"] == edge["infected_days"] - source["infected_days"]
                assert edge["generation_interval_days"] > 0.0
            seen[edge["person"]] = edge
        sources = [edge["source"] for edge in edges]
        assert [edge["n_offspring"] for edge in edges] == [sources.count(edge["person"]) for edge in edges]
        n_roots = sum(source < 0 for source in sources)
        assert sum(edge["n_offspring"] for edge in edges) == len(edges) - n_roots


@few
@given(seed=st.integers(0, 10_000), n_people=st.integers(3, 300), step_days=st.floats(0.01, 40.0))
def test_the_curve_sums_to_the_line_list(seed: int, n_people: int, step_days: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = chance_record(folder, seed, n_people, 1.0)
        curve = epicurve(record, step_days)
        people = line_list(record)
        assert sum(curve.column("n_new").to_pylist()) == people.num_rows
        assert curve.column("n_cumulative").to_pylist()[-1] == people.num_rows
        states = np.array([curve.column(f"n_in_{name}").to_numpy() for name in NAMES])
        assert (states.sum(axis=0) == n_people).all()
        assert (n_people - states[0] == curve.column("n_cumulative").to_numpy()).all()
        assert tuple(states[:, -1]) == record.info.state_counts
        infected_days = people.column("infected_days").to_numpy()
        step = np.minimum((infected_days / step_days).astype(int), curve.num_rows - 1)
        assert (np.bincount(step, minlength=curve.num_rows) == curve.column("n_new").to_numpy()).all()
        assert curve.column("end_days").to_pylist()[-1] >= record.info.end_days * (1.0 - 1e-9)


def test_a_moment_between_two_steps_belongs_to_the_later(tmp_path: Path) -> None:
    rows = np.array([(0.0, 1, -1, 0, 0, 0, 1, 0), (1.0, 2, 1, 0, 2, 0, 1, 1), (1.5, 1, -1, 0, 3, 1, 2, 0)], LOG_DTYPE)
    curve = epicurve(write_run(tmp_path / "run", rows, info_of(rows, 5)), 1.0)
    assert curve.column("n_new").to_pylist() == [1, 1]
    assert curve.column("start_days").to_pylist() == [0.0, 1.0]
    assert curve.column("n_in_latent").to_pylist() == [1, 1]
    assert curve.column("n_in_infectious").to_pylist() == [0, 1]


@pytest.mark.parametrize("step_days", [0.0, -1.0, float("nan"), float("inf"), 1e-12])
def test_an_impossible_step_is_refused(tmp_path: Path, step_days: float) -> None:
    record = chance_run(tmp_path / "run", 1, 100, 100)
    with pytest.raises(ValueError, match="step_days: found"):
        epicurve(record, step_days)


def test_every_column_says_what_it_means(tmp_path: Path) -> None:
    record = chance_run(tmp_path / "run", 1, 100, 100)
    for table in (line_list(record), tree(record), epicurve(record)):
        for field in table.schema:
            assert field.metadata[b"meaning"]
            assert field.name.endswith("_days") == (field.metadata[b"unit"] == b"days")


def test_an_empty_run_gives_empty_tables(tmp_path: Path) -> None:
    rows = np.empty(0, LOG_DTYPE)
    record = write_run(tmp_path / "run", rows, info_of(rows, 10))
    assert line_list(record).num_rows == tree(record).num_rows == 0
    assert epicurve(record).column("n_in_susceptible").to_pylist() == [10]
    summary = summarise(record)
    assert summary.n_never_infected == 10
    assert summary.first is None
    assert summary.peak is None


def test_a_planet_is_looked_up_in_a_sorted_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = chance_log(4, 2000, 2000)
    record = write_run(tmp_path / "run", rows, info_of(rows, 2000))
    dense = [line_list(record), tree(record), summarise(record)]
    monkeypatch.setattr(infections, "DENSE_PEOPLE", 0)
    assert [line_list(record), tree(record), summarise(record)] == dense


def test_damaged_logs_are_refused(tmp_path: Path) -> None:
    rows = chance_log(2, 50, 50)
    stranger = rows.copy()
    stranger["source"][np.flatnonzero(rows["kind"] == EventKind.INFECTION)[0]] = 49_999
    record = write_run(tmp_path / "run", stranger, info_of(rows, 50_000))
    with pytest.raises(RecordError, match="never infected"):
        tree(record)
    with pytest.raises(RecordError, match="cycle"):
        generations(np.array([1, 2, 0]))


def test_generations_of_a_long_chain_are_counted() -> None:
    chain = np.arange(-1, 99_999)
    assert (generations(chain) == np.arange(100_000)).all()


def test_the_summary_agrees_with_the_tables(tmp_path: Path) -> None:
    rows = chance_log(11, 3000, 3000, n_seeds=2)
    record = write_run(tmp_path / "run", rows, info_of(rows, 3000))
    summary, people = summarise(record), line_list(record).to_pylist()
    assert summary.n_infected == len(people) > 1000
    assert (summary.n_seeded, summary.n_imported) == (2, 1)
    assert summary.n_never_infected == 3000 - len(people)
    assert sum(summary.n_by_setting.values()) == len(people) - 3
    assert summary.n_by_setting["work"] == sum(person["setting"] == "work" for person in people)
    assert summary.n_dead == sum(person["final_state"] == "dead" for person in people)
    assert summary.n_destroyed == sum(person["final_state"] == "destroyed" for person in people)
    assert list(summary.n_by_state.values()) == list(record.info.state_counts)
    assert summary.first is not None and summary.first.patch == people[0]["patch"]
    start = {person["patch"] for person in people[:2]}  # the seedings
    district = [patch * N_DISTRICTS // N_PATCHES for patch in range(N_PATCHES)]
    assert summary.origin_districts == tuple(sorted({"AaBbCc"[2 * district[patch] :][:2] for patch in start}))
    other = next(person for person in people[2:] if person["patch"] not in start)
    assert summary.first_other_patch is not None
    found = summary.first_other_patch
    assert (found.time_days, found.person) == (other["infected_days"], other["person"])
    inside = {district[patch] for patch in start}
    outside = [person for person in people[2:] if district[person["patch"]] not in inside]
    assert len(inside) < N_DISTRICTS and summary.first_other_district is not None
    assert summary.first_other_district.person == outside[0]["person"]
    assert summary.first_other_district.district == "AaBbCc"[2 * district[outside[0]["patch"]] :][:2]
    assert summary.n_patches_reached == len({person["patch"] for person in people})
    peak = summary.peak
    assert peak is not None
    curve = epicurve(record, peak.step_days)
    assert peak.n_new == max(curve.column("n_new").to_pylist())
    sick = epicurve(record, 1.0 / 24.0)
    both = sick.column("n_in_infectious").to_numpy() + sick.column("n_in_roaming").to_numpy()
    assert peak.n_infectious == both.max()


def test_tables_are_arrow_tables_with_the_documented_types(tmp_path: Path) -> None:
    record = chance_run(tmp_path / "run", 1, 100, 100)
    schema = line_list(record).schema
    assert schema.field("person").type == pa.int64()
    assert schema.field("entered_dead_days").type == pa.float64()
    assert schema.field("final_state").type == pa.dictionary(pa.uint8(), pa.string())
    assert tree(record).schema.field("generation").type == pa.int32()
