"""What can go wrong with files, said in plain words."""

import errno
from pathlib import Path
from typing import Final

REASONS: Final = {
    errno.ENOSPC: ("the disk is full", "free some space, or choose a folder on another disk"),
    errno.EDQUOT: ("your quota on this disk is used up", "free some space, or choose a folder on another disk"),
    errno.EFBIG: ("the file grew over the largest size that is allowed here", "raise the limit (ulimit -f)"),
    errno.EACCES: ("this folder may not be written to", "choose a folder that you may write to"),
    errno.EPERM: ("this folder may not be written to", "choose a folder that you may write to"),
    errno.EROFS: ("this disk is read-only", "choose a folder on another disk"),
    errno.ENOTDIR: ("a part of this path is a file, not a folder", "choose another path"),
    errno.ENAMETOOLONG: ("this path is too long", "choose a shorter one"),
    errno.ENOENT: ("this folder has disappeared", "leave it in place while a run is written"),
    errno.EIO: ("the disk reports a fault", "choose a folder on another disk"),
}
"""Cause and remedy by errno."""


class RecordError(Exception):
    """A run folder cannot be written or read; the message says which, why, and what to do."""


def write_error(path: Path, error: OSError) -> RecordError:
    """Return the error that tells a person why a run was not written."""
    cause, remedy = REASONS.get(error.errno or 0, (str(error), "choose another folder"))
    return RecordError(f"{path}: the run was not written: {cause}. What to do: {remedy}.")
