"""The page on writing a response: its examples pass `hyosan check`, its tables say what the schema says."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from hyosan.cli.main import app
from hyosan.scenario import json_schema, read
from hyosan.scenario.human_measures import KINDS
from hyosan.scenario.measure_keys import WITHOUT
from hyosan.scenario.units import parse_days

PAGE = (Path(__file__).parents[2] / "docs" / "howto-own-measure.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
WHOLE = [block for block in BLOCKS if block.startswith("hyosan: 1")]
PARTS = [YAML(typ="safe", pure=True).load(block) for block in BLOCKS if block not in WHOLE]
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)
BASE: dict[str, Any] = {"world": "seoul", "pathogen": "influenza-1918"}


def rows() -> list[list[str]]:
    return [re.split(r"(?<!\\) \| ", row) for row in ROW.findall(PAGE)]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_examples_pass_the_check(text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(path)])
    assert (done.exit_code, done.stdout) == (0, f"{path}: good\n")


def test_there_are_two_whole_examples() -> None:
    assert len(WHOLE) == 2


def test_parts_fit_into_a_scenario() -> None:
    detection, answer = PARTS
    del detection["detection"]["turned"]
    scenario = read({**BASE, "response": detection, **answer})
    assert scenario.response is not None and len(scenario.response.detection) == 2
    assert scenario.answer.nationwide_districts == 5


def test_triggers_and_areas_of_the_tables_are_read() -> None:
    cells = [row[0].strip("`") for row in rows()]
    triggers = [cell for cell in cells if cell.startswith(("start:", "when:"))]
    areas = [cell for cell in cells if cell.startswith("{") or cell in ("everywhere", "Nowon-gu")]
    assert (len(triggers), len(areas)) == (4, 7)
    yaml = YAML(typ="safe", pure=True)
    detection = {"ill": {"probability": 0.5}}
    for keys in [yaml.load(trigger) for trigger in triggers] + [{"area": yaml.load(area)} for area in areas]:
        measures = {"seal": {"measure": "cordon", "area": "Nowon-gu"}, "x": {"measure": "isolation", **keys}}
        assert read({**BASE, "response": {"detection": detection, "measures": measures}}).response


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_of_the_table_are_those_of_the_schema(kind: str) -> None:
    (row,) = [row for row in rows() if row[0] == f"`{kind}`"]
    properties = json_schema()["$defs"][f"Human{kind.capitalize()}"]["properties"]
    for key, written in re.findall(r"`([a-z-]+): ([^`]+)`", row[2]):
        default = properties[key]["default"]
        assert _number(written) == _number(default), key
    named = set(re.findall(r"`([a-z-]+)[:`]", row[2])) | {"measure", "area"}
    common = {"when", "start", "delay", "duration", "compliance", "capacity", "cost"} - set(WITHOUT.get(kind, ()))
    assert set(properties) | {"area"} == named | (common & set(properties))


def _number(value: object) -> object:
    """Return a value as the number it is, or as text."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        text = str(value)
        return parse_days(text) if text.endswith(" d") else text
