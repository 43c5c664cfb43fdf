"""Measures begin and end as their triggers have it, and triggers see nothing but detections."""

import math

import numpy as np
import pytest

from hyosan.scenario import read
from hyosan.terms import EventKind
from tests.engine.responses import ANYWHERE, CASES, DETECTION, WEST, Case, Fields, after, at, cases, measure, world_of
from tests.engine.scenarios import MIXED, document
from tests.engine.test_response_properties import SEEDS, Row, of_kind, rows_of
from tests.engine.test_twin import engine_log


def spans(rows: list[Row], place: int) -> list[tuple[float, float]]:
    """Return when a measure was in force: (start, end), an infinite end where it had none."""
    found: list[tuple[float, float]] = []
    for row in of_kind(rows, EventKind.MEASURE_START, EventKind.MEASURE_END):
        if row["source"] == place and row["kind"] == EventKind.MEASURE_START:
            found.append((row["time_days"], math.inf))
        elif row["source"] == place:
            found[-1] = (found[-1][0], row["time_days"])
    return found


def spans_by_rule(rows: list[Row], rule: Fields) -> list[tuple[float, float]]:
    """Return when a measure on cases has to be in force, by its rule and by nothing but the detections."""
    trigger, delay_days = rule["trigger"], rule.get("delay_days", 0.0)
    area = trigger.get("area", ANYWHERE).get("patches", range(1000))
    found = [row["time_days"] for row in of_kind(rows, EventKind.DETECTION) if row["patch"] in area]
    end_of_run = rows[-1]["time_days"]

    def count(now: float, day: int) -> int:
        first_day = day - trigger["window_days"] + 1 if "window_days" in trigger else 0
        return sum(first_day <= int(days) <= day and days <= now for days in found)

    spans, after_days = [], -1.0
    while True:
        due = [days for days in found if days > after_days and count(days, int(days)) >= trigger["n_cases"]]
        if not due or due[0] + delay_days > end_of_run:
            return spans
        start = due[0] + delay_days
        runs_out = start + rule.get("duration_days", math.inf)
        midnights = [float(day) for day in range(int(start) + 1, int(end_of_run) + 2)]
        off = [m for m in midnights if count(m, int(m) - 1) < trigger.get("off_below", 0)]
        after_days = min([runs_out, *off])
        spans.append((start, after_days if after_days <= end_of_run else math.inf))
        if after_days >= min(runs_out, end_of_run):
            return spans


ON_CASES: dict[str, Fields] = {
    "first": measure("shelter", protection=0.3),
    "later": measure("shelter", cases(6), delay_days=1.3, duration_days=4.0),
    "of-an-area": measure("shelter", cases(4, area=WEST), delay_days=0.2),
    "window": measure("shelter", cases(3, window_days=2, off_below=2)),
    "window-of-an-area": measure("shelter", cases(2, window_days=4, off_below=2, area=WEST), duration_days=9.0),
    "never-below": measure("shelter", cases(3, off_below=5)),
}


@pytest.mark.parametrize("name", ON_CASES)
def test_measures_begin_and_end_as_the_detections_have_it(name):
    n_spans = 0
    for seed in range(1, 9):
        rows = rows_of(Case("grid", [ON_CASES[name]]), seed)
        found = spans(rows, 0)
        assert found == spans_by_rule(rows, ON_CASES[name])
        n_spans += len(found)
    assert n_spans > 4


def test_measures_begin_and_end_at_their_times_and_after_each_other():
    first = measure("shelter", at(1.5), delay_days=0.5, duration_days=3.0)
    second = measure("closure", after("shelter"), delay_days=1.0, duration_days=2.0)
    third = measure("cordon", after("closure", "end"), delay_days=0.25, area=WEST)
    rows = rows_of(Case("grid", [first, second, third]), 1)
    assert [spans(rows, place) for place in range(3)] == [[(2.0, 5.0)], [(3.0, 5.0)], [(5.25, math.inf)]]


@pytest.mark.parametrize("name", ["everything", "everything-districts-roaming"])
def test_who_is_not_detected_moves_no_trigger(name):
    case = CASES[name]
    unseen = [entry | {"probability": 0.0} for entry in DETECTION] if "roaming" not in name else []
    for seed in SEEDS:
        rows = rows_of(Case(case.outbreak, case.measures, unseen), seed)
        timed = {place for place, rule in enumerate(case.measures) if rule["trigger"]["kind"] == "time"}
        assert {row["source"] for row in of_kind(rows, EventKind.MEASURE_START)} <= timed
        assert not of_kind(rows, EventKind.DETECTION, EventKind.ISOLATION, EventKind.QUARANTINE, EventKind.PROTECTION)


def test_measures_do_not_know_the_truth():
    ill: Fields = {"dwell": {"law": "exponential", "mean": "5 d"}, "next": "well"}
    pathogen = {
        "name": "quiet",
        "states": {"susceptible": {}, "ill": ill, "silent": ill | {"contacts": {"community": "0 / d"}}, "well": {}},
        "entry": "ill",
    }
    seen, hidden = [{"persons": list(range(30)), "state": "ill"}], [{"persons": [90, 91, 92], "state": "silent"}]
    detection: list[Fields] = [{"state": "ill", "probability": 0.6, "delay": {"law": "exponential", "mean_days": 2.0}}]
    rules = [measure("shelter", cases(5, window_days=2, off_below=3)), measure("closure", cases(9))]
    orders = []
    for seeding in (seen, seen + hidden):
        scenario = read(document(MIXED, pathogen, {"seeding": seeding, "stop": {"horizon": "12 d"}}))
        response = Case("mixed", rules, detection).scenario().response
        log, ending = engine_log(scenario.model_copy(update={"response": response}), world_of("mixed"), 3)
        assert ending.n_infected == 30 + 3 * (seeding is not seen)
        is_order = np.isin(log["kind"], (EventKind.DETECTION, EventKind.MEASURE_START, EventKind.MEASURE_END))
        orders.append(log[is_order & (log["time_days"] < 5.0)])
    assert len(orders[0]) > 10
    np.testing.assert_array_equal(*orders)
