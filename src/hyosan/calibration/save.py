"""A fit in a folder: its values, its bands, its draws, and the scenario with the fitted values."""

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from hyosan.analysis.fitted import Fit
from hyosan.record.errors import write_error

VALUES_FILE: Final = "fit.json"
BANDS_FILE: Final = "bands.parquet"
DRAWS_FILE: Final = "draws.parquet"
SCENARIO_FILE: Final = "scenario.yaml"


def save_fit(fit: Fit, folder: str | Path) -> list[Path]:
    """Write a fit into a folder and return the paths; files of these names are replaced.

    Each file is there whole or not at all. Raises RecordError if the disk refuses one.
    """
    target = Path(folder)
    return [
        save_values(fit.values(), target / VALUES_FILE),
        _write(target / BANDS_FILE, lambda part: pq.write_table(fit.bands, part, compression="zstd")),
        _write(target / DRAWS_FILE, lambda part: pq.write_table(fit.draws, part, compression="zstd")),
        _write(target / SCENARIO_FILE, lambda part: part.write_text(fit.scenario_text, encoding="utf-8")),
    ]


def save_values(values: dict[str, Any], path: Path) -> Path:
    """Write values as JSON and return the path. Raises RecordError."""
    text = json.dumps(values, indent=1, ensure_ascii=False)
    return _write(path, lambda part: part.write_text(text + "\n", encoding="utf-8"))


def _write(path: Path, write: Callable[[Path], object]) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise write_error(path, error) from error
    return path
