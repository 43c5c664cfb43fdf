"""A frontier in words and numbers: a paragraph for a commander, tables for a scientist."""

from collections.abc import Sequence
from typing import Any

from hyosan.analysis.frontier_result import Frontier, Point
from hyosan.analysis.frontier_words import amount

Row = dict[str, Any]


def paragraph(found: Frontier) -> str:
    """Return what a frontier says as one paragraph."""
    return " ".join(found.sentences)


def point_columns(found: Frontier) -> tuple[str, ...]:
    """Return the heads of the table of critical values."""
    first = found.axes[0]
    head = (found.axes[1].path,) if len(found.axes) == 2 else ()
    return (*head, f"{'latest' if first.path.endswith('start') else 'critical'} {first.path}", "95 % interval", "seeds")


def point_rows(found: Frontier) -> list[tuple[str, ...]]:
    """Return the table of critical values: for each value of the second parameter, value, interval and seeds."""
    return [_point_row(found, point) for point in found.points]


def _point_row(found: Frontier, point: Point) -> tuple[str, ...]:
    first = found.axes[0]
    value = point.status if point.status != "found" else amount(first, point.critical or 0.0)
    beyond = "beyond the range"
    low = beyond if point.low is None else amount(first, point.low, False)
    high = beyond if point.high is None else amount(first, point.high)
    head = (amount(found.axes[1], point.at or 0.0),) if len(found.axes) == 2 else ()
    span = f"{low} to {high}" if (low, high) != (beyond, beyond) else beyond
    return (*head, value, span if point.status == "found" else "", f"{point.n_seeds:,}")


def table_columns(found: Frontier) -> tuple[str, ...]:
    """Return the heads of the table of settings, with units."""
    return (*[f"{axis.path} [{axis.unit}]" if axis.unit else axis.path for axis in found.axes], "n", "contained", "run")


def table_rows(found: Frontier) -> list[tuple[float, ...]]:
    """Return the table of settings: values, seeds known there, seeds contained, seeds run there."""
    return [(*row.values, row.n, row.n_contained, row.n_run) for row in found.settings]


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table as comma-separated text."""
    lines = [",".join(columns), *[",".join(_plain(cell) for cell in row) for row in rows]]
    return "\n".join(lines) + "\n"


def _plain(cell: object) -> str:
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def as_values(found: Frontier) -> Row:
    """Return a frontier as plain values, for JSON. Values of axes are in their units: d, km, / d, or bare."""
    return {
        "scenario": found.scenario,
        "seed": found.seed,
        "hold": found.hold,
        "confidence": found.confidence,
        "precision": found.precision,
        "axes": [
            {"path": one.path, "unit": one.unit, "low": one.low, "high": one.high, "is_harder_up": one.is_harder_up}
            for one in found.axes
        ],
        "points": [_point_values(point) for point in found.points],
        "edge": None if found.edge is None else _point_values(found.edge),
        "settings": [
            {"values": list(row.values), "n": row.n, "n_contained": row.n_contained, "n_run": row.n_run}
            for row in found.settings
        ],
        "surface": {
            "first": list(found.surface.first),
            "second": list(found.surface.second),
            "p": found.surface.p.tolist(),
            "low": found.surface.low.tolist(),
            "high": found.surface.high.tolist(),
        },
        "runs_used": found.runs_used,
        "runs_grid": found.runs_grid,
        "n_checked": found.n_checked,
        "n_violating": found.n_violating,
        "n_look": found.n_look,
        "n_disorderly": found.n_disorderly,
        "is_implying": found.is_implying,
        "is_complete": found.is_complete,
        "sentences": list(found.sentences),
    }


def _point_values(point: Point) -> Row:
    return {
        "at": point.at,
        "critical": point.critical,
        "low": point.low,
        "high": point.high,
        "status": point.status,
        "n_seeds": point.n_seeds,
    }
