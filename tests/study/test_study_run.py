"""Studies: one table whoever works, continued where they were stopped, refused where they are others."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import study_fakes
from study_fakes import document

import hyosan
from hyosan.engine.response.verdict import Verdict
from hyosan.study.errors import StudyError
from hyosan.study.rows import VERDICT_COLUMNS
from hyosan.study.run import Study, StudyProgress, load_study, run_study

VARY = {"immune": "0.1:0.9:3", "stop.horizon": ["3 d", "7 d"]}


def study(marks: Path, out: Path, **changed: Any) -> Study:
    """Run a small study of 6 settings and 40 replicates."""
    asked = {"vary": VARY, "replicates": 40, "workers": 1, "judge": study_fakes.verdict, **changed}
    return run_study(document(marks), out=out, **asked)


def test_columns_are_the_fields_of_a_verdict() -> None:
    assert [column.name for column in VERDICT_COLUMNS] == [field.name for field in fields(Verdict)]


def test_the_table_has_a_row_for_every_replicate(marks: Path, tmp_path: Path) -> None:
    made = study(marks, tmp_path / "s", arms=("with", "without"), seed=7)
    rows = made.table.to_pylist()
    assert len(rows) == made.plan.n_runs == 480
    assert len({row["run_id"] for row in rows}) == 480
    assert {row["seed"] for row in rows} == set(range(7, 47))
    assert [(row["setting"], row["arm"] == "without", row["seed"]) for row in rows] == sorted(
        (row["setting"], row["arm"] == "without", row["seed"]) for row in rows
    )
    first = rows[0]
    assert (first["immune"], first["stop.horizon"], first["arm"]) == (0.1, 3.0, "with")
    escaped = next(row for row in rows if row["is_escaped"])
    assert (escaped["first_escape_route"], escaped["outcome"]) == ("commuter", "decided")
    assert (escaped["first_escape_district"], escaped["first_escape_district_number"]) == ("everywhere", 0)
    contained = next(row for row in rows if row["is_contained"])
    assert (contained["first_escape_district"], contained["first_escape_district_number"]) == (None, -1)
    assert contained["first_escape_days"] is None
    field = pq.read_schema(tmp_path / "s" / "results.parquet").field("stop.horizon")
    assert field.metadata[b"unit"] == b"days"


def test_a_summary_counts_what_the_table_says(marks: Path, tmp_path: Path) -> None:
    made = study(marks, tmp_path / "s")
    summary = made.summary()[3]
    rows = [row for row in made.table.to_pylist() if row["setting"] == 3]
    assert summary.values == (("immune", 0.5), ("stop.horizon", 7.0))
    assert summary.n_runs == len(rows) == 40
    assert summary.contained.share == sum(row["is_contained"] for row in rows) / 40
    assert summary.mean_outside == pytest.approx(np.mean([row["n_outside"] for row in rows]))
    assert 0.0 <= summary.contained.low < summary.contained.share < summary.contained.high


def test_bytes_do_not_depend_on_the_workers(marks: Path, tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("two", 2), ("three", 3)):
        study(marks, tmp_path / name, workers=workers, arms=("with", "without"))
    bytes_of = [(tmp_path / name / "results.parquet").read_bytes() for name in ("one", "two", "three")]
    assert bytes_of[0] == bytes_of[1] == bytes_of[2]


def test_a_finished_study_is_not_run_again(marks: Path, tmp_path: Path) -> None:
    first = study(marks, tmp_path / "s", judge=study_fakes.marking)
    n_marks = len(list(marks.iterdir()))
    again = study(marks, tmp_path / "s", judge=study_fakes.marking)
    assert n_marks == len(list(marks.iterdir())) == 240
    assert again.table.equals(first.table)
    assert load_study(tmp_path / "s").plan == first.plan


def test_a_study_stopped_by_an_error_goes_on_where_it_was(marks: Path, tmp_path: Path) -> None:
    def stop(progress: StudyProgress) -> None:
        if progress.n_done > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(marks, tmp_path / "s", judge=study_fakes.marking, progress=stop)
    n_before = load_study(tmp_path / "s").table.num_rows
    assert 100 < n_before < 240
    steps: list[StudyProgress] = []
    made = study(marks, tmp_path / "s", judge=study_fakes.marking, progress=steps.append)
    assert steps[0] == StudyProgress(n_before, n_before, 240)
    assert steps[-1] == StudyProgress(240, n_before, 240)
    assert len(list(marks.iterdir())) == 240
    study(marks, tmp_path / "whole")
    assert made.table.equals(load_study(tmp_path / "whole").table)
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == ["results.parquet", "study.json"]


def test_damaged_and_repeated_parts_do_no_harm(marks: Path, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    whole = study(marks, folder).table
    pieces = [whole.slice(0, 100), whole.slice(60, 80), whole.slice(150, 50)]
    (folder / "results.parquet").unlink()
    (folder / "parts").mkdir()
    for k, piece in enumerate(pieces):
        pq.write_table(piece, folder / "parts" / f"{k}.parquet")
    damaged = folder / "parts" / "2.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-200])
    (folder / "parts" / ".3.parquet.ab.new").write_bytes(b"half")
    assert load_study(folder).table.num_rows == 140
    steps: list[StudyProgress] = []
    assert study(marks, folder, progress=steps.append).table.equals(whole)
    assert steps[0].n_found == 140


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"replicates": 41}, "plan.n_replicates: 40 in the folder, 41 asked for"),
        ({"vary": {**VARY, "immune": "0.1:0.8:3"}}, r"plan.inputs\[0\].high: 0.9 in the folder, 0.8 asked for"),
        ({"arms": ("without",)}, r'plan.arms\[0\]: "with" in the folder, "without" asked for'),
    ],
)
def test_another_plan_in_the_folder_is_refused(
    marks: Path, tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    study(marks, tmp_path / "s")
    with pytest.raises(StudyError, match=message):
        study(marks, tmp_path / "s", **changed)


def test_another_scenario_in_the_folder_is_refused(marks: Path, tmp_path: Path) -> None:
    study(marks, tmp_path / "s")
    other = {**document(marks), "immune": 0.25}
    with pytest.raises(StudyError, match=r"scenario.immune_probability: 0.0 in the folder, 0.25 asked for"):
        run_study(other, VARY, replicates=40, out=tmp_path / "s", workers=1, judge=study_fakes.verdict)


def test_a_folder_with_something_else_is_refused(marks: Path, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "letter.txt").write_text("dear")
    with pytest.raises(StudyError, match="holds something other than a study"):
        study(marks, tmp_path / "s")
    with pytest.raises(StudyError, match="not the folder of a study"):
        load_study(tmp_path / "s")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_a_killed_study_loses_only_what_was_under_way(marks: Path, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "import study_fakes\n"
        "from hyosan.study.run import run_study\n"
        "if __name__ == '__main__':\n"
        f"    run_study(study_fakes.document({str(marks)!r}), {VARY!r}, replicates=200, workers=2,\n"
        f"        out={str(folder)!r}, judge=study_fakes.marking)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(study_fakes.__file__).parent)}
    process = subprocess.Popen([sys.executable, str(script)], env=environment)
    deadline = time.monotonic() + 60
    while len(list(folder.glob("parts/*.parquet"))) < 15:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.wait()
    n_kept = load_study(folder).table.num_rows
    assert 0 < n_kept < 1200
    time.sleep(0.5)
    n_begun = len(list(marks.iterdir()))
    steps: list[StudyProgress] = []
    made = study(marks, folder, replicates=200, workers=2, judge=study_fakes.marking, progress=steps.append)
    assert steps[0].n_found == n_kept
    assert made.table.num_rows == 1200
    done = Counter(mark.name.rsplit("-", 2)[0] for mark in marks.iterdir())
    assert sum(done.values()) == n_begun + 1200 - n_kept
    study(marks, tmp_path / "whole", replicates=200)
    assert (folder / "results.parquet").read_bytes() == (tmp_path / "whole" / "results.parquet").read_bytes()


def test_the_package_can_be_called() -> None:
    assert hyosan.study is sys.modules["hyosan.study"]
    with pytest.raises(StudyError, match="allowed LOW:HIGH"):
        hyosan.study(document(), {"immune": ()})
