"""`python -m bench [--quick] [--only WORDS]`: measure, print the tables, write JSON and docs/benchmarks.md."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bench.checks import checks
from bench.child import CORES, ROOT, Failed, Result, measure
from bench.contest import PEERS, Case, Peer, our_cases
from bench.machine import describe
from bench.page import make_page, print_tables
from bench.row import Row
from bench.rows import all_rows
from bench.venvs import NotInstallable, python_of

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
QUICK_REPEATS = 2

Values = dict[str, Any]


class Bench:
    """What is asked for, and what went wrong on the way."""

    def __init__(self, is_quick: bool, only: str, numba_cache: str) -> None:
        """Begin. only: a part of the keys of rows and of the labels of peers to measure."""
        self.is_quick = is_quick
        self.only = only
        self.numba_cache = numba_cache
        self.n_failed = 0

    def try_to(self, title: str, action: Callable[[], Result]) -> Result | None:
        """Return what an action measures, None where it fails, and say so."""
        began = time.perf_counter()
        try:
            result = action()
        except Failed as error:
            self.n_failed += 1
            print(f"  FAILED {title}: {error}", file=sys.stderr, flush=True)
            return None
        print(f"  {title}: {result.wall_s:.4g} s ({time.perf_counter() - began:.0f} s)", file=sys.stderr, flush=True)
        return result

    def measure_rows(self) -> tuple[tuple[Row, ...], dict[str, Result]]:
        """Return the rows that were asked for, and what they measured."""
        wanted = [row for row in all_rows() if self.only in row.key and (row.n_quick or not self.is_quick)]
        wanted = [row.quick() if self.is_quick else row for row in wanted if self.has_cores(row)]
        results = {}
        for row in wanted:
            result = self.try_to(row.title, lambda row=row: self.our_row(row))
            if result is not None:
                results[row.key] = result
        return tuple(row for row in wanted if row.key in results), results

    def has_cores(self, row: Row) -> bool:
        """Return whether there are the cores that a row needs, and say so if not."""
        if row.n_cores > len(CORES):
            print(f"  skipped {row.title}: needs {row.n_cores} cores", file=sys.stderr, flush=True)
        return row.n_cores <= len(CORES)

    def our_row(self, row: Row) -> Result:
        """Return what a process of ours measures for a row."""
        given = row.given | {"n_repeats": row.n_repeats}
        return measure(sys.executable, row.module, [row.action, given], self.numba_cache, row.n_cores)

    def our_case(self, given: Values) -> Result:
        """Return what a process of ours measures for a case of the comparison."""
        return measure(sys.executable, "bench.ours", ["seir", given], self.numba_cache)

    def measure_cases(self) -> list[Values]:
        """Return the cases with our values and those of the peers."""
        peers = tuple(peer for peer in PEERS if self.only in peer.label and not (self.is_quick and peer.is_slow))
        cases = []
        for case in our_cases(peers):
            given = case.given(QUICK_REPEATS if self.is_quick else 5)
            ours = self.try_to(f"Hyosan, {case.title}", lambda given=given: self.our_case(given))
            if ours is not None:
                taking = [(peer, n) for peer in peers for own, n in peer.cases if own == case]
                entries = [self.measure_peer(peer, case, n) for peer, n in taking]
                cases.append(asdict(case) | {"ours": entry_of(ours), "peers": entries})
        return cases

    def measure_peer(self, peer: Peer, case: Case, n_repeats: int) -> Values:
        """Return the values of a peer, or why there are none."""
        try:
            python = python_of(peer.folder, peer.requirement)
        except NotInstallable as error:
            print(f"  skipped {peer.label}: {error}", file=sys.stderr, flush=True)
            return {"label": peer.label, "skipped": "not installable here"}
        given = case.given(min(n_repeats, QUICK_REPEATS) if self.is_quick else n_repeats)
        title = f"{peer.label}, {case.title}"
        result = self.try_to(title, lambda: measure(python, peer.module, [given], self.numba_cache))
        return {"label": peer.label} | (entry_of(result) if result is not None else {"skipped": "failed"})


def entry_of(result: Result) -> Values:
    """Return what is kept of a result; run_s: without building."""
    build_s = result.part("build_s")
    return asdict(result) | {"build_s": build_s, "run_s": result.wall_s - build_s}


def write(path: Path, text: str) -> None:
    """Write a file, all at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def collect(bench: Bench) -> Values:
    """Return everything that is measured, as it goes to JSON."""
    machine = describe()
    rows, results = bench.measure_rows()
    return {
        "date": date.today().isoformat(),
        "machine": machine,
        "checks": [asdict(check) | {"is_met": check.is_met} for check in checks(rows, results)],
        "rows": [asdict(row) | asdict(results[row.key]) for row in rows],
        "peers": [{"label": peer.label, "requirement": peer.requirement, "means": peer.means} for peer in PEERS],
        "cases": bench.measure_cases(),
    }


def main() -> None:
    """Measure, print, write; exit code 1 if a measurement failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed and memory.")
    parser.add_argument("--quick", action="store_true", help="without large rows and slow peers; leaves the page alone")
    parser.add_argument("--only", default="", metavar="WORD", help="rows and peers with this word; writes nothing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        bench = Bench(asked.quick, asked.only, os.environ.get("NUMBA_CACHE_DIR") or fresh)
        values = collect(bench)
    print_tables(values)
    if not asked.only:
        write(RESULTS / ("quick.json" if asked.quick else "latest.json"), json.dumps(values, indent=1) + "\n")
    if not (asked.only or asked.quick or bench.n_failed):
        write(PAGE, make_page(values))
    sys.exit(1 if bench.n_failed else 0)


if __name__ == "__main__":
    main()
