"""What happened in a run, told in a dozen short sentences for a reader in a hurry."""

import textwrap
from dataclasses import dataclass
from math import isfinite

from rich.table import Table
from rich.text import Text

from hyosan.analysis.growth import Growth, Reproduction
from hyosan.analysis.summary import Arrival, Peak, Summary
from hyosan.record.provenance import RunInfo
from hyosan.views.wording import duration, people, percentage, time_stamp

INDENT = 13
"""Width of the words in front of the sentences."""

MOST_ORIGINS = 3
"""Districts where it began that are named."""

PLACES = {
    "household": "at home",
    "class": "in class",
    "work": "at work",
    "community": "in the community",
    "trip": "on a trip",
    "neighbours": "between neighbours",
    "encounter": "in an encounter with a roaming infected",
}
"""Settings as a sentence says them."""

LEFT_OUT = (
    "Tests, treatment, isolation, closures, cordons, travel abroad. A run is one possible course, not a forecast."
)
LEFT_OUT_OF_RESPONSES = (
    "Treatment, hospitals, travel abroad, soldiers who are infected. A run is one possible course, not a forecast; "
    "`hyosan answer` says how sure its end is."
)
DONE = {
    "isolation": "isolated",
    "quarantine": "quarantined",
    "protection": "given vaccine or medicine",
    "held": "attacks on a cordon held",
    "crossing": "came through a cordon",
}
"""Events of a response as a sentence says them."""


@dataclass(frozen=True)
class Fact:
    """One thing to know of a run: a word in front and a sentence or two."""

    word: str
    sentence: str


def account(summary: Summary, info: RunInfo) -> list[Fact]:
    """Return the facts of a run in the order in which they are told."""
    facts = [Fact("Run", run_sentence(summary, info))]
    if summary.first is None:
        facts.append(Fact("Began", "Nowhere: nobody was infected."))
    else:
        facts += [
            Fact("Began", began_sentence(summary, summary.first)),
            Fact("Grew", growth_sentence(summary.growth)),
            Fact("R", reproduction_sentence(summary.reproduction)),
            Fact("Spread", spread_sentence(summary, summary.first)),
        ]
    if summary.peak is not None:
        facts.append(Fact("Peak", peak_sentence(summary.peak)))
    where = where_sentence(summary)
    if where:
        facts.append(Fact("Where", where))
    facts.append(Fact("Toll", toll_sentence(summary)))
    facts.append(Fact("Ended", f"{upper_first(time_stamp(summary.end_days))}. {summary.outcome_sentence}"))
    is_responded = info.scenario.get("response") is not None
    if is_responded:
        facts.append(Fact("Response", response_sentence(summary)))
    facts.append(Fact("Left out", LEFT_OUT_OF_RESPONSES if is_responded else LEFT_OUT))
    return facts


def account_lines(facts: list[Fact], width: int = 88) -> list[str]:
    """Return the facts as lines of plain text, no wider than `width` letters."""
    lines: list[str] = []
    for fact in facts:
        head = fact.word.ljust(INDENT)
        lines += textwrap.wrap(fact.sentence, width, initial_indent=head, subsequent_indent=" " * INDENT)
    return lines


def account_table(facts: list[Fact]) -> Table:
    """Return the facts as a table for a terminal, the words in front in red."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for fact in facts:
        table.add_row(Text(fact.word, style="bold red"), Text(fact.sentence))
    return table


def run_sentence(summary: Summary, info: RunInfo) -> str:
    """Say which run this is, and whether its pathogen is made up."""
    pathogen = info.scenario.get("pathogen", {})
    name = str(pathogen.get("name", "")) if isinstance(pathogen, dict) else str(pathogen)
    fiction = " (fiction)" if isinstance(pathogen, dict) and pathogen.get("fiction") else ""
    parts = [
        summary.name,
        f"{name}{fiction}" if name else "",
        f"{people(summary.n_people)} people",
        f"seed {summary.seed}",
    ]
    return ", ".join(part for part in parts if part) + "."


def began_sentence(summary: Summary, first: Arrival) -> str:
    """Say where and when the first was infected, and how many came from outside in all."""
    n = summary.n_seeded
    started = f"with {people(n)} {'person' if n == 1 else 'people'} seeded" if n else "with an importation"
    more = f"; {people(summary.n_imported)} more came from outside later" if n and summary.n_imported else ""
    if not n and summary.n_imported > 1:
        more = f"; {people(summary.n_imported)} people came from outside in all"
    return f"In {origin_words(summary)}, {time_stamp(first.time_days)}, {started}{more}."


def origin_words(summary: Summary) -> str:
    """Return the names of the districts where it began, three at most."""
    names = summary.origin_districts
    if len(names) > MOST_ORIGINS:
        return f"{', '.join(names[:MOST_ORIGINS])} and {len(names) - MOST_ORIGINS} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def growth_sentence(growth: Growth) -> str:
    """Say how fast infections doubled, with a 95 % interval, or why that cannot be told."""
    if growth.doubling_days is None or growth.doubling_low_days is None or growth.doubling_high_days is None:
        return f"How fast cannot be told: {growth.reason}."
    interval = span_words(growth.doubling_low_days, growth.doubling_high_days)
    when = ""
    if growth.from_days is not None and growth.until_days is not None:
        when = f", measured from {time_stamp(growth.from_days)} to {time_stamp(growth.until_days)}"
    return f"Infections doubled every {duration(growth.doubling_days)} (95 % interval {interval}){when}."


def span_words(low_days: float, high_days: float) -> str:
    """Return an interval of times, the unit said once where it is the same."""
    if not isfinite(high_days):
        return f"{duration(low_days)} to never"
    low, high = duration(low_days), duration(high_days)
    same = low.split(" ")[1] == high.split(" ")[1]
    return f"{low.split(' ')[0]} to {high}" if same else f"{low} to {high}"


def reproduction_sentence(reproduction: Reproduction) -> str:
    """Say how many others an early infected person infected, with a 95 % interval, or why that cannot be told."""
    if reproduction.r is None or reproduction.r_low is None or reproduction.r_high is None:
        return f"How many each infected cannot be told: {reproduction.reason}."
    interval = f"{reproduction.r_low:.2f} to {reproduction.r_high:.2f}"
    return f"Each person infected early infected {reproduction.r:.2f} others (95 % interval {interval})."


def spread_sentence(summary: Summary, first: Arrival) -> str:
    """Say when and where the first was infected outside the district, or the patch, of the beginning."""
    away = summary.first_other_district
    if away is not None:
        after = duration(away.time_days - first.time_days)
        how = f", {PLACES[away.setting]}" if away.setting in PLACES else ""
        when = f"{time_stamp(away.time_days)}, {after} later{how}"
        return (
            f"First outside {origin_words(summary)}: {away.district}, {when}. "
            f"In the end {people(summary.n_districts_reached)} districts were reached."
        )
    away = summary.first_other_patch
    if away is None:
        return "It never left the patch where it began."
    after = duration(away.time_days - first.time_days)
    n = people(summary.n_patches_reached)
    return f"First outside its patch: {time_stamp(away.time_days)}, {after} later. In the end {n} patches were reached."


def peak_sentence(peak: Peak) -> str:
    """Say when most were infected and when most were infectious."""
    step = duration(peak.step_days)
    return (
        f"{people(peak.n_new)} infections in {step} from {time_stamp(peak.new_from_days)}; "
        f"{people(peak.n_infectious)} infectious at once, {time_stamp(peak.infectious_days)}."
    )


def where_sentence(summary: Summary) -> str:
    """Say in which settings infections happened, most first."""
    total = sum(summary.n_by_setting.values())
    if total == 0:
        return ""
    parts = [
        f"{PLACES.get(name, name)} {percentage(n / total)}"
        for name, n in sorted(summary.n_by_setting.items(), key=lambda item: -item[1])
        if n
    ]
    return f"{upper_first(', '.join(parts))}."


def response_sentence(summary: Summary) -> str:
    """Say how many were detected, and what the measures did."""
    n = summary.n_by_event
    parts = [f"{people(n['detection'])} detected of {people(summary.n_infected)} infected"]
    parts += [f"{people(n[kind])} {words}" for kind, words in DONE.items() if n[kind]]
    return f"{'; '.join(parts)}."


def toll_sentence(summary: Summary) -> str:
    """Say how many were infected, how many never met it, how many died or were destroyed."""
    n_people = max(summary.n_people, 1)
    parts = [
        f"{people(summary.n_infected)} infected ({percentage(summary.n_infected / n_people)})",
        f"{people(summary.n_never_infected)} never ({percentage(summary.n_never_infected / n_people)})",
    ]
    if summary.n_dead:
        parts.append(f"{people(summary.n_dead)} dead")
    if summary.n_destroyed:
        parts.append(f"{people(summary.n_destroyed)} attackers destroyed")
    return f"{'; '.join(parts)}."


def upper_first(text: str) -> str:
    """Return a text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]
