"""What the numbers were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("hyosan", "numpy", "numba", "llvmlite", "pyarrow")


def describe() -> dict[str, str | int | float]:
    """Return processor, cores, memory, system, versions, and how busy the machine is at the moment."""
    facts: dict[str, str | int | float] = {
        "processor": processor(),
        "n_cores": os.cpu_count() or 0,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 2),
    }
    return facts | {name: version(name) for name in PACKAGES}


def processor() -> str:
    """Return the processor's name, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"
