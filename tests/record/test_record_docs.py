"""The reference of the record says what the code does."""

from pathlib import Path

import pytest

from hyosan.analysis.epicurve import EPICURVE_COLUMNS
from hyosan.analysis.line_list import LINE_LIST_COLUMNS
from hyosan.analysis.tree import TREE_COLUMNS
from hyosan.record.events import EVENT_COLUMNS, FORMAT_VERSION, LOG_DTYPE, event_schema, kind_names, setting_names
from hyosan.record.patches import PATCH_COLUMNS

TEXT = (Path(__file__).parents[2] / "docs" / "reference-record.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [EVENT_COLUMNS, PATCH_COLUMNS, LINE_LIST_COLUMNS, TREE_COLUMNS, EPICURVE_COLUMNS])
def test_every_column_is_in_the_reference(columns: tuple) -> None:
    for column in columns:
        assert f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning} |" in TEXT


def test_codes_and_version_are_in_the_reference() -> None:
    for code, name in enumerate(kind_names()):
        assert f"| {name} | {code} |" in TEXT
    for code, name in enumerate(setting_names()):
        assert f"| {name} | {code} |" in TEXT
    assert f"version of the format, now {FORMAT_VERSION} |" in TEXT


def test_the_arrow_schema_has_the_types_of_the_engines_log() -> None:
    schema = event_schema(["a", "b"])
    assert schema.names == list(LOG_DTYPE.names or ())
    for field in schema:
        assert LOG_DTYPE[field.name] == field.type.to_pandas_dtype()
    assert LOG_DTYPE.itemsize == 32
