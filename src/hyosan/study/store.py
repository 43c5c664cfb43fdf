"""Where a study is kept: a folder that a killed study is continued from, without losing or repeating a run.

study.json says what the study is, parts/ holds a file of rows for every finished chunk, results.parquet the whole table
once all is done (then parts/ goes). Every file is written beside its place and then renamed: it is there whole, or not.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from hyosan.record.errors import REASONS
from hyosan.record.provenance import now, scenario_values, software_versions
from hyosan.scenario import Scenario
from hyosan.study.compare import differences
from hyosan.study.errors import StudyError
from hyosan.study.plan import Plan, plan_values, read_plan
from hyosan.study.rows import TABLE_VERSION, sorted_once, study_schema

STUDY_FILE: Final = "study.json"
RESULTS_FILE: Final = "results.parquet"
PARTS_FOLDER: Final = "parts"
STUDIES_FOLDER: Final = "studies"
"""Where studies go that are given no folder, in the current folder."""

_EASY: Final = {"settings": None, "scenario_digest": None}
"""Left out of a comparison where something else differs: they follow from it."""

FORMAT_NAME: Final = "hyosan study"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True)
class Store:
    """The folder of a study."""

    folder: Path
    plan: Plan

    @property
    def schema(self) -> pa.Schema:
        """Schema of the table."""
        return study_schema(self.plan.inputs)

    def rows(self) -> pa.Table:
        """Return the rows that are finished, in no order; a run may be there twice.

        A damaged part is removed: its runs are done again.
        """
        tables = [self.schema.empty_table()]
        with contextlib.suppress(FileNotFoundError):
            tables.append(self._read(self.folder / RESULTS_FILE))
        for path in sorted((self.folder / PARTS_FOLDER).glob("*.parquet")):
            try:
                tables.append(self._read(path))
            except (pa.ArrowException, OSError):
                path.unlink(missing_ok=True)
        return pa.concat_tables(tables)

    def add(self, rows: pa.Table) -> None:
        """Keep the rows of a finished chunk. Raises StudyError if the disk refuses them."""
        path = self.folder / PARTS_FOLDER / f"{secrets.token_hex(8)}.parquet"
        _write_table(rows, path)

    def finish(self) -> pa.Table:
        """Write the whole table, sorted, each run once, remove the parts, and return the table.

        Raises StudyError if the disk refuses it.
        """
        table = sorted_once(self.rows())
        _write_table(table, self.folder / RESULTS_FILE)
        shutil.rmtree(self.folder / PARTS_FOLDER, ignore_errors=True)
        return table

    @property
    def is_finished(self) -> bool:
        """Whether the whole table has been written."""
        return (self.folder / RESULTS_FILE).is_file()

    def results(self) -> pa.Table:
        """Return the whole table, or as much as there is of an unfinished study, sorted, each run once."""
        return sorted_once(self.rows())

    def _read(self, path: Path) -> pa.Table:
        return pq.ParquetFile(path).read().cast(self.schema)


def open_store(folder: Path, plan: Plan, scenario: Scenario) -> Store:
    """Return the folder of a study: made now, or the one there, if it holds the same study.

    Raises StudyError if it holds something else; the message says what differs.
    """
    if (folder / STUDY_FILE).is_file():
        _check_same(folder, plan, scenario)
    else:
        _make(folder, plan, scenario)
    try:
        for left in folder.rglob(".*.new"):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return Store(folder, plan)


def load_store(folder: Path) -> Store:
    """Return the folder of a study that is there. Raises StudyError if there is none, or a damaged or newer one."""
    values = _read_values(folder)
    try:
        return Store(folder, read_plan(values["plan"]))
    except (KeyError, TypeError, ValueError) as error:
        raise StudyError(f"{folder / STUDY_FILE}: damaged: {type(error).__name__}: {error}.") from error


def default_folder(plan: Plan) -> Path:
    """Return the folder of a study that was given none: studies/<scenario>-<8 digits of a hash of the plan>."""
    safe = re.sub(r"[^\w.-]+", "-", plan.scenario_name).strip("-.")[:80] or "study"
    return Path(STUDIES_FOLDER) / f"{safe}-{plan.digest[:8]}"


def _check_same(folder: Path, plan: Plan, scenario: Scenario) -> None:
    values = _read_values(folder)
    there, asked = _compared(values), _compared(_contents(plan, scenario))
    found = differences({**there, **_EASY}, {**asked, **_EASY}) or differences(there, asked)
    if found:
        listed = "\n  ".join(found)
        raise StudyError(
            f"{folder}: holds another study, which differs in\n  {listed}\n"
            "What to do: choose another folder, or ask for the same study to continue it."
        )


def _make(folder: Path, plan: Plan, scenario: Scenario) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: holds something other than a study. What to do: choose another folder.")
    values = {"format": FORMAT_NAME, "format_version": FORMAT_VERSION, **_contents(plan, scenario), "created": now()}
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _beside(folder / STUDY_FILE) as path:
            path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise _refused(folder, error) from error


def _contents(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    versions = software_versions()
    values = scenario_values(scenario)
    values.pop("seed")  # replicates have the plan's
    return {"plan": plan_values(plan), "scenario": values, "table_version": TABLE_VERSION, "versions": versions}


def _compared(values: dict[str, Any]) -> dict[str, Any]:
    """Return what two studies must have in common to be the same."""
    plan = dict(values.get("plan", {}))
    versions = values.get("versions", {})
    return {
        "scenario": values.get("scenario"),
        "settings": plan.pop("settings", None),
        "scenario_digest": plan.pop("scenario_digest", None),
        "plan": plan,
        "table_version": values.get("table_version"),
        "hyosan version": versions.get("hyosan"),
    }


def _read_values(folder: Path) -> dict[str, Any]:
    path = folder / STUDY_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file, so this is not the folder of a study.") from None
    except (OSError, ValueError) as error:
        raise StudyError(f"{path}: cannot be read: {error}.") from error
    if not isinstance(values, dict) or values.get("format") != FORMAT_NAME:
        raise StudyError(f"{path}: this is not the study.json of a study of Hyosan.")
    version = values.get("format_version")
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise StudyError(
            f"{path}: written by a newer Hyosan: format version {version}, this one reads up to {FORMAT_VERSION}. "
            "What to do: upgrade hyosan."
        )
    return values


def _write_table(table: pa.Table, path: Path) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with _beside(path) as beside:
            pq.write_table(table, beside, compression="zstd", compression_level=1, write_page_checksum=True)
    except OSError as error:
        raise _refused(path, error) from error


@contextlib.contextmanager
def _beside(path: Path) -> Any:
    """Give a path beside another; what is written there takes the other's place if the block ends well."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> StudyError:
    cause, remedy = REASONS.get(error.errno or 0, (str(error), "choose another folder"))
    return StudyError(f"{path}: the study was not written: {cause}. What to do: {remedy}; what is finished is kept.")
