"""Builds addressed.c, checks that it draws what Hyosan draws, and runs SmallCrush on four directions of the address.

Needs a C compiler and TestU01 (Debian: libtestu01-0-dev, of the section non-free):

    python tools/smallcrush/run.py [--prefix /usr] [--seed 1]

Each direction is tested in three halves of its bits; SmallCrush computes 15 p-values each, 180 in all. A p-value beyond
1e-6 of either end is a failure: a perfect generator has one with probability 0.0004. Beyond 1e-3 it is noted: 0.36 are
expected. Takes some minutes. Exit status 1 on a failure.
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hyosan.draws import plain

DIRECTIONS = ("ordinals", "subjects", "seeds", "purposes")
HALVES = ("high", "low", "reversed")
FAILURE, NOTE = 1e-6, 1e-3
PURPOSE, N_PURPOSES = 4, 32
SUBJECT = 51_700_000


def addressed(direction: str, seed: int, subject: int, i: int) -> int:
    """Return draw i along a direction of the address, as Hyosan's reference makes it."""
    if direction == "ordinals":
        return plain.draw(plain.person_key(seed, subject), PURPOSE, i)
    if direction == "subjects":
        return plain.draw(plain.person_key(seed, subject + i), PURPOSE, 0)
    if direction == "seeds":
        return plain.draw(plain.person_key(seed + i, subject), PURPOSE, 0)
    return plain.draw(plain.person_key(seed, subject + i // N_PURPOSES), PURPOSE + i % N_PURPOSES, 0)


def build(prefix: Path, folder: Path) -> Path:
    """Compile the program into a folder and return its path."""
    program = folder / "addressed"
    libraries = sorted({path.parent for path in prefix.glob("lib/**/libtestu01.*")})
    if not libraries:
        sys.exit(f"--prefix: found no libtestu01 under {prefix}/lib; on Debian install libtestu01-0-dev")
    command = ["cc", "-O2", "-std=c11", "-Wall", "-o", str(program), str(Path(__file__).with_name("addressed.c"))]
    command.append(f"-I{prefix / 'include'}")
    command += [f"-I{path.parents[1]}" for path in prefix.glob("include/*/testu01/gdefconf.h")]
    for library in libraries:
        command += [f"-L{library}", f"-Wl,--disable-new-dtags,-rpath,{library}"]
    subprocess.run([*command, "-ltestu01", "-ltestu01probdist", "-ltestu01mylib", "-lm"], check=True)
    return program


def check_equal(program: Path, seed: int, n: int = 10_000) -> None:
    """Stop unless the program and Hyosan draw the same n numbers in each direction."""
    for direction in DIRECTIONS:
        command = [str(program), "print", direction, str(seed), str(SUBJECT), str(n)]
        found = [
            int(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        ]
        expected = [addressed(direction, seed, SUBJECT, i) for i in range(n)]
        if found != expected:
            at = next(i for i, (a, b) in enumerate(zip(found, expected, strict=True)) if a != b)
            sys.exit(f"{direction}: draw {at} is {found[at]} in C and {expected[at]} in Hyosan")
        print(f"{direction}: {n} draws equal to Hyosan's")


def battery(program: Path, direction: str, half: str, seed: int) -> list[tuple[float, str]]:
    """Return SmallCrush's (p-value, test) of one stream."""
    command = [str(program), "test", direction, half, str(seed), str(SUBJECT)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    results = [line.split(maxsplit=2) for line in lines if line.startswith("RESULT ")]
    return [(float(p), name) for _, p, name in results]


def main() -> int:
    """Run everything, print a line a stream, and return the exit status."""
    parser = argparse.ArgumentParser(description="SmallCrush on Hyosan's addressed draws")
    parser.add_argument("--prefix", type=Path, default=Path("/usr"), help="where TestU01 is installed")
    parser.add_argument("--seed", type=int, default=1, help="first seed, 0 or more")
    parser.add_argument("--workers", type=int, default=2, help="batteries at a time")
    options = parser.parse_args()
    streams = [(direction, half) for direction in DIRECTIONS for half in HALVES]
    n_failures = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.workers) as pool:
        program = build(options.prefix.resolve(), Path(folder))
        check_equal(program, options.seed)
        batteries = pool.map(lambda stream: battery(program, *stream, options.seed), streams)
        for (direction, half), results in zip(streams, batteries, strict=True):
            edge = [(min(p, 1.0 - p), p, name) for p, name in results]
            n_failures += len(results) < 15 or any(distance < FAILURE for distance, _, _ in edge)
            noted = ", ".join(f"{name} p = {p:.3g}" for distance, p, name in edge if distance < NOTE)
            print(f"{direction:9} {half:9} {len(results)} p-values; {noted or 'none beyond 0.001'}", flush=True)
    print(f"{n_failures} of {len(streams)} streams fail" if n_failures else f"all {len(streams)} streams pass")
    return 1 if n_failures else 0


if __name__ == "__main__":
    sys.exit(main())
