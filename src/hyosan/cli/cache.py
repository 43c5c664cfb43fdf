"""Where machine code and logs of faults are kept between two commands."""

import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

CACHE_VARIABLE: Final = "HYOSAN_CACHE_DIR"
NUMBA_VARIABLE: Final = "NUMBA_CACHE_DIR"
OPTIMISATION_VARIABLE: Final = "NUMBA_OPT"
"""The first level: kernels run as fast as with the third, and the first command waits less."""

PACKAGE: Final = Path(__file__).resolve().parent.parent
WITHOUT_KERNELS: Final = {
    "cli",
    "views",
    "study",
    "calibration",
    "api.py",
    "api_branch.py",
    "api_run.py",
    "compiling.py",
    "analysis",
    "record",
    "scenario",
    "catalogue",
    "theory",
}
"""Parts of the package that no machine code is made from; a test sees to it."""

N_KEPT: Final = 8
OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def wanted_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder that should hold the cache: the one asked for, or else the platform's usual place."""
    if environment.get(CACHE_VARIABLE):
        return Path(environment[CACHE_VARIABLE]).absolute()
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]).absolute() / "hyosan"
    if sys.platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "hyosan" / "cache"
    if environment.get("HOME"):
        return Path(environment["HOME"]) / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "hyosan"
    return None


def is_writable(folder: Path) -> bool:
    """Return whether a folder exists, or can be made, and takes files."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def is_ours(folder: Path) -> bool:
    """Return whether nobody else may put files into a folder: machine code that lies there will be run."""
    if not hasattr(os, "getuid"):
        return True
    status = folder.lstat()
    return status.st_uid == os.getuid() and not status.st_mode & OTHERS_MAY_WRITE


def temporary_folder() -> Path | None:
    """Return a folder of ours among the temporary files, or None if there is no place for one."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    try:
        folder = Path(tempfile.gettempdir()) / f"hyosan-{user}"
        return folder if is_writable(folder) and is_ours(folder) else Path(tempfile.mkdtemp(prefix="hyosan-"))
    except OSError:
        return None


def find_cache(environment: Mapping[str, str]) -> tuple[Path | None, str | None]:
    """Return a usable cache folder, or None, and a warning where it is not the wanted one."""
    wanted = wanted_folder(environment)
    if wanted is not None and is_writable(wanted):
        return wanted, None
    folder = temporary_folder()
    complaint = "there is no cache folder" if wanted is None else f"the cache folder {wanted} cannot be written to"
    if folder is None:
        return None, f"{complaint}, nor can one be made; set {CACHE_VARIABLE} to a folder that can be written to"
    return folder, None if wanted is None else f"{complaint}; using {folder}"


def source_fingerprint(package: Path) -> str:
    """Return 12 hex digits that change whenever a source file changes that machine code may be made from.

    Machine code is kept by fingerprint, because Numba notices a change in a function's own file but not in the files of
    the functions that it calls.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        if place.parts[0] not in WITHOUT_KERNELS:
            status = path.stat()
            digest.update(f"{place} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]


def prepare_cache() -> str | None:
    """Tell Numba, and whoever else keeps things, where to keep them; return a warning, or None if all is well.

    To be called before anything imports Numba. A folder named in NUMBA_CACHE_DIR is left as it is.
    """
    folder, warning = find_cache(os.environ)
    if folder is None:
        return warning
    os.environ[CACHE_VARIABLE] = str(folder)
    os.environ.setdefault(OPTIMISATION_VARIABLE, "1")
    if not os.environ.get(NUMBA_VARIABLE):
        machine_code = folder / "numba" / source_fingerprint(PACKAGE)
        if not machine_code.exists():
            forget_old(machine_code.parent)
        os.environ[NUMBA_VARIABLE] = str(machine_code)
    return warning


def forget_old(folder: Path) -> None:
    """Remove the machine code of all but the newest few states of the sources."""
    if not folder.is_dir():
        return
    by_age = sorted(folder.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in by_age[N_KEPT - 1 :]:
        shutil.rmtree(entry, ignore_errors=True)


def is_compiled() -> bool:
    """Return whether machine code of an earlier command lies in Numba's cache folder."""
    folder = os.environ.get(NUMBA_VARIABLE)
    return folder is not None and next(Path(folder).rglob("*.nbc"), None) is not None


def write_fault_log(trace: str) -> Path | None:
    """Write the trace of a fault to a file in the cache folder and return where, or None if no file can be written."""
    folder, _ = find_cache(os.environ)
    if folder is None:
        return None
    path = folder / "faults" / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(trace, encoding="utf-8")
    except OSError:
        return None
    return path
