"""Lets these tests use the made-up runs of tests/record."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "record"))
