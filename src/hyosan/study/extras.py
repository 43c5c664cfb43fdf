"""Modules that need an extra: imported by name, only when asked for."""

import importlib
from types import ModuleType

from hyosan.study.errors import StudyError


def load_extra(module: str, wanted_for: str, library: str, package: str, extra: str) -> ModuleType:
    """Return a module that needs a library.

    Parameters: module, its full name; wanted_for, what it does, for the message; library, the library's name; package,
    the name under which it is imported; extra, the extra of Hyosan that brings it. Raises StudyError where the library
    is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != package:
            raise
    raise StudyError(f"{wanted_for} needs {library}, which is not installed; run: pip install 'hyosan[{extra}]'.")
