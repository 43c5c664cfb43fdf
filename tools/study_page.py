"""The reference page on what answers, frontiers and studies write, from the columns that the code defines."""

from collections.abc import Iterator, Sequence

from hyosan.analysis.answer_table import COLUMNS
from hyosan.analysis.tables import Column
from hyosan.study.rows import LEADING, TRAILING, VERDICT_COLUMNS

ANSWER_KEYS = (
    ("contained", "`p`, `low`, `high`, `n`: share of replicates with its exact 95 % interval; so are the next three"),
    ("escaped", "it got out"),
    ("nationwide", "it went nationwide"),
    ("undecided", "neither contained nor nationwide at the end"),
    (
        "first_escape",
        "`share` of replicates in which it got out; `days` to it; `routes` and `places` with their shares; "
        "`outside_when_noticed`; `noticed` and `delay_days` of the first detection outside",
    ),
    ("burden", "infected, dead, cases and cost, inside and outside: mean with interval, median, 5 % and 95 %"),
    ("without_measures", "the same keys for the same dice without the measures; null if the scenario has none"),
    (
        "paired",
        "differences on the same dice: `contained`, `escaped`, `nationwide`, infections and deaths, each with its "
        "interval; `n_saved`, `n_lost`, `n_unchanged` outbreaks; `is_least`: counts are lower bounds",
    ),
    ("borders", "of each cordon: people inside, districts, patches, routes cut, commuters out and in, trips"),
    ("definitions, methods", "what the words mean here, how the intervals are made"),
)

FRONTIER_KEYS = (
    ("hold, confidence, precision", "what was asked"),
    ("axes", "`path`, `unit`, `low`, `high` of each number; `is_harder_up`: larger values contain worse"),
    (
        "points",
        "for each value `at` of the second number: the `critical` value of the first, its interval `low` to `high` "
        "(null: beyond the range), `status` (found, all hold, none hold, unknown), `n_seeds`",
    ),
    ("edge", "the critical value of the second number where the first is at its easiest"),
    ("settings", "every setting with a complete count: `values`, `n` seeds, `n_contained`, `n_run` at that setting"),
    ("surface", "P(contained) over the range as drawn (`p`), with bounds that hold (`low`, `high`)"),
    ("runs_used, runs_grid", "replicates run, and those of a plain grid with intervals of the same width"),
    ("n_checked, n_violating", "implied outcomes that were run as well, and how many of them were wrong"),
    ("is_complete", "every interval is as narrow as wanted; otherwise the budget was used up"),
    ("sentences", "the answer in words"),
)

STUDY_FILES = (
    ("study.json", "the scenario, what is varied, the seeds, the versions"),
    ("results.parquet", "one row for each run, sorted by setting, arm and seed; the same bytes for any executor"),
    ("parts/", "rows of finished pieces while the study goes on; a stopped study goes on from them"),
)


def study_page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Reference: what answers, frontiers and studies write\n"
    yield "How to ask: [does a seal hold?](howto-answer.md)\n"
    yield "## hyosan answer\n"
    yield "`--json` prints one object, and nothing else:\n"
    yield from pairs("key", ANSWER_KEYS)
    yield "\n`--table FILE` (`.parquet` or `.csv`) has one row for each replicate and arm:\n"
    yield from columns(COLUMNS)
    yield "\n## hyosan frontier\n"
    yield "`frontier.png` is the map. `settings.csv` (also `--table FILE`) has one row for each setting: the varied"
    yield "numbers, `n` seeds known there, how many were `contained`, how many were `run` there; the others follow from"
    yield "harder and easier settings. `frontier.json` is what `--json` prints:\n"
    yield from pairs("key", FRONTIER_KEYS)
    yield "\n## hyosan study\n"
    yield "A folder. The same command again goes on with it; a scenario that has changed is refused:\n"
    yield from pairs("file", STUDY_FILES)
    yield "\nThe columns of `results.parquet`; the varied numbers stand after `arm`, each named by its path:\n"
    yield from columns((*LEADING, *VERDICT_COLUMNS, *TRAILING))


def pairs(head: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a table of names and what they hold."""
    yield f"| {head} | holds |"
    yield "|---|---|"
    for names, meaning in rows:
        yield f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {meaning} |"


def columns(listed: Sequence[Column]) -> Iterator[str]:
    """Yield a table of columns."""
    yield "| column | type | unit | meaning |"
    yield "|---|---|---|---|"
    for column in listed:
        yield f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning} |"
