"""Series, ranges and quantities: what can be read, and what is said of what cannot."""

from pathlib import Path

import numpy as np
import pytest
from fake_fit import BASE, flat, rows_of

from hyosan.calibration.errors import FitError
from hyosan.calibration.quantity import Counter, find_quantity
from hyosan.calibration.ranges import Range, make_range, make_ranges, parse_range
from hyosan.calibration.series import make_series, read_series
from hyosan.terms import EventKind


def file_of(folder: Path, text: str) -> Path:
    path = folder / "series.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_days_and_dates_are_read(tmp_path: Path) -> None:
    series = read_series(file_of(tmp_path, "# source\nday,count\n0,3\n2,8\n3.5,26\n"))
    assert series.days.tolist() == [0.0, 2.0, 3.5] and series.counts.tolist() == [3.0, 8.0, 26.0]
    dated = read_series(file_of(tmp_path, "date,in_bed\n1978-01-30,3\n1978-01-31,8\n1978-02-02,1\n"), "in_bed")
    assert dated.days.tolist() == [0.0, 1.0, 3.0] and dated.counts.tolist() == [3.0, 8.0, 1.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,number\n0,1\n1,2\n2,3\n", "series.csv:1: column 'count' is missing"),
        ("when,count\n0,1\n1,2\n2,3\n", "give one called 'day' or 'date'"),
        ("day,count\n0,1\n1,-2\n2,3\n", "series.csv:3: count: found -2; give a number from 0"),
        ("day,count\n0,1\n1,many\n2,3\n", "series.csv:3: count: found 'many'; give a number"),
        ("day,count\n0,1\n1,nan\n2,3\n", "series.csv:3: count: found nan"),
        ("day,count\n0,1\n1\n2,3\n", "series.csv:3: found 1 cells; give 2"),
        ("day,count\n0,1\n1,2\n", "found 2 points; a fit needs 3"),
        ("day,count\n0,1\n2,2\n1,3\n", "series.csv:4: day: found 1 after 2; give more than 2"),
        ("day,count\n0,1\n1,2\n1,3\n", "series.csv:4: day: found 1 after 1"),
        ("day,count\n-1,1\n1,2\n2,3\n", "series.csv:2: day: found -1"),
        ("day,count\n0,0\n1,0\n2,0\n", "every count is 0"),
        ("date,count\n1978-01-22,1\nlater,2\n", "series.csv:3: date: found 'later'; give a date such as"),
        ("day,count\n", "no rows"),
        ("", "the table is empty"),
    ],
)
def test_faults_of_a_series_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FitError, match=said.replace("(", r"\(")):
        read_series(file_of(tmp_path, text))


def test_a_missing_file_and_falling_sums_are_told(tmp_path: Path) -> None:
    with pytest.raises(FitError, match=r"nosuch\.csv: cannot be read"):
        read_series(tmp_path / "nosuch.csv")
    with pytest.raises(FitError, match=r"csv:4: count: found 2 after 3; give 3 or more"):
        read_series(file_of(tmp_path, "day,count\n0,1\n1,3\n2,2\n"), is_cumulative=True)
    with pytest.raises(FitError, match="3 days and 2 counts"):
        make_series([0, 1, 2], [1, 2])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("pathogen.r0=1:6", Range("pathogen.r0", 1.0, 6.0)),
        ("a.b = 0.5 : 6 d", Range("a.b", 0.5, 6.0, "d")),
        ("a.b=0 d:6 d", Range("a.b", 0.0, 6.0, "d")),
        ("a.b=1e-3:1:log", Range("a.b", 0.001, 1.0, "", True)),
        ("a.rate=0.1:2 / d:log", Range("a.rate", 0.1, 2.0, "/ d", True)),
        ("a.b=-1:.5", Range("a.b", -1.0, 0.5)),
    ],
)
def test_ranges_are_read(text: str, made: Range) -> None:
    assert parse_range(text) == made
    assert make_range(made.path, text.partition("=")[2]) == made
    assert made.value(0.0) == pytest.approx(made.low) and made.value(1.0) == pytest.approx(made.high)


def test_a_setting_is_what_the_document_says() -> None:
    assert Range("a", 0.0, 6.0, "d").setting(1.5) == "1.5 d"
    assert Range("a", 0.0, 6.0).setting(1.5) == 1.5
    assert Range("a", 0.01, 1.0, "", True).value(0.5) == pytest.approx(0.1)
    assert make_ranges({"a": (1, 2)}) == (Range("a", 1.0, 2.0),)


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ([], "nothing to vary"),
        (["pathogen.r0"], "give PATH=LOW:HIGH"),
        (["=1:2"], "give PATH=LOW:HIGH"),
        (["a=6:1"], "empty range 6:1"),
        (["a=2:2"], "empty range 2:2"),
        (["a=1-2"], "a: found '1-2'; give LOW:HIGH"),
        (["a=1 h:2 d"], "both bounds in the same unit"),
        (["a=0:2:log"], "logarithmic range"),
        (["a=1:1e999"], "finite bounds"),
        (["a=1:2", "a=1:3"], "found a twice"),
        ({"a": (float("nan"), 1.0)}, "finite bounds"),
    ],
)
def test_faults_of_ranges_are_told(vary: object, said: str) -> None:
    with pytest.raises(FitError, match=said):
        make_ranges(vary)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "is_cumulative", "said"),
    [
        ("infectons", False, "Did you mean 'infections'"),
        ("in:il", False, "found state 'il'; give one of susceptible, ill, well. Did you mean 'ill'"),
        ("cases", False, "nobody is detected"),
        ("in:ill", True, "for a cumulative series"),
    ],
)
def test_faults_of_a_quantity_are_told(name: str, is_cumulative: bool, said: str) -> None:
    with pytest.raises(FitError, match=said):
        find_quantity(name, BASE, is_cumulative)


def counted(name: str, days: list[float], is_cumulative: bool, *slices: np.ndarray) -> list[float]:
    series = make_series(days, [1.0] * len(days), is_cumulative)
    quantity = find_quantity(name, BASE, is_cumulative)
    counter = Counter(quantity, series, 100)
    for rows in slices:
        counter.take(rows)
    return counter.values().tolist()


def test_people_in_a_state_are_those_when_the_day_begins() -> None:
    rows = [
        rows_of(np.array([0.0, 0.0]), EventKind.SEEDING, 0, 1),
        rows_of(np.array([0.5, 1.0, 1.1]), EventKind.INFECTION, 0, 1),
        rows_of(np.array([1.2, 2.5]), EventKind.TRANSITION, 1, 2),
        rows_of(np.array([2.6]), EventKind.ISOLATION, 1, 1),
    ]
    assert counted("in:ill", [0, 1, 2, 3], False, *rows) == [2, 4, 4, 3]
    assert counted("in:ill,well", [0, 1, 2, 3], False, *rows) == [2, 4, 5, 5]
    assert counted("in:susceptible", [0, 1, 2, 3], False, *rows) == [98, 96, 95, 95]


def test_infections_of_a_day_end_before_the_next() -> None:
    rows = [
        rows_of(np.array([0.0]), EventKind.SEEDING, 0, 1),
        rows_of(np.array([0.999, 1.0, 1.5, 2.5, 4.0, 4.9, 9.0]), EventKind.INFECTION, 0, 1),
        rows_of(np.array([4.5]), EventKind.TRANSITION, 1, 2),
        rows_of(np.array([4.5]), EventKind.DETECTION, 1, 1),
    ]
    assert counted("infections", [0, 1, 2, 4], False, *rows) == [2, 2, 1, 2]
    assert counted("infections", [0, 1, 2, 4], True, *rows) == [2, 4, 5, 7]


def test_a_cumulative_series_is_compared_step_by_step() -> None:
    series = make_series([0, 1, 2], [1, 3, 7], is_cumulative=True)
    assert series.steps(series.counts).tolist() == [1, 2, 4]
    assert flat().steps(flat().counts).tolist() == [10.0] * 5
