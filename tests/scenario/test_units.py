"""Times, lengths and rates with units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyosan.scenario.units import (
    UnitError,
    parse_days,
    parse_km,
    parse_per_day,
    show_days,
    show_km,
    show_per_day,
)


@pytest.mark.parametrize(
    ("text", "days"),
    [("3 d", 3.0), ("3d", 3.0), ("6 h", 0.25), ("90 min", 0.0625), ("2 w", 14.0), ("43200 s", 0.5), (" 1e1 d ", 10.0),
     (".5 d", 0.5), ("0 d", 0.0), ("-0 d", 0.0), ("1. d", 1.0)],
)  # fmt: skip
def test_times_are_read_in_days(text: str, days: float) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "per_day"),
    [("0.1 / d", 0.1), ("0.1/d", 0.1), ("2 / h", 48.0), ("1 / min", 1440.0), ("1 / s", 86400.0), ("7 / w", 1.0)],
)
def test_rates_are_read_per_day(text: str, per_day: float) -> None:
    assert parse_per_day(text) == per_day


def test_lengths_are_read_in_km() -> None:
    assert parse_km("2 km") == 2.0
    assert parse_km("500 m") == 0.5


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (3, "3 d"),
        (2.5, "2.5 d"),
        ("3 days", "3 d"),
        ("5 minutes", "5 min"),
        ("5 m", "5 min"),
        ("1 H", "1 h"),
        ("0.1 / d", "0.1 d"),
        ("3 y", None),
        ("3", None),
        ("d", None),
        ("", None),
        ("1_0 d", None),
        ("nan d", None),
        ("inf d", None),
        ("٣ d", None),
        ("1,5 d", None),
        ("3 d\n4 d", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (10**400, None),
        ([3], None),
    ],
)
def test_what_is_not_a_time_says_what_is_near(value: object, nearest: str | None) -> None:
    with pytest.raises(UnitError) as caught:
        parse_days(value)
    assert caught.value.nearest == nearest
    assert "such as 3 d" in caught.value.allowed


@pytest.mark.parametrize(("value", "nearest"), [("2 metres", "2 m"), ("2 d", None), (2, "2 km"), ("2 m / d", None)])
def test_what_is_not_a_length_says_what_is_near(value: object, nearest: str | None) -> None:
    with pytest.raises(UnitError) as caught:
        parse_km(value)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("value", "nearest"), [(2, "2 / d"), ("2 d", "2 / d"), ("2 / days", "2 / d"), ("2 / km", None), ("2 per d", None)]
)
def test_what_is_not_a_rate_says_what_is_near(value: object, nearest: str | None) -> None:
    with pytest.raises(UnitError) as caught:
        parse_per_day(value)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize("text", ["-1 d", "1e7 d", "1e999 d", "200000 w"])
def test_times_out_of_range_are_refused(text: str) -> None:
    with pytest.raises(UnitError, match="from 0 to 1000000 d"):
        parse_days(text)


@settings(max_examples=200, derandomize=True)
@given(st.floats(0.0, 1e5))
def test_what_is_shown_is_read_back_to_the_last_bit(number: float) -> None:
    assert parse_days(show_days(number)) == number
    assert parse_per_day(show_per_day(number)) == number
    assert parse_km(show_km(number)) == number


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=20))
def test_any_text_is_a_time_or_a_unit_error(text: str) -> None:
    try:
        days = parse_days(text)
    except UnitError:
        return
    assert 0.0 <= days <= 1e6
