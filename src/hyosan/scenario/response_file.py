"""Reads a response from a file of its own, as one writes it for a branch: `response:`, and `answer:` if one likes."""

from collections.abc import Mapping
from pathlib import Path

from hyosan.catalogue import nearest_name
from hyosan.scenario.complete import complete_form
from hyosan.scenario.document import Data, Document, from_mapping, parse, read_file
from hyosan.scenario.faults import Fault, ScenarioError, list_up, show
from hyosan.scenario.model import Scenario
from hyosan.scenario.read import Opened, read_opened
from hyosan.scenario.response import AnswerRules, Response

KEYS = ("response", "answer")
"""What the file holds; `hyosan`, the version of the form, may stand there too."""


def read_response(source: Path | str | Mapping[str, object], scenario: Scenario) -> tuple[Response, AnswerRules]:
    """Return the response that a file asks for in a scenario, and the question.

    Parameters: source, the path of a YAML file or a mapping with `response`, and `answer` if it is not to stay the
    scenario's. Raises ScenarioError, with the places of all faults in the file, for anything that cannot be used.
    """
    document, folder = _open(source)
    data = _checked(document)
    whole: dict[str, Data] = {key: value for key, value in complete_form(scenario).items() if key not in KEYS}
    whole |= {key: value for key, value in data.items() if key in KEYS}
    merged = Document(document.label, whole, document.value_marks, document.key_marks, document.notes)
    resolved = read_opened(Opened(merged, scenario.name, folder))
    return resolved.response or Response(), resolved.answer if "answer" in data else scenario.answer


def _open(source: Path | str | Mapping[str, object]) -> tuple[Document, Path]:
    if isinstance(source, Mapping):
        return from_mapping(source, "response"), Path.cwd()
    path = Path(source)
    return parse(read_file(path), str(path)), path.absolute().parent


def _checked(document: Document) -> dict[str, Data]:
    """Return the data of a document. Raises ScenarioError unless it is a mapping of KEYS with a response."""
    data = document.data
    if not isinstance(data, dict):
        raise ScenarioError([document.locate(Fault((), show(data), "a mapping with the key response"))])
    faults = [
        Fault((key,), f"key {show(key)}", list_up(KEYS), nearest_name(key, KEYS), at_key=True)
        for key in data
        if key not in (*KEYS, "hyosan")
    ]
    if "response" not in data:
        faults.append(Fault((), f"keys {list_up(tuple(data))}" if data else "no keys", "the key response"))
    if faults:
        raise ScenarioError([document.locate(fault) for fault in faults])
    return data
