"""A YAML document as plain data, with the line and column of every key and value."""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError, YAMLStreamError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hyosan.scenario.faults import Fault, ScenarioError, show

LIMIT_BYTES: Final = 250_000
LIMIT_VALUES: Final = 100_000
"""Values a document may hold once its aliases are followed."""

LIMIT_DEPTH: Final = 30
LIMIT_DIGITS: Final = 300
LIMIT_NUMBER: Final = 1e300
TAG: Final = "tag:yaml.org,2002:"
NAME: Final = re.compile(r"\w[\w.-]{0,79}")
"""What a scenario, a pathogen and a state may be called: it also has to do as the name of a folder."""

KeyPath: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = "None | bool | int | float | str | list[Data] | dict[str, Data]"


@dataclass(frozen=True)
class Document:
    """Data of a document and where it stands; lines and columns count from 1.

    `notes` says of parts that were put in place of what is written where they come from.
    """

    label: str
    data: Data
    value_marks: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    notes: dict[KeyPath, str] = field(default_factory=dict)

    def locate(self, fault: Fault) -> str:
        """Return a fault as a line with its place: the value's, the key's, or that of the nearest part around it."""
        path = fault.path
        for part, note in self.notes.items():
            if path[: len(part)] == part:
                return f"{self.label} ({note}): {fault.text()}"
        if fault.at_key and path in self.key_marks:
            return f"{self._place(self.key_marks[path])}: {fault.text()}"
        while path and path not in self.value_marks:
            path = path[:-1]
        return f"{self._place(self.value_marks.get(path))}: {fault.text()}"

    def _place(self, mark: tuple[int, int] | None) -> str:
        return self.label if mark is None else f"{self.label}:{mark[0]}:{mark[1]}"


def read_file(path: Path) -> str:
    """Return the text of a UTF-8 file of at most LIMIT_BYTES; ScenarioError if there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
        if len(content) > LIMIT_BYTES:
            raise ScenarioError([f"{path}: found a file of more than {LIMIT_BYTES} bytes; allowed a smaller one"])
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError([f"{path}: found bytes that are not text (at byte {error.start}); allowed UTF-8"]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError([f"{path}: found no file that can be read ({reason}); allowed a YAML file"]) from None


def is_file(path: Path) -> bool:
    """Return whether a path is a file that can be seen; a path that cannot exist is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def files_beside(path: Path, suffixes: Sequence[str] = ()) -> list[str]:
    """Return the names of the files beside a path, those with one of the suffixes if any are given."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except (OSError, ValueError):
        return []
    return [name for name in names if not suffixes or name.endswith(tuple(suffixes))]


@lru_cache(maxsize=64)
def parse(text: str, label: str) -> Document:
    """Return the document of a YAML 1.2 text; whoever wants to change its data copies them first.

    label: the file's name for messages. Raises ScenarioError for faulty syntax, keys that come twice, tags, cycles and
    aliases that blow up.
    """
    if len(text) > LIMIT_BYTES:
        raise ScenarioError([f"{label}: found {len(text)} characters; allowed at most {LIMIT_BYTES}"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML 1.2 lets an anchor be set again
            node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise ScenarioError([_syntax_fault(label, error)]) from None
    except YAMLStreamError as error:
        raise ScenarioError([f"{label}: found text that is not YAML ({' '.join(str(error).split())})"]) from None
    except (YAMLError, ValueError, RecursionError, AttributeError, AssertionError, TypeError, LookupError) as error:
        problem = "too deep a nesting" if isinstance(error, RecursionError) else " ".join(str(error).split())
        raise ScenarioError([f"{label}: found text that is not YAML ({problem}); allowed YAML 1.2"]) from None
    if node is None:
        raise ScenarioError([f"{label}:1:1: found an empty document; allowed a mapping"])
    return _Builder(label).document(node)


def from_mapping(source: Mapping[str, object], label: str) -> Document:
    """Return the document of a mapping made in Python; it has no lines.

    Raises ScenarioError for keys that are not text and for values that a document cannot hold.
    """
    return Document(label, _plain(source, label, ()))


def _plain(value: object, label: str, path: KeyPath) -> Data:
    if len(path) > LIMIT_DEPTH:
        raise ScenarioError([f"{label}: found a nesting of more than {LIMIT_DEPTH} levels; allowed fewer"])
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ScenarioError([f"{label}: " + Fault(path, f"key {show(key)}", "keys that are text").text()])
        return {key: _plain(item, label, (*path, key)) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, label, (*path, i)) for i, item in enumerate(value)]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Path):
        return str(value)
    allowed = "text, numbers, true, false, None, lists and mappings"
    raise ScenarioError([f"{label}: " + Fault(path, f"a {type(value).__name__}", allowed).text()])


def _syntax_fault(label: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    place = f"{label}:{mark.line + 1}:{mark.column + 1}" if mark is not None else label
    parts = [part for part in (error.problem, error.context) if part]
    return f"{place}: found YAML that cannot be read: {' '.join(' '.join(parts).split())}; allowed YAML 1.2"


class _Builder:
    """Turns composed nodes into plain data and remembers where they stand."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.value_marks: dict[KeyPath, tuple[int, int]] = {}
        self.key_marks: dict[KeyPath, tuple[int, int]] = {}
        self.n_values = 0

    def document(self, node: Node) -> Document:
        return Document(self.label, self.build(node, ()), self.value_marks, self.key_marks)

    def stop(self, node: Node, path: KeyPath, found: str, allowed: str) -> ScenarioError:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        return ScenarioError([f"{self.label}:{line}:{column}: {Fault(path, found, allowed).text()}"])

    def build(self, node: Node, path: KeyPath) -> Data:
        self.n_values += 1
        if self.n_values > LIMIT_VALUES:
            allowed = f"at most {LIMIT_VALUES} values"
            raise self.stop(node, path[:1], "aliases or lists that make too many values", allowed)
        if len(path) > LIMIT_DEPTH:
            found = f"a nesting of more than {LIMIT_DEPTH} levels (or an alias of itself)"
            raise self.stop(node, path[:1], found, "fewer levels")
        self.value_marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        kind = "map" if isinstance(node, MappingNode) else "seq"
        if not isinstance(node, ScalarNode) and str(node.tag) != TAG + kind:
            raise self.stop(node, path, f"the tag {show(str(node.tag))}", "plain values without tags")
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: KeyPath) -> Data:
        data: dict[str, Data] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode) or str(key_node.tag) == TAG + "merge":
                raise self.stop(key_node, path, "a key that is not a word", "keys that are words")
            key = key_node.value
            if key in data:
                line = self.key_marks[(*path, key)][0]
                raise self.stop(key_node, (*path, key), f"this key twice (first in line {line})", "each key once")
            self.key_marks[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            data[key] = self.build(value_node, (*path, key))
        return data

    def scalar(self, node: Node, path: KeyPath) -> Data:
        tag, text = str(node.tag).removeprefix(TAG), str(node.value)
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag in ("str", "timestamp"):
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                raise self.stop(node, path, "half a character (a surrogate)", "whole characters")
            return text
        if tag in ("int", "float"):
            return self.number(node, path, tag, text.replace("_", ""))
        raise self.stop(node, path, f"the tag {tag!r}", "plain values without tags")

    def number(self, node: Node, path: KeyPath, tag: str, text: str) -> int | float:
        if len(text) > LIMIT_DIGITS:
            raise self.stop(node, path, f"a number of {len(text)} digits", f"numbers of at most {LIMIT_DIGITS} digits")
        try:
            if tag == "int":
                return int(text, 0) if text.lstrip("+-")[:2].lower() in ("0x", "0o", "0b") else int(text)
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            raise self.stop(node, path, f"{show(node.value)}, which is not a number", "a number") from None


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number, neither true nor false, and finite as a float."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -LIMIT_NUMBER < value < LIMIT_NUMBER
