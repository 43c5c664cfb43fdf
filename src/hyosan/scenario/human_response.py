"""The human form of a response: detection and measures; and of the question that is asked."""

from typing import Annotated, Any, Final

from pydantic import (
    BeforeValidator,
    Discriminator,
    GetJsonSchemaHandler,
    Tag,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from hyosan.scenario.human import Count, Days, Human, Name, Probability
from hyosan.scenario.human_areas import WRITTEN_OUT, AreaOrName
from hyosan.scenario.human_measures import KINDS, HumanMeasure, with_kind
from hyosan.scenario.human_pathogen import HumanDwell

A_TIME: Final = "a time"
A_NUMBER: Final = "a number"


def _time_or_mapping(value: object) -> str:
    return WRITTEN_OUT if isinstance(value, dict) else A_TIME


def _number_or_mapping(value: object) -> str:
    return WRITTEN_OUT if isinstance(value, dict) else A_NUMBER


def _with_kinds(value: object) -> object:
    return {name: with_kind(name, measure) for name, measure in value.items()} if isinstance(value, dict) else value


class _KindByName:
    """Tells the JSON Schema that a measure whose name is a kind need not say its kind, and that the others must."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema: dict[str, Any] = handler(core)
        union = {**schema["additionalProperties"], "required": ["measure"]}
        references = union["discriminator"]["mapping"]
        named = {kind: {"anyOf": [{"$ref": references[kind]}, {"type": "null"}]} for kind in KINDS}
        return {**schema, "properties": named, "additionalProperties": union}


class HumanDetection(Human):
    """How likely a person who enters a state is detected, and how much later.

    A time is the mean of an exponential delay; a law says another one; without `delay`: at once.
    """

    probability: Probability
    delay: (
        Annotated[
            Annotated[Days, Tag(A_TIME)] | Annotated[HumanDwell, Tag(WRITTEN_OUT)], Discriminator(_time_or_mapping)
        ]
        | None
    ) = None


class HumanResponse(Human):
    """What is observed, by state, and what is done about it: measures by name, in the order of the document.

    A measure says its kind (`measure`) unless its name is one. All kinds have: `when` it is ordered (by default at the
    first detected case) or `start`, short for `when: {time: ...}`; a `delay` after that (where detected cases or their
    contacts are served one by one: of each service after the detection); a `duration` in force; and a `cost`.
    `compliance` is the share of people who do what is asked, always or never. `capacity` bounds how many are served in
    a calendar day; who comes later waits for the next.
    """

    detection: dict[str, HumanDetection] = {}
    measures: Annotated[dict[Name, HumanMeasure], BeforeValidator(_with_kinds), _KindByName()] = {}


class HumanNationwide(Human):
    """Nationwide: as many `infections` outside, or infections in as many `districts` that lie outside."""

    infections: Count = 1000
    districts: Count | None = None


class HumanAnswer(Human):
    """What the answer calls escaped and nationwide: as many infections outside of `area`, which should hold it all.

    Without `area` it is that of the first cordon, and without a cordon the districts or patches of the seeding.
    """

    area: AreaOrName | None = None
    escaped: Count = 1
    nationwide: Annotated[
        Annotated[Count, Tag(A_NUMBER)] | Annotated[HumanNationwide, Tag(WRITTEN_OUT)],
        Discriminator(_number_or_mapping),
    ] = 1000
