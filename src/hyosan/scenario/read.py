"""Reads a scenario: a file, a name of the catalogue, or a mapping, resolved and checked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from hyosan.catalogue import list_names, nearest_name, text
from hyosan.scenario.document import NAME, Document, files_beside, from_mapping, is_file, parse, read_file
from hyosan.scenario.faults import Fault, ScenarioError, list_up, show, unknown_name
from hyosan.scenario.human import Human
from hyosan.scenario.human_pathogen import HumanPathogen
from hyosan.scenario.human_scenario import HumanScenario
from hyosan.scenario.model import Scenario
from hyosan.scenario.pathogen import Pathogen
from hyosan.scenario.resolve import resolve_scenario
from hyosan.scenario.resolve_pathogen import resolve_pathogen
from hyosan.scenario.translate import faults_of

YAML_SUFFIXES = (".yaml", ".yml")
Model = TypeVar("Model", bound=Human)


def read(source: Path | str | Mapping[str, object]) -> Scenario:
    """Return the resolved scenario of a document.

    source: the path of a YAML file, a name of the catalogue's scenarios, or the document as a mapping. A str that is a
    name of the catalogue is that scenario; write "./name" for a file called so. Files that a document names are found
    from its folder (from the working folder for a mapping). Raises ScenarioError, with all faults found, for anything
    that cannot be used.
    """
    return read_opened(open_source(source))


@dataclass(frozen=True)
class Opened:
    """A document, the name it has if it does not say, and the folder that its files are found from."""

    document: Document
    name: str
    folder: Path


def read_opened(opened: Opened) -> Scenario:
    """Return the resolved scenario of an opened document. Raises ScenarioError, with all faults found."""
    document, name, folder = opened.document, opened.name, opened.folder
    human = validate(document, HumanScenario)
    pathogen = _pathogen(human, document, name, folder)
    scenario, faults = resolve_scenario(human, pathogen, name, folder)
    if scenario is None:
        raise _error(document, faults)
    return scenario


def read_pathogen(source: Path | str) -> Pathogen:
    """Return the resolved pathogen of a YAML file or of a name of the catalogue.

    Raises ScenarioError for anything that cannot be used.
    """
    if isinstance(source, str) and source in list_names("pathogens"):
        return _resolved(parse(text("pathogens", source), f"{source}.yaml"), source)
    path = Path(source)
    if isinstance(source, str) and path.suffix not in YAML_SUFFIXES:
        fault = unknown_name((), "pathogen", source, list_names("pathogens"))
        raise ScenarioError([f"{fault.text()} (or the path of a .yaml file)"])
    return _resolved(parse(read_file(path), str(source)), path.stem)


def open_source(source: Path | str | Mapping[str, object]) -> Opened:
    """Return a scenario's document as it is written. Raises ScenarioError if there is none."""
    if isinstance(source, Mapping):
        return Opened(from_mapping(source, "scenario"), "scenario", Path.cwd())
    if isinstance(source, str) and source in list_names("scenarios"):
        return Opened(parse(text("scenarios", source), f"{source}.yaml"), source, Path.cwd())
    if not isinstance(source, (str, Path)):
        raise ScenarioError([f"found a {type(source).__name__}; allowed a path, a name of the catalogue, or a mapping"])
    path = Path(source)
    if not _exists(path):
        is_name = isinstance(source, str) and path.name == source and not path.suffix
        raise ScenarioError([_no_file(path, is_name)])
    return Opened(parse(read_file(path), str(path)), _default_name(path), path.absolute().parent)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _no_file(path: Path, is_name: bool) -> str:
    names = list_names("scenarios")
    if is_name:
        near = nearest_name(str(path), names)
        hint = f"; did you mean {near!r}?" if near else ""
        found = f"found scenario {show(str(path))}, which is neither in the catalogue nor a file"
        return f"{found}; allowed {list_up(names)}, or the path of a .yaml file{hint}"
    near = nearest_name(path.name, files_beside(path, YAML_SUFFIXES))
    hint = f"; did you mean {str(path.with_name(near))!r}?" if near else ""
    return f"{repr(str(path))[1:-1]}: found no such file; allowed a YAML file, or a name of the catalogue{hint}"


def _default_name(path: Path) -> str:
    kept = re.sub(r"[^\w.-]", "-", path.stem).strip("-.")[:80]
    return kept if NAME.fullmatch(kept) else "scenario"


def _pathogen(human: HumanScenario, document: Document, name: str, folder: Path) -> Pathogen:
    given = human.pathogen
    if isinstance(given, HumanPathogen):
        pathogen, faults = resolve_pathogen(given, human.name or name)
        if pathogen is None:
            raise _error(document, [_below("pathogen", fault) for fault in faults])
        return pathogen
    named, default_name = open_pathogen(given, document, folder)
    return _resolved(named, default_name)


def open_pathogen(given: str, document: Document, folder: Path) -> tuple[Document, str]:
    """Return the document of the pathogen that a scenario names, and what it is called if it does not say.

    document: the scenario's; folder: what relative names of files start from. Raises ScenarioError if there is none.
    """
    if given in list_names("pathogens"):
        return parse(text("pathogens", given), f"{given}.yaml"), given
    path = Path(folder, given)
    if path.suffix in YAML_SUFFIXES and is_file(path):
        return parse(read_file(path), given), path.stem
    fault = unknown_name(("pathogen",), "pathogen", given, list_names("pathogens"))
    allowed = f"{fault.allowed}, the path of a .yaml file, or a pathogen written out"
    raise _error(document, [Fault(fault.path, fault.found, allowed, fault.nearest)])


def _resolved(document: Document, name: str) -> Pathogen:
    pathogen, faults = resolve_pathogen(validate(document, HumanPathogen), name)
    if pathogen is None:
        raise _error(document, faults)
    return pathogen


def validate(document: Document, model: type[Model]) -> Model:
    """Return the human form of a document. Raises ScenarioError, with all faults found."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise _error(document, faults_of(error, model)) from None


def _below(key: str, fault: Fault) -> Fault:
    return Fault((key, *fault.path), fault.found, fault.allowed, fault.nearest, fault.at_key)


def _error(document: Document, faults: Sequence[Fault]) -> ScenarioError:
    return ScenarioError(document.locate(fault) for fault in faults)
