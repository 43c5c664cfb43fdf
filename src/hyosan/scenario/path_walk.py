"""Where in a document the path of a number leads: names with points, measures by name, parts given by name."""

import re
from dataclasses import replace
from typing import Any, Final

from hyosan.scenario.document import Document, KeyPath
from hyosan.scenario.faults import Fault, ScenarioError, show, unknown_name
from hyosan.scenario.fields import Parts, has_free_keys, keys_of, step, top
from hyosan.scenario.human_measures import with_kind
from hyosan.scenario.read import Opened, open_pathogen

FORM: Final = "a path such as stop.horizon, seeding[0].at or seal.leak"
MEASURES: Final = ("response", "measures")
_PART: Final = re.compile(r"([^.\[\]]+)((?:\[\d{1,9}\])*)")


def fault_in(document: Document, fault: Fault) -> ScenarioError:
    """Return the error of one fault in a document."""
    return ScenarioError([document.locate(fault)])


def walkable(opened: Opened, path: str) -> tuple[Document, list[str | int]]:
    """Return the document with everything written out that the path leads through, and the parts of the path."""
    document = opened.document
    parts = _split(path)
    if not isinstance(document.data, dict):
        raise fault_in(document, Fault((), show(document.data), "a mapping"))
    data: dict[str, Any] = dict(document.data)
    measures = _measures(data)
    if measures:
        data["response"] = {**data["response"], "measures": measures}
    if _key(measures, list(parts)) in measures and parts[0] not in keys_of(top(data)):
        parts = [*MEASURES, *parts]
    if parts[0] == "pathogen" and isinstance(data.get("pathogen"), str):
        named, name = open_pathogen(data["pathogen"], document, opened.folder)
        if isinstance(named.data, dict):
            data["pathogen"] = {"name": name, **named.data}
    if parts[0] == "world" and isinstance(data.get("world"), str):
        data["world"] = {"kind": "catalogue", "name": data["world"]}
    if parts[0] == "seeding" and data.get("seeding") is None:
        data["seeding"] = [{}]
    return replace(document, data=data), parts


def _measures(data: dict[str, Any]) -> dict[str, Any]:
    """Return the measures of a document, each with its kind written out; none if there are none to be found."""
    response = data.get("response")
    measures = response.get("measures") if isinstance(response, dict) else None
    if not isinstance(measures, dict):
        return {}
    return {name: with_kind(name, measure) for name, measure in measures.items()}


def _split(path: str) -> list[str | int]:
    parts: list[str | int] = []
    for text in path.split("."):
        match = _PART.fullmatch(text)
        if match is None:
            raise ScenarioError([f"path {path!r}: found {show(text)} between its points; allowed {FORM}"])
        parts.append(match[1])
        parts += [int(number) for number in re.findall(r"\d+", match[2])]
    return parts


def find(document: Document, parts: list[str | int], path: str) -> tuple[KeyPath, Parts, object]:
    """Return where in the document a path leads, what may stand there and what does; a name may hold points."""
    value: Any = document.data
    allowed = top(value)
    place: KeyPath = ()
    left = list(parts)
    while left:
        key = _key(value, left)
        _check_key(document, value, allowed, place, key, path)
        value = value[key] if isinstance(key, int) or (isinstance(value, dict) and key in value) else None
        allowed, place = step(allowed, key, value), (*place, key)
    return _same_moment(document, place, allowed, value)


def _key(value: object, left: list[str | int]) -> str | int:
    """Take the next key from the parts that are left: several of them if the name of a part holds points."""
    for n in range(len(left), 1, -1):
        if all(isinstance(part, str) for part in left[:n]):
            name = ".".join(str(part) for part in left[:n])
            if isinstance(value, dict) and name in value:
                del left[:n]
                return name
    return left.pop(0)


def _check_key(document: Document, value: object, allowed: Parts, place: KeyPath, key: str | int, path: str) -> None:
    """Raise ScenarioError if a key cannot be followed from a value."""
    if isinstance(key, int):
        if not isinstance(value, list):
            raise fault_in(document, Fault(place, f"[{key}] in {path!r}, where no list stands", "an entry of a list"))
        if key >= len(value):
            found = f"entry {key} in {path!r}"
            raise fault_in(document, Fault(place, found, f"0 to {len(value) - 1}" if value else "none: it is empty"))
        return
    known = keys_of(allowed)
    if isinstance(value, list) or (value is not None and not isinstance(value, dict)):
        found = f"{show(value)}, which has no {key!r} for {path!r}"
        raise fault_in(document, Fault(place, found, f"a mapping with {key}" if key in known else "a number's path"))
    names = list(value or ())
    if has_free_keys(allowed):
        if key not in names:
            raise fault_in(document, unknown_name((*place, key), f"in {path!r}", key, names))
    elif key not in known:
        measures = list(_measures(document.data)) if not place and isinstance(document.data, dict) else []
        raise fault_in(document, unknown_name((*place, key), f"in {path!r} the unknown key", key, [*known, *measures]))


def _same_moment(document: Document, place: KeyPath, allowed: Parts, value: object) -> tuple[KeyPath, Parts, object]:
    """Return the place where a measure says its time: `start` and `when: {time: ...}` are the same."""
    if place[:2] != MEASURES or len(place) < 4 or not isinstance(document.data, dict):
        return place, allowed, value
    measure = _measures(document.data)[str(place[2])]
    when = measure.get("when")
    if place[3:] == ("start",) and isinstance(when, dict) and "time" in when:
        return (*place[:3], "when", "time"), allowed, when["time"]
    if place[3:] == ("when", "time") and "start" in measure:
        return (*place[:3], "start"), allowed, measure["start"]
    return place, allowed, value
