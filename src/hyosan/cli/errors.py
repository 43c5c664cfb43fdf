"""What a person is told when a command fails, and with which exit code."""

import errno
import traceback
from typing import Final

from hyosan.cli.cache import write_fault_log

FAULT: Final = 1
BAD_INPUT: Final = 2

INPUT_ERRORS: Final = {"ScenarioError", "CatalogueError", "WorldError", "RecordError", "SimulationError", "StudyError"}
"""Names of Hyosan's errors that say what is wrong with the input. By name: importing them would load the engines."""

DISK_FAULTS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""Reasons why a file is not written that another path on the same disk would not cure."""


def explain(error: Exception) -> tuple[str, int]:
    """Return what to say about an error and the exit code: 2 for bad input, 1 for a fault.

    The trace of an error that nobody foresaw goes to a log file; the message says where.
    """
    if _is_input_error(error):
        return str(error), FAULT if _is_disk_fault(error) else BAD_INPUT
    if isinstance(error, MemoryError):
        return "The memory of this machine is used up. What to do: choose a smaller world or an earlier stop.", FAULT
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}.", FAULT
    return _explain_fault(error), FAULT


def _is_input_error(error: BaseException) -> bool:
    return any(kind.__name__ in INPUT_ERRORS and kind.__module__.startswith("hyosan.") for kind in type(error).__mro__)


def _is_disk_fault(error: BaseException) -> bool:
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in DISK_FAULTS


def _explain_fault(error: Exception) -> str:
    log = write_fault_log("".join(traceback.format_exception(error)))
    first_line = (str(error).splitlines() or [""])[0]
    where = "no log of it could be written" if log is None else f"please report it with {log}"
    return f"A fault in Hyosan ({type(error).__name__}: {first_line}); {where}."
