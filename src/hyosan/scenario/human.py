"""Kinds of values of the human form: numbers, probabilities, times, lengths and rates, each with its own error."""

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from hyosan.scenario.document import NAME, is_number
from hyosan.scenario.faults import show
from hyosan.scenario.limits import (
    LEAST_DAYS,
    LEAST_KM,
    LEAST_PER_DAY,
    LEAST_POSITIVE,
    LEAST_SHAPE,
    LIMIT_COORDINATE,
    LIMIT_COST,
    LIMIT_SEED,
    LIMIT_STAGES,
    LIMIT_WEIGHT,
    LIMIT_WHOLE,
)
from hyosan.scenario.units import (
    LENGTH_FORM,
    LENGTH_FORMAT,
    NEVER,
    RATE_FORM,
    RATE_FORMAT,
    TIME_FORM,
    TIME_FORMAT,
    UnitError,
    parse_days,
    parse_km,
    parse_per_day,
)
from hyosan.terms import N_AGE_GROUPS

FAULT: Final = "hyosan_fault"
"""The type of our own validation errors; their context says what was found and what is allowed."""


class Human(BaseModel):
    """A part of the human form: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


def fault(value: object, allowed: str, nearest: str | None = None) -> PydanticCustomError:
    """Return the validation error of a value."""
    context = {"found": show(value), "allowed": allowed, "nearest": nearest or ""}
    return PydanticCustomError(FAULT, "found {found}; allowed {allowed}", context)


def _name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise fault(value, "a name of at most 80 letters, digits, - _ and ., which begins with a letter, a digit or _")
    return value


def _number(minimum: float, maximum: float) -> Callable[[object], float]:
    def check(value: object) -> float:
        if not (is_number(value) and minimum <= value <= maximum):
            raise fault(value, f"a number from {minimum:.7g} to {maximum:.7g}")
        return float(value) + 0.0  # -0 becomes 0

    return check


def _whole(minimum: int, maximum: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if not (is_number(value) and minimum <= value <= maximum and value == int(value)):
            raise fault(value, f"a whole number from {minimum} to {maximum}")
        return int(value)

    return check


def _quantity(
    parse: Callable[[object], float], form: str, least: float = 0.0, least_text: str = ""
) -> Callable[[object], float]:
    def check(value: object) -> float:
        try:
            number = parse(value)
        except UnitError as error:
            raise fault(value, error.allowed, error.nearest) from None
        if number < least:
            raise fault(value, f"{form}, {least_text}")
        return number

    return check


def _days_or_never(least: float = 0.0, least_text: str = "") -> Callable[[object], float]:
    def check(value: object) -> float:
        if value == NEVER:
            return float("inf")
        try:
            days = parse_days(value)
        except UnitError as error:
            raise fault(value, f"{error.allowed}, or never", error.nearest) from None
        if days < least:
            raise fault(value, f"{TIME_FORM}, {least_text}, or never")
        return days

    return check


def _at_each_age(value: object) -> tuple[float, ...]:
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return _steps(value)
    if isinstance(value, list):
        if len(value) != N_AGE_GROUPS or not all(is_number(item) and 0.0 <= item <= 1.0 for item in value):
            allowed = f"{N_AGE_GROUPS} numbers from 0 to 1, for the ages 0-4, 5-9, ..., 95-99, 100 and over"
            raise fault(value, allowed)
        return tuple(float(item) + 0.0 for item in value)
    if not (is_number(value) and 0.0 <= value <= 1.0):
        raise fault(value, "a number from 0 to 1, a list of 21 of them, or steps by age")
    return (float(value) + 0.0,) * N_AGE_GROUPS


def _steps(steps: list[dict[str, object]]) -> tuple[float, ...]:
    allowed = "steps such as [{to: 15, p: 0.1}, {p: 0.4}]: `to` rises in multiples of 5 up to 100; none in the last"
    values: list[float] = []
    for i, step in enumerate(steps):
        is_last = i == len(steps) - 1
        to, probability = step.get("to"), step.get("p")
        if set(step) != ({"p"} if is_last else {"to", "p"}) or not is_number(probability):
            raise fault(steps, allowed)
        if not 0.0 <= probability <= 1.0:
            raise fault(probability, "a number from 0 to 1")
        end = N_AGE_GROUPS if is_last else _group_of(to)
        if end <= len(values):
            raise fault(to, allowed)
        values += [float(probability)] * (end - len(values))
    return tuple(values)


def _group_of(age: object) -> int:
    """Return the five-year group that begins at an age, or -1 if none does."""
    if isinstance(age, int) and not isinstance(age, bool) and 0 < age <= 100 and age % 5 == 0:
        return age // 5
    return -1


def _schema(form: str, name: str, *examples: str) -> WithJsonSchema:
    description = form[0].upper() + form[1:] + "."
    return WithJsonSchema({"type": "string", "format": name, "description": description, "examples": [*examples]})


def _whole_schema(minimum: int, maximum: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": minimum, "maximum": maximum})


def _number_schema(minimum: float, maximum: float) -> WithJsonSchema:
    return WithJsonSchema({"type": "number", "minimum": minimum, "maximum": maximum})


_PROBABILITY_SCHEMA = {"type": "number", "minimum": 0, "maximum": 1}
_STEP_SCHEMA = {
    "type": "object",
    "properties": {"to": {"type": "integer", "multipleOf": 5, "minimum": 5, "maximum": 100}, "p": _PROBABILITY_SCHEMA},
    "required": ["p"],
    "additionalProperties": False,
}
BY_AGE_SCHEMA: Final = {
    "anyOf": [
        _PROBABILITY_SCHEMA,
        {"type": "array", "items": _PROBABILITY_SCHEMA, "minItems": N_AGE_GROUPS, "maxItems": N_AGE_GROUPS},
        {"type": "array", "items": _STEP_SCHEMA, "minItems": 1},
    ]
}

Text = StrictStr
Flag = StrictBool
Name = Annotated[StrictStr, AfterValidator(_name), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 80})]
Days = Annotated[
    float, BeforeValidator(_quantity(parse_days, TIME_FORM)), _schema(TIME_FORM, TIME_FORMAT, "3 d", "90 min")
]
PositiveDays = Annotated[
    float,
    BeforeValidator(_quantity(parse_days, TIME_FORM, LEAST_DAYS, "at least 0.1 s")),
    _schema(TIME_FORM, TIME_FORMAT, "3 d", "90 min"),
]
DaysOrNever = Annotated[
    float, BeforeValidator(_days_or_never()), _schema(TIME_FORM + ", or never", TIME_FORMAT, "30 d", NEVER)
]
PositiveDaysOrNever = Annotated[
    float,
    BeforeValidator(_days_or_never(LEAST_DAYS, "at least 0.1 s")),
    _schema(TIME_FORM + ", or never", TIME_FORMAT, "30 d", NEVER),
]
PositiveKm = Annotated[
    float,
    BeforeValidator(_quantity(parse_km, LENGTH_FORM, LEAST_KM, "at least 1 m")),
    _schema(LENGTH_FORM, LENGTH_FORMAT, "2 km"),
]
PerDay = Annotated[
    float, BeforeValidator(_quantity(parse_per_day, RATE_FORM)), _schema(RATE_FORM, RATE_FORMAT, "0.5 / d")
]
PositivePerDay = Annotated[
    float,
    BeforeValidator(_quantity(parse_per_day, RATE_FORM, LEAST_PER_DAY, "more than 0")),
    _schema(RATE_FORM, RATE_FORMAT, "0.5 / d"),
]
Capacity = Annotated[
    float,
    BeforeValidator(_quantity(parse_per_day, RATE_FORM, LEAST_POSITIVE, f"at least {LEAST_POSITIVE:g} / d")),
    _schema(RATE_FORM, RATE_FORMAT, "200 / d"),
]
Cost = Annotated[float, BeforeValidator(_number(0.0, LIMIT_COST)), WithJsonSchema({"type": "number", "minimum": 0})]
Coordinate = Annotated[
    float,
    BeforeValidator(_number(-LIMIT_COORDINATE, LIMIT_COORDINATE)),
    WithJsonSchema({"type": "number"}),
]
Probability = Annotated[float, BeforeValidator(_number(0.0, 1.0)), WithJsonSchema(_PROBABILITY_SCHEMA)]
Weight = Annotated[float, BeforeValidator(_number(0.0, LIMIT_WEIGHT)), _number_schema(0.0, LIMIT_WEIGHT)]
Shape = Annotated[float, BeforeValidator(_number(LEAST_SHAPE, LIMIT_WEIGHT)), _number_schema(LEAST_SHAPE, LIMIT_WEIGHT)]
Positive = Annotated[
    float, BeforeValidator(_number(LEAST_POSITIVE, LIMIT_WEIGHT)), _number_schema(LEAST_POSITIVE, LIMIT_WEIGHT)
]
Count = Annotated[int, BeforeValidator(_whole(1, LIMIT_WHOLE)), _whole_schema(1, LIMIT_WHOLE)]
Index = Annotated[int, BeforeValidator(_whole(0, LIMIT_WHOLE)), _whole_schema(0, LIMIT_WHOLE)]
Seed = Annotated[int, BeforeValidator(_whole(0, LIMIT_SEED)), _whole_schema(0, LIMIT_SEED)]
Stages = Annotated[int, BeforeValidator(_whole(1, LIMIT_STAGES)), _whole_schema(1, LIMIT_STAGES)]
Resolution = Annotated[int, BeforeValidator(_whole(0, 15)), _whole_schema(0, 15)]
ByAge = Annotated[tuple[float, ...], BeforeValidator(_at_each_age), WithJsonSchema(BY_AGE_SCHEMA)]
