"""The page docs/benchmarks.md, and the same tables in the terminal."""

from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table as RichTable

from bench.table import Table
from bench.tables import peers_table, tables

WIDTH = 150
"""Columns of the tables where they go to a file."""

HEAD = """# Benchmarks

<!-- Made by `make bench`. Change bench/, then run it again. -->

Measured on {date} on: {processor}, {n_cores} cores, {memory_gb} GB memory, {system}; Python {python},
Hyosan {hyosan}, NumPy {numpy}, Numba {numba}, PyArrow {pyarrow}. {busy}

Every row ran in a process of its own, after a warm-up, bound to one core; those that say so, to two. Times are medians
of wall-clock time with different seeds; compilation is apart, in its own rows. Peak memory is the largest resident
memory of the process, Python and libraries included. All values, run by run, are in
[bench/results/latest.json](../bench/results/latest.json).
"""

TARGETS = "What Hyosan is held to. A missed target is said so here."

HYOSAN = """Ready: the world is built, or mapped from the cache, and a run begun, up to the first infection. Outbreaks:
in a world that is there, from ten people with the influenza of 1918, event log kept in memory. The planet is a grid of
810,000 patches with the demography of Korea. The whole epidemic is `hyosan.run` with everything that it writes. First
command: with an empty cache, less the same command after it, so the wait for machine code and the world; two processes
share it where there are two cores.
Later commands: from start of the process to its end, stopped at the first infection, without pictures.
"""

STUDIES = """The scenario korea-seal of the catalogue. Both arms: with its measures and without them, on the same seeds.
Answer and frontier: `hyosan.answer` and `hyosan.frontier`, machine code and world being there, workers still to be
started. After start-up: workers that have done a few replicates. The frontier is that of P(contained) = 0.9 with starts
from day 0 to 8 and leaks from 0 to 0.16, in its default precision; beside it, what a plain grid of the same precision
takes at least. A branch lets people make a tenth fewer trips from its day on, and ends at as many infections as its
run; it is written whole, with the part before. Where the targets say so, CPU time; otherwise time by the clock.
"""

COST = """Event log included. Grids have patches of about 1,900 people, as Korea has; those of the planet have 10,000.
"""

PEERS = """The same work: SEIR, R0 = 2, latent for 2 days and infectious for 4 on average, as well mixed as each can.
Contained: 400 infected where 60 % are immune, so that each infects 0.8 others and it dies out. Whole epidemic: 100
infected, nobody immune. All are given 180 days. Ours is the mixed world, event log with every infector included.
Building: what comes before the first step (people, graph). Warm-up: a small case run before, in which libraries
compile; in no other column. The ratios are peer over ours: of the run alone, and of building and run. Infections
differ by chance, and between steps of a day and continuous time.
"""

TEXTS = {"Targets": TARGETS, "Hyosan": HYOSAN, "Studies": STUDIES, "Cost of an infection": COST, "Peers": PEERS}


def print_tables(values: dict[str, Any]) -> None:
    """Print all tables to the terminal."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    for table in tables(values):
        shown = RichTable(title=table.title, title_justify="left", box=SIMPLE, padding=(0, 1))
        for at, head in enumerate(table.heads):
            is_text = at in table.left
            shown.add_column(head, justify="left" if is_text else "right", no_wrap=not is_text)
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)


def make_page(values: dict[str, Any]) -> str:
    """Return the text of the page."""
    parts = [HEAD.format(date=values["date"], busy=busy(values), **values["machine"])]
    peers = peers_table(values).title
    for table in tables(values):
        parts.append(f"## {table.title}\n\n{TEXTS[table.title].strip()}\n")
        if table.title == peers:
            parts.append(
                "\n".join(f"- {peer['label']} ({peer['requirement']}): {peer['means']}" for peer in values["peers"])
            )
            parts.append("")
        parts.append(markdown(table))
    return "\n".join(parts)


def busy(values: dict[str, Any]) -> str:
    """Return a sentence on whether other work was going on."""
    load = values["machine"]["load_at_start"]
    return f"Load of the machine before it began: {load:.1f}." + (" It was not quiet." if load > 0.5 else "")


def markdown(table: Table) -> str:
    """Return a table in Markdown."""
    rules = ["---" if at in table.left else "---:" for at in range(len(table.heads))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (table.heads, rules, *table.rows)) + "\n"
