"""Write the reference pages in docs/ from the code and the schema: `python tools/make_reference.py [--check]`.

With --check nothing is written; the exit code is 1 if a page is not what it would be.
"""

import argparse
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer
from study_page import study_page

import hyosan
from hyosan.catalogue import list_names
from hyosan.cli.lazy import COMMANDS, load_module
from hyosan.scenario import DwellLaw, Pathogen, State, json_schema, read, read_pathogen

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTE = "<!-- Made by tools/make_reference.py from the code. Change the code, then run `make docs`. -->\n"


def main() -> None:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description="Write the reference pages of the documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")
    is_check = parser.parse_args().check
    stale = [name for name, text in pages().items() if not is_current(name, text)]
    for name in stale:
        if is_check:
            print(f"docs/{name} is out of date; run `make docs`", file=sys.stderr)
        else:
            (DOCS / name).write_text(pages()[name], encoding="utf-8")
            print(f"docs/{name}")
    sys.exit(1 if is_check and stale else 0)


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "reference-cli.md": command_page,
        "reference-scenario.md": scenario_page,
        "reference-catalogue.md": catalogue_page,
        "reference-study.md": study_page,
        "reference-python.md": python_page,
    }
    return {name: NOTE + "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def is_current(name: str, text: str) -> bool:
    """Return whether a page on disk is what it should be."""
    path = DOCS / name
    return path.is_file() and path.read_text(encoding="utf-8") == text


def table(*columns: str) -> Iterator[str]:
    """Yield the head of a table."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)


def row(*cells: str) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def command_page() -> Iterator[str]:
    """Yield the lines of the page on commands."""
    yield "# Reference: the command line\n"
    yield "Exit codes: 0 done, 2 bad input, 1 a fault (its trace is in a log file, which the message names), 130"
    yield "stopped with Ctrl-C. Messages go to stderr, results to stdout.\n"
    yield "Machine code and worlds are kept in `HYOSAN_CACHE_DIR`, or else in `hyosan` in the platform's cache folder"
    yield "(`XDG_CACHE_HOME`, `~/.cache`). `NUMBA_CACHE_DIR`, where set, is used for machine code as it is.\n"
    for name in COMMANDS:
        command: Any = typer.main.get_command(load_module(name).app)
        subcommands = getattr(command, "commands", None)
        if subcommands is None:
            yield from describe_command(f"hyosan {name}", command)
            continue
        for below, subcommand in subcommands.items():
            yield from describe_command(f"hyosan {name} {below}", subcommand)


def describe_command(name: str, command: Any) -> Iterator[str]:
    """Yield the section of a command."""
    yield f"## {name}\n"
    yield f"{inspect.cleandoc(command.help or '')}\n"
    yield from table("argument or option", "", "default")
    for parameter in command.params:
        words = [*parameter.opts, *parameter.secondary_opts]
        if parameter.param_type_name == "argument":
            words = [parameter.metavar]
        default = "needed" if parameter.required else plain_default(parameter.default)
        yield row(", ".join(f"`{word}`" for word in words), parameter.help or "", default)
    yield ""


def plain_default(value: object) -> str:
    """Return a default as a reader sees it."""
    if value is None or value is False or value == ():
        return ""
    return "on" if value is True else str(value)


def scenario_page() -> Iterator[str]:
    """Yield the lines of the page on scenario files."""
    schema = json_schema()
    yield "# Reference: the scenario file\n"
    yield "YAML 1.2. Unknown keys are faults. Times, lengths and rates carry units. A guide is in"
    yield "[how to write your own scenario](howto-own-scenario.md); `hyosan schema` prints the same for editors, and"
    yield "`hyosan resolve` the complete form of a scenario.\n"
    yield from describe_object("The scenario", schema)
    for name, part in schema["$defs"].items():
        yield from describe_object(heading(name), part)


def heading(name: str) -> str:
    """Return the heading of a part: HumanRandomGraph becomes Random graph."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name.removeprefix("Human")).lower()
    return words[0].upper() + words[1:]


def describe_object(title: str, part: dict[str, Any]) -> Iterator[str]:
    """Yield the section of a mapping."""
    yield f"## {title}\n"
    yield f"{part.get('description', '')}\n"
    yield from table("key", "value", "default")
    needed = part.get("required", ())
    for key, value in part.get("properties", {}).items():
        yield row(f"`{key}`", describe_value(value), "needed" if key in needed else describe_default(value))
    yield ""


def describe_default(value: dict[str, Any]) -> str:
    """Return the default of a key."""
    default = value.get("default")
    if default is None or default == "":
        return ""
    if isinstance(default, (dict, list)):
        return "see its keys" if default else ""
    if isinstance(default, float) and "a time with a unit" in describe_value(value):
        hours = f"{default * 24:g} h" if 0 < default < 1 else f"{default:g} d"
        return "never" if default == float("inf") else hours
    return str(default).lower() if isinstance(default, bool) else str(default)


def describe_value(value: dict[str, Any]) -> str:
    """Return what a value may be, in words."""
    if "$ref" in value:
        name = heading(value["$ref"].rsplit("/", 1)[1])
        return f"[{name.lower()}](#{name.lower().replace(' ', '-')})"
    for key in ("anyOf", "oneOf"):
        if key in value:
            return ", or ".join(dict.fromkeys(describe_value(v) for v in value[key] if v.get("type") != "null"))
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{item}`" for item in value["enum"])
    if value.get("description") and value.get("type") == "string":
        return value["description"][0].lower() + value["description"][1:].rstrip(".")
    return describe_type(value)


def describe_type(value: dict[str, Any]) -> str:
    """Return the type of a value in words."""
    kind = value.get("type", "anything")
    if kind == "array":
        length = f"{value['minItems']} " if "minItems" in value and value["minItems"] == value.get("maxItems") else ""
        return f"a list of {length}({describe_value(value.get('items', {}))})"
    if kind == "object":
        if "properties" in value and not value.get("additionalProperties"):
            return "{" + ", ".join(f"{key}: {describe_value(part)}" for key, part in value["properties"].items()) + "}"
        return f"a mapping of names to ({describe_value(value.get('additionalProperties') or {})})"
    words: dict[str, str] = {
        "integer": "a whole number",
        "number": "a number",
        "string": "text",
        "boolean": "true or false",
    }
    return words.get(kind, str(kind)) + describe_range(value)


def describe_range(value: dict[str, Any]) -> str:
    """Return the range of a number in words."""
    text = ""
    if "minimum" in value:
        text += f" from {value['minimum']}"
    if "exclusiveMinimum" in value:
        text += f" above {value['exclusiveMinimum']}"
    if value.get("maximum", 1e18) < 1e12:
        text += f" to {value['maximum']:g}"
    return text


def catalogue_page() -> Iterator[str]:
    """Yield the lines of the page on the catalogue."""
    yield "# Reference: the catalogue\n"
    yield "What comes with Hyosan. Every figure that is not fiction names its source.\n"
    yield "## Scenarios\n"
    yield from table("scenario", "world", "pathogen", "what happens")
    for name in list_names("scenarios"):
        scenario = read(name)
        world = getattr(scenario.world, "name", scenario.world.kind)
        yield row(f"`{name}`", f"`{world}`", f"`{scenario.pathogen.name}`", scenario.description)
    yield "\n## Worlds\n"
    yield ", ".join(f"`{name}`" for name in list_names("worlds")) + ". `hyosan worlds` says how large they are.\n"
    yield "## Pathogens\n"
    for name in list_names("pathogens"):
        yield from describe_pathogen(read_pathogen(name))


def describe_pathogen(pathogen: Pathogen) -> Iterator[str]:
    """Yield the section of a pathogen."""
    yield f"### {pathogen.name}\n"
    yield f"{pathogen.description.strip()}\n"
    if pathogen.fiction:
        yield "Every figure is fiction.\n"
    if pathogen.r0 is not None:
        yield f"R0 {pathogen.r0:g}.\n"
    yield from table("state", "time in it", "attempts a day", "next")
    for state in pathogen.states[1:]:
        yield row(state.name, describe_dwell(state.dwell), describe_contacts(state), describe_branches(state))
    yield ""
    for source in pathogen.sources:
        link = f" [doi:{source.doi}](https://doi.org/{source.doi})" if source.doi else ""
        yield f"- {source.citation}{link} Supports: {source.supports}."
    yield ""


def describe_dwell(dwell: DwellLaw | None) -> str:
    """Return a dwell time in words."""
    if dwell is None:
        return "for good"
    values = [f"{key.removesuffix('_days')} {value:.3g}" for key, value in dwell.model_dump().items() if key != "law"]
    return f"{dwell.law}: {', '.join(values)} (days)"


def describe_contacts(state: State) -> str:
    """Return the attempts of a state in words."""
    if state.roaming is not None:
        return f"roams: {state.roaming.encounters_per_day:g} encounters, {state.roaming.moves_per_day:g} moves"
    rates = [(name.removesuffix("_per_day"), rate) for name, rate in dict(state.contacts).items() if rate > 0]
    return ", ".join(f"{name} {rate:.3g}" for name, rate in rates)


def describe_branches(state: State) -> str:
    """Return the states that follow, with their probability (a range where it depends on age)."""
    parts = []
    for branch in state.next:
        low, high = min(branch.probability_by_age), max(branch.probability_by_age)
        parts.append(f"{branch.to} {low:g}" if low == high else f"{branch.to} {low:g} to {high:g} by age")
    return ", ".join(parts)


def python_page() -> Iterator[str]:
    """Yield the lines of the page on Python."""
    yield "# Reference: Python\n"
    yield "```python\nimport hyosan\n```\n"
    for name in hyosan.__all__:
        thing = getattr(hyosan, name)
        if inspect.isclass(thing):
            yield from describe_class(name, thing)
        elif callable(thing):
            yield from describe_function(f"hyosan.{name}", thing, "##")


def describe_class(name: str, kind: type) -> Iterator[str]:
    """Yield the section of a class with its public members."""
    yield f"## hyosan.{name}\n"
    yield f"{inspect.getdoc(kind)}\n"
    if issubclass(kind, Exception):
        return
    for member, value in inspect.getmembers_static(kind):
        if member.startswith("_"):
            continue
        if isinstance(value, property):
            yield f"### {name}.{member}\n"
            yield f"{inspect.getdoc(value)}\n"
        elif inspect.isfunction(value):
            yield from describe_function(f"{name}.{member}", value, "###")


def describe_function(name: str, function: Callable[..., object], level: str) -> Iterator[str]:
    """Yield the section of a function."""
    yield f"{level} {name}\n"
    yield f"```python\n{name}{inspect.signature(function)}\n```\n"
    yield f"{inspect.getdoc(function)}\n"


if __name__ == "__main__":
    main()
