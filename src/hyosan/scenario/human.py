"""Kinds of values of the human form: numbers, probabilities, times, lengths and rates, each with its own error."""

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictStr, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from hyosan.scenario.document import is_number
from hyosan.scenario.faults import show
from hyosan.scenario.units import LENGTH_FORM, NEVER, RATE_FORM, TIME_FORM, UnitError, parse_days, parse_km, parse_per_day
from hyosan.terms import N_AGE_GROUPS

FAULT: Final = "hyosan_fault"
"""The type of our own validation errors; their context says what was found and what is allowed."""

LIMIT_WHOLE: Final = 10**12
LIMIT_SEED: Final = 2**63 - 1


class Human(BaseModel):
    """A part of the human form: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


def fault(value: object, allowed: str, nearest: str | None = None) -> PydanticCustomError:
    """Return the validation error of a value."""
    context = {"found": show(value), "allowed": allowed, "nearest": nearest or ""}
    return PydanticCustomError(FAULT, "found {found}; allowed {allowed}", context)


def _number(allowed: str, minimum: float, maximum: float, above: bool = False) -> Callable[[object], float]:
    def check(value: object) -> float:
        if not (is_number(value) and minimum <= value <= maximum) or (above and value == minimum):
            raise fault(value, allowed)
        return float(value)

    return check


def _whole(minimum: int, maximum: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if not (is_number(value) and minimum <= value <= maximum and value == int(value)):
            raise fault(value, f"a whole number from {minimum} to {maximum}")
        return int(value)

    return check


def _quantity(parse: Callable[[object], float], form: str, is_positive: bool = False) -> Callable[[object], float]:
    def check(value: object) -> float:
        try:
            number = parse(value)
        except UnitError as error:
            raise fault(value, error.allowed, error.nearest) from None
        if is_positive and number == 0.0:
            raise fault(value, f"{form}, more than 0")
        return number

    return check


def _days_or_never(value: object) -> float:
    if value == NEVER:
        return float("inf")
    try:
        return parse_days(value)
    except UnitError as error:
        raise fault(value, f"{error.allowed}, or never", error.nearest) from None


def _at_each_age(value: object) -> tuple[float, ...]:
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return _steps(value)
    if isinstance(value, list):
        if len(value) != N_AGE_GROUPS or not all(is_number(item) and 0.0 <= item <= 1.0 for item in value):
            allowed = f"{N_AGE_GROUPS} numbers from 0 to 1, for the ages 0-4, 5-9, ..., 95-99, 100 and over"
            raise fault(value, allowed)
        return tuple(float(item) for item in value)
    return (_number("a number from 0 to 1, a list of 21 of them, or steps by age", 0.0, 1.0)(value),) * N_AGE_GROUPS


def _steps(steps: list[dict[str, object]]) -> tuple[float, ...]:
    allowed = "steps such as [{to: 15, p: 0.1}, {p: 0.4}]: `to` a rising multiple of 5 up to 100, the last step without it"
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
    is_bound = isinstance(age, int) and not isinstance(age, bool) and 0 < age <= 100 and age % 5 == 0
    return age // 5 if is_bound else -1


def _schema(form: str, example: str, *more: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": form[0].upper() + form[1:] + ".", "examples": [example, *more]})


_PROBABILITY_SCHEMA = {"type": "number", "minimum": 0, "maximum": 1}
_STEP_SCHEMA = {
    "type": "object",
    "properties": {"to": {"type": "integer", "multipleOf": 5, "minimum": 5, "maximum": 100}, "p": _PROBABILITY_SCHEMA},
    "required": ["p"],
    "additionalProperties": False,
}

Text = StrictStr
Flag = StrictBool
Name = Annotated[StrictStr, StringConstraints(pattern=r"^[\w][\w.-]*$", max_length=80)]
Days = Annotated[float, BeforeValidator(_quantity(parse_days, TIME_FORM)), _schema(TIME_FORM, "3 d", "90 min")]
PositiveDays = Annotated[
    float, BeforeValidator(_quantity(parse_days, TIME_FORM, True)), _schema(TIME_FORM, "3 d", "90 min")
]
DaysOrNever = Annotated[float, BeforeValidator(_days_or_never), _schema(TIME_FORM + ", or never", "30 d", NEVER)]
PositiveKm = Annotated[float, BeforeValidator(_quantity(parse_km, LENGTH_FORM, True)), _schema(LENGTH_FORM, "2 km")]
PerDay = Annotated[float, BeforeValidator(_quantity(parse_per_day, RATE_FORM)), _schema(RATE_FORM, "0.5 / d")]
PositivePerDay = Annotated[
    float, BeforeValidator(_quantity(parse_per_day, RATE_FORM, True)), _schema(RATE_FORM, "0.5 / d")
]
Probability = Annotated[
    float, BeforeValidator(_number("a number from 0 to 1", 0.0, 1.0)), WithJsonSchema(_PROBABILITY_SCHEMA)
]
Weight = Annotated[
    float,
    BeforeValidator(_number("a number from 0 to 1000000", 0.0, 1e6)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1e6}),
]
Shape = Annotated[
    float,
    BeforeValidator(_number("a number from 0.05 to 1000000", 0.05, 1e6)),
    WithJsonSchema({"type": "number", "minimum": 0.05, "maximum": 1e6}),
]
Positive = Annotated[
    float,
    BeforeValidator(_number("a number more than 0, up to 1000000", 0.0, 1e6, True)),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1e6}),
]
Count = Annotated[
    int, BeforeValidator(_whole(1, LIMIT_WHOLE)), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LIMIT_WHOLE})
]
Index = Annotated[
    int, BeforeValidator(_whole(0, LIMIT_WHOLE)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LIMIT_WHOLE})
]
Seed = Annotated[int, BeforeValidator(_whole(0, LIMIT_SEED)), WithJsonSchema({"type": "integer", "minimum": 0})]
Stages = Annotated[
    int, BeforeValidator(_whole(1, 250)), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 250})
]
Resolution = Annotated[
    int, BeforeValidator(_whole(0, 15)), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 15})
]
ByAge = Annotated[
    tuple[float, ...],
    BeforeValidator(_at_each_age),
    WithJsonSchema(
        {
            "anyOf": [
                _PROBABILITY_SCHEMA,
                {"type": "array", "items": _PROBABILITY_SCHEMA, "minItems": N_AGE_GROUPS, "maxItems": N_AGE_GROUPS},
                {"type": "array", "items": _STEP_SCHEMA, "minItems": 1},
            ]
        }
    ),
]
