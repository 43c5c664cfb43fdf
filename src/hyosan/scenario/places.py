"""Where in the document an error of pydantic lies; its locations also hold the tags of union members."""

from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator, Tag

from hyosan.scenario.document import KeyPath

TAG_FIELDS = ("kind", "law", "measure")
"""The fields by which unions of the human form tell their members apart."""


@dataclass(frozen=True)
class Spot:
    """A part of the document: its path, and the keys allowed in it.

    If it is one of several models: their tags, and the field that holds the tag.
    """

    path: KeyPath
    keys: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tag_field: str = ""


def find_spot(annotation: Any, loc: tuple[int | str, ...], is_tagged: bool = False) -> Spot:
    """Return the spot that a location leads to.

    annotation: the type that was validated; loc: pydantic's location; is_tagged: whether the annotation is a union
    whose members show up in the location.
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return find_spot(args[0], loc, is_tagged or _has_discriminator(args[1:]))
    if origin in (Union, UnionType):
        return _in_union([arg for arg in args if arg is not NoneType], loc, is_tagged)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _in_model(annotation, loc)
    if origin in (list, dict) and loc:
        return _below(loc[0], find_spot(args[-1], loc[1:]))
    return Spot(())


def _in_union(members: list[Any], loc: tuple[int | str, ...], is_tagged: bool) -> Spot:
    if not is_tagged:
        return find_spot(members[0], loc)
    by_tag = {_tag(member): member for member in members}
    if loc and loc[0] in by_tag:
        return find_spot(by_tag[loc[0]], loc[1:])
    return Spot((), tags=tuple(str(tag) for tag in by_tag), tag_field=_tag_field(members[0]) or "")


def _in_model(model: type[BaseModel], loc: tuple[int | str, ...]) -> Spot:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    if not loc:
        return Spot((), keys=tuple(fields))
    field = fields.get(str(loc[0]))
    if field is None:
        return Spot((loc[0],))
    is_tagged = field.discriminator is not None or _has_discriminator(field.metadata)
    return _below(loc[0], find_spot(field.annotation, loc[1:], is_tagged))


def _below(part: int | str, spot: Spot) -> Spot:
    return replace(spot, path=(part, *spot.path))


def _has_discriminator(extras: Any) -> bool:
    return any(isinstance(extra, Discriminator) or getattr(extra, "discriminator", None) for extra in extras)


def _tag(member: Any) -> object:
    """Return the tag of a union's member: the one it is annotated with, or the value of one of its TAG_FIELDS."""
    for extra in get_args(member)[1:]:
        if isinstance(extra, Tag):
            return extra.tag
    name = _tag_field(member)
    return get_args(member.model_fields[name].annotation)[0] if name is not None else None


def _tag_field(member: Any) -> str | None:
    """Return the field that holds a model's tag."""
    if not (isinstance(member, type) and issubclass(member, BaseModel)):
        return None
    return next((name for name in TAG_FIELDS if name in member.model_fields), None)
