"""The answer as a paragraph that a commander understands."""

import math

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_intervals import Mean, Spread
from hyosan.analysis.answer_outcomes import FirstEscape
from hyosan.analysis.answer_paired import Paired
from hyosan.scenario import Cordon
from hyosan.terms import ROUTE_SENTENCES
from hyosan.views.account import Fact, upper_first
from hyosan.views.answer_words import (
    KINDS,
    area_words,
    days_words,
    mean_words,
    names,
    of_100,
    range_words,
    round_count,
    tightness_words,
    when_words,
)
from hyosan.views.wording import duration, people

FEW_REPLICATES = 100

GOT_OUT = "that got out"

LIMITS = (
    "The ranges in brackets are 95 % intervals of chance in the model; they do not say how far the model and what it "
    "assumes of people, contacts and obedience are from the world."
)
"""The limits of the model in one line."""

FICTION = "The infection is fiction: nothing here is about a real disease."


def paragraph(answer: Answer) -> str:
    """Return the whole answer in words."""
    return " ".join(fact.sentence for fact in facts(answer))


def facts(answer: Answer) -> list[Fact]:
    """Return the answer in words, in pieces with a word in front of each."""
    told = [
        Fact("It starts", start_sentence(answer)),
        Fact("Measures", " ".join(area_sentences(answer))),
        Fact("It holds", " ".join([headline(answer), *ends_sentences(answer)])),
        Fact("Gets out", " ".join(escape_sentences(answer.first_escape, answer))),
    ]
    noticed = notice_sentences(answer.first_escape)
    if noticed:
        told.append(Fact("Noticed", " ".join(noticed)))
    told.append(Fact("Without", " ".join(spared_sentences(answer))))
    few = answer.n_replicates < FEW_REPLICATES
    warning = f"So few replicates ({answer.n_replicates}) say little; ask for 1,000. " if few else ""
    return [*told, Fact("Beware", f"{warning}{LIMITS}")]


def headline(answer: Answer) -> str:
    """Return the answer in one sentence."""
    n = answer.n_replicates
    runs = "1 simulated outbreak" if n == 1 else f"{n:,} simulated outbreaks"
    if answer.undecided.n_hits == n:
        return f"Nothing is decided at the end of {runs}: the horizon is too early."
    return f"Of {runs}, contained: {of_100(answer.contained)}."


def start_sentence(answer: Answer) -> str:
    """Say what starts where."""
    pathogen, ground = answer.scenario.pathogen, answer.ground
    where = f"in {names(ground.origins)}" if ground.origins else f"anywhere in {ground.world}"
    name = f"{upper_first(pathogen.name)} (fiction)" if pathogen.fiction else upper_first(pathogen.name)
    first = f"{name} starts {where}, among {people(ground.n_people)} people."
    return f"{first} {FICTION}" if pathogen.fiction else first


def area_sentences(answer: Answer) -> list[str]:
    """Say what is sealed and when, who lives inside and who commutes across, and what else is done."""
    response = answer.scenario.response
    measures = response.measures if response is not None else ()
    cordons = [measure for measure in measures if isinstance(measure, Cordon)]
    told = [cordon_sentence(cordon, answer) for cordon in cordons]
    if not cordons:
        told.append(f"Nothing is sealed; what should hold it is {inside_words(answer)}.")
    elif answer.ground.n_people_inside == answer.ground.n_people:
        told.append(f"What should hold it is {inside_words(answer)}.")
    others = [f"{KINDS[m.kind]} ({when_words(m)})" for m in measures if not isinstance(m, Cordon)]
    if others:
        told.append(f"{'Also: ' if cordons else 'What is done: '}{'; '.join(others)}.")
    return told


def inside_words(answer: Answer) -> str:
    """Return the area that should hold the outbreak, with its people."""
    ground = answer.ground
    if ground.n_people_inside == ground.n_people:
        return "the whole world, so that nothing can get out: name an area under answer.area"
    where = names(ground.inside_districts) or "1 patch"
    if len(ground.inside) > 1 and not ground.inside_districts:
        where = f"{len(ground.inside):,} patches"
    return f"{where}, with {round_count(ground.n_people_inside)} people"


def cordon_sentence(cordon: Cordon, answer: Answer) -> str:
    """Say what a cordon seals, when, how tightly, and what its border is like."""
    sealed = f"{upper_first(area_words(cordon.area))} is sealed {when_words(cordon)}; {tightness_words(cordon)}."
    found = [border for border in answer.borders if border.measure == cordon.name]
    if not found:
        return sealed
    border = found[0]
    n = border.n_commuters_out + border.n_commuters_in
    if n == 0:
        return f"{sealed} {people_words(border.n_people)} inside; nobody commutes across its border."
    across = f"{round_count(border.n_commuters_out)} out and {round_count(border.n_commuters_in)} in"
    return (
        f"{sealed} {people_words(border.n_people)} inside; on a day without a cordon {round_count(n)} commute across "
        f"its border ({across})."
    )


def people_words(n: int) -> str:
    """Return how many people live somewhere."""
    return "1 person lives" if n == 1 else f"{upper_first(round_count(n))} people live"


def ends_sentences(answer: Answer) -> list[str]:
    """Say how often it went nationwide and how often nothing was decided."""
    n, told = answer.n_replicates, []
    rules = answer.scenario.answer
    outside = f"{rules.nationwide_infections:,} infections outside"
    if rules.nationwide_districts is not None:
        outside += f" or {rules.nationwide_districts:,} districts outside"
    told.append(f"Nationwide, that is {outside}: {of_100(answer.nationwide)}.")
    if 0 < answer.undecided.n_hits < n:
        day = f"{answer.scenario.stop.horizon_days:g}"
        told.append(f"Neither at the end (day {day}): {of_100(answer.undecided)}.")
    return told


def escape_sentences(escape: FirstEscape, answer: Answer) -> list[str]:
    """Say whether, when, how and where it first got out, and how many before anybody noticed."""
    if escape.days is None:
        return [f"It never got out: outbreaks with an infection outside, {of_100(escape.share)}."]
    n_out = escape.share.n_hits
    told = [f"It got out, if only for a while: {of_100(escape.share)}."]
    if n_out > 1:
        told.append(
            f"The median time of the first infection outside is {days_words(escape.days)} after the start; nine times "
            f"in ten it is {range_words(escape.days)}."
        )
    else:
        told.append(f"The first infection outside came {duration(escape.days.median)} after the start.")
    first, place = escape.routes[0], escape.places[0]
    how, often = ROUTE_SENTENCES[first.route], "" if n_out == 1 else ", most often"
    told.append(f"How{often}: {how}; {of_100(first.share, GOT_OUT)}." if n_out > 1 else f"How: {how}.")
    if place.name:
        told.append(
            f"Where it first comes out{often}: {place.name}; {of_100(place.share, GOT_OUT)}."
            if n_out > 1
            else f"Where it came out: {place.name}."
        )
    return told


def notice_sentences(escape: FirstEscape) -> list[str]:
    """Say how many were infected outside before anybody noticed, and how long that took."""
    outside, delay = escape.outside_when_noticed, escape.delay_days
    if outside is None or escape.noticed is None:
        return []
    if escape.noticed.n_hits == 0 or delay is None:
        return ["Nobody outside was ever detected: nobody would have noticed."]
    told = [
        f"Until somebody is detected outside, or to the end where nobody is, {count_range(outside)} are infected there."
    ]
    if escape.noticed.n_hits < escape.noticed.n:
        told.append(f"Somebody outside is detected in {of_100(escape.noticed, GOT_OUT)}.")
    median = "The first detection there comes" if delay.n == 1 else "The median of the first detection there is"
    told.append(f"{median} {days_words(delay)} after the first infection there{early_words(delay)}.")
    return told


def early_words(delay: Spread) -> str:
    """Explain a detection that comes before the first infection."""
    return "; less than 0 is somebody infected inside and detected outside" if delay.q05 < 0.0 else ""


def count_range(spread: Spread) -> str:
    """Return a count as its median and the range of nine in ten."""
    median = round_count(math.floor(spread.median + 0.5))
    if spread.n == 1:
        return median
    return f"{median} (nine times in ten {round_count(spread.q05)} to {round_count(spread.q95)})"


def spared_sentences(answer: Answer) -> list[str]:
    """Say how it would go without the measures, and what they spared on the same dice."""
    paired = answer.paired
    if paired is None or answer.bare is None:
        return ["The scenario has no measures, so there is nothing to compare with."]
    told = [f"Without the measures, contained: {of_100(answer.bare.contained)}."]
    told.append(
        f"On the same dice the measures saved {paired.n_saved:,} of {paired.n:,} outbreaks, lost {paired.n_lost:,}, "
        f"and left {paired.n_unchanged:,} as they were."
    )
    for name, difference in (("infections", paired.infections), ("deaths", paired.deaths)):
        if difference is not None and (difference.mean or difference.low is not None):
            told.append(changed_words(name, difference, paired))
    if paired.n_censored_with + paired.n_censored_without:
        told.append(paired.note)
    return told


def changed_words(name: str, difference: Mean, paired: Paired) -> str:
    """Say how many infections or deaths the measures spared, or cost, in an outbreak on average.

    Where the interval holds 0 it is said that this is not known.
    """
    where = "an outbreak on average"
    if paired.n_comparable < paired.n:
        where += f", in the {paired.n_comparable:,} that did not go nationwide under them"
    spared = mean_words(difference, -1.0)
    if difference.low is not None and difference.high is not None and difference.low <= 0.0 <= difference.high:
        return f"Whether they spare {name} is not sure: {spared} {where}; less than 0 is more {name}."
    if difference.mean > 0.0:
        return f"They cost {mean_words(difference)} more {name} {where}."
    return f"They spare {'at least ' if paired.is_least else ''}{spared} {name} {where}."
