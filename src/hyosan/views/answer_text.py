"""The answer for a terminal: the words, then tables with every interval, then what the words mean."""

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_intervals import Spread
from hyosan.analysis.answer_outcomes import Arm, FirstEscape, Quantity
from hyosan.terms import ROUTE_SENTENCES
from hyosan.views.account import account_table
from hyosan.views.answer_sentences import facts
from hyosan.views.answer_words import (
    days_words,
    difference_cell,
    mean_words,
    percent_cell,
    range_words,
    round_count,
)
from hyosan.views.wording import percentage

MOST_PLACES: Final = 5
NOTHING: Final = "–"

ENDS: Final = ("contained", "nationwide", "undecided", "escaped")
BURDENS: Final[tuple[tuple[str, str, str], ...]] = (
    ("infected_inside", "infected inside", "infections_inside"),
    ("infected_outside", "infected outside", "infections_outside"),
    ("infected", "infected", "infections"),
    ("dead_inside", "dead inside", "deaths_inside"),
    ("dead_outside", "dead outside", "deaths_outside"),
    ("dead", "dead", "deaths"),
    ("cases", "detected", ""),
    ("cost", "cost", ""),
)
"""Rows of the tables of infected and dead: field of Burden, words, field of Paired."""


def answer_report(answer: Answer) -> RenderableType:
    """Return all that a terminal shows of an answer."""
    parts: list[RenderableType] = [account_table(facts(answer)), Text(), ends_table(answer)]
    if answer.first_escape.share.n_hits or (answer.bare is not None and answer.bare.first_escape.share.n_hits):
        parts.append(escape_table(answer))
    parts += [mean_table(answer), spread_table(answer)]
    if answer.borders:
        parts.append(border_table(answer))
    return Group(*parts, *(Text(line, style="dim") for line in notes(answer)))


def answer_text(answer: Answer, width: int = 110) -> str:
    """Return the same as plain text."""
    console = Console(width=width, no_color=True, color_system=None, force_terminal=False)
    with console.capture() as caught:
        console.print(answer_report(answer))
    return "\n".join(line.rstrip() for line in caught.get().splitlines()) + "\n"


def notes(answer: Answer) -> list[str]:
    """Return what the words mean, how the intervals are made, and which answer this is."""
    lines = [f"{word}: {meaning}." for word, meaning in answer.definitions]
    lines.append(f"Intervals of {answer.confidence * 100:g} %: {'; '.join(answer.methods)}.")
    if answer.paired is None and answer.burden_with.n_censored:
        lines.append(f"{answer.burden_with.n_censored:,} replicates were cut short; their counts are lower bounds.")
    lines.append(
        f"{answer.scenario.name}, hash {answer.scenario_hash[:12]}, seeds from {answer.seed}, "
        f"{answer.n_replicates:,} replicates, {answer.seconds:.1f} s."
    )
    return lines


def table(title: str, columns: Sequence[str]) -> Table:
    """Return an empty table in the look of all tables here."""
    made = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for k, column in enumerate(columns):
        made.add_column(column, justify="left" if k == 0 else "right", overflow="fold")
    return made


def arms(answer: Answer) -> list[tuple[str, Arm]]:
    """Return the arms of an answer with the heads of their columns."""
    if answer.bare is None:
        return [("as it stands", answer.planned)]
    return [("with measures", answer.planned), ("without", answer.bare)]


def ends_table(answer: Answer) -> Table:
    """Return the table of how replicates ended."""
    paired = answer.paired
    heads = [head for head, _ in arms(answer)]
    made = table("How it ends, share of outbreaks (95 % interval)", ["", *heads, *(["difference"] if paired else [])])
    for name in ENDS:
        cells = [percent_cell(getattr(arm, name)) for _, arm in arms(answer)]
        if paired is not None:
            cells.append(difference_cell(getattr(paired, name)) if name != "undecided" else NOTHING)
        made.add_row(name, *cells)
    return made


def escape_table(answer: Answer) -> Table:
    """Return the table of the first escape: when, how, where, how late noticed."""
    made = table("If it gets out", ["", *(head for head, _ in arms(answer))])
    escapes = [arm.first_escape for _, arm in arms(answer)]
    made.add_row("any infection outside", *(percent_cell(escape.share) for escape in escapes))
    made.add_row("first infection outside, median", *(time_cell(escape.days) for escape in escapes))
    made.add_row("  5 % to 95 %", *(range_cell(escape.days) for escape in escapes))
    made.add_row("detected outside", *(percent_cell(e.noticed) if e.noticed else NOTHING for e in escapes))
    made.add_row("delay of that, median", *(time_cell(escape.delay_days) for escape in escapes))
    made.add_row("  5 % to 95 %", *(range_cell(escape.delay_days) for escape in escapes))
    made.add_row("infected outside until then, median", *(count_cell(e.outside_when_noticed) for e in escapes))
    made.add_section()
    for route in dict.fromkeys(item.route for escape in escapes for item in escape.routes):
        made.add_row(ROUTE_SENTENCES[route], *(route_cell(escape, route) for escape in escapes))
    places = [item.name for item in escapes[0].places[:MOST_PLACES] if item.name]
    if places:
        made.add_section()
    for name in places:
        made.add_row(f"first in {name}", *(place_cell(escape, name) for escape in escapes))
    return made


def time_cell(spread: Spread | None) -> str:
    """Return a median time with its interval."""
    return NOTHING if spread is None else days_words(spread).replace("95 % interval ", "")


def range_cell(spread: Spread | None) -> str:
    """Return the range of nine values in ten."""
    return NOTHING if spread is None else range_words(spread)


def count_cell(spread: Spread | None) -> str:
    """Return a median count with the range of nine values in ten."""
    if spread is None:
        return NOTHING
    return f"{round_count(spread.median)} (5 % to 95 %: {round_count(spread.q05)} to {round_count(spread.q95)})"


def route_cell(escape: FirstEscape, route: int) -> str:
    """Return the share of a route."""
    return next((percent_cell(item.share) for item in escape.routes if item.route == route), NOTHING)


def place_cell(escape: FirstEscape, name: str) -> str:
    """Return the share of a district."""
    return next((percent_cell(item.share) for item in escape.places if item.name == name), NOTHING)


def mean_table(answer: Answer) -> Table:
    """Return the table of the means of infected and dead, with their differences."""
    paired = answer.paired
    title = "Infected and dead in an outbreak, to its end or until it is nationwide: mean (95 % interval)"
    heads = [head for head, _ in arms(answer)]
    made = table(title, ["", *heads, *(["difference on the same dice"] if paired else [])])
    for field, words, difference in burden_rows(answer):
        cells = [mean_words(getattr(arm.burden, field).mean) for _, arm in arms(answer)]
        if paired is not None:
            found = getattr(paired, difference) if difference else None
            cells.append(NOTHING if found is None else mean_words(found))
        made.add_row(words, *cells)
    return made


def spread_table(answer: Answer) -> Table:
    """Return the table of medians and of the ranges of nine outbreaks in ten."""
    made = table("The same: median (5 % to 95 %)", ["", *(head for head, _ in arms(answer))])
    for field, words, _ in burden_rows(answer):
        made.add_row(words, *(spread_cell(getattr(arm.burden, field)) for _, arm in arms(answer)))
    return made


def burden_rows(answer: Answer) -> list[tuple[str, str, str]]:
    """Return the rows of both tables; that of the cost only where anything costs."""
    has_cost = any(arm.burden.cost.mean.mean for _, arm in arms(answer))
    return [row for row in BURDENS if row[0] != "cost" or has_cost]


def spread_cell(quantity: Quantity) -> str:
    """Return median and range of a count."""
    return f"{round_count(quantity.median)} ({round_count(quantity.q05)} to {round_count(quantity.q95)})"


def border_table(answer: Answer) -> Table:
    """Return the table of the borders of the cordons, on a day without a cordon."""
    heads = ("people", "districts", "patches", "routes cut", "commuters out", "commuters in", "trips that lead out")
    made = table("The border, on a day without a cordon", ["cordon", *heads])
    for border in answer.borders:
        counts = (border.n_people, border.n_districts, border.n_patches, border.n_links)
        commuters = (border.n_commuters_out, border.n_commuters_in)
        cells = [f"{n:,}" for n in (*counts, *commuters)]
        made.add_row(border.measure, *cells, percentage(border.trips_out_probability))
    return made
