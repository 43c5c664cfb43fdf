"""What a decision changed, told in a few sentences and one table."""

from hyosan.analysis.difference import Difference, Tally
from hyosan.record.provenance import RunInfo
from hyosan.terms import OUTCOME_SENTENCES
from hyosan.views.account import Fact, upper_first
from hyosan.views.wording import duration, people, time_stamp

TABLE_HEAD = ("people", "infected: run", "branch", "spared", "lost", "both", "later", "earlier", "dead: run", "branch")
"""Heads of the table; spared: infected in the run only; lost: in the branch only."""


def branch_account(found: Difference, parent: RunInfo, branch: RunInfo) -> list[Fact]:
    """Return the facts of a branch, against the run that it comes from, in the order in which they are told."""
    facts = [
        Fact("Branch", f"{parent.name}, seed {parent.seed}, from {time_stamp(found.at_days)} on."),
        Fact("Changed", changed_sentence(branch)),
        Fact("Shared", f"{count(found.n_before, 'person', 'people')} infected until then, in both."),
    ]
    if found.parted_days is None:
        return [*facts, Fact("Effect", "None: both futures are the same, to the last infection.")]
    after = duration(found.parted_days - found.at_days)
    facts += [
        Fact("Parted", f"They part {time_stamp(found.parted_days)}, {after} after the decision."),
        Fact("Infected", infected_sentence(found)),
        Fact("Dead", dead_sentence(found.total)),
        Fact("Ended", ended_sentence(parent, branch)),
    ]
    return facts


def changed_sentence(branch: RunInfo) -> str:
    """Say what the branch does otherwise."""
    changed = branch.branch.changed if branch.branch else ()
    return f"{upper_first('; '.join(changed))}." if changed else "Nothing."


def infected_sentence(found: Difference) -> str:
    """Say who was spared and who lost, and how much later or earlier the others were infected."""
    total = found.total
    text = (
        f"{people(total.n_infected_branch)} instead of {people(total.n_infected_parent)}: "
        f"{people(total.n_spared)} spared, {people(total.n_lost)} infected who would not have been; "
        f"{people(total.n_both)} in either case"
    )
    if found.median_later_days is None:
        return f"{text}, at the same time."
    way = "later" if found.median_later_days >= 0.0 else "earlier"
    by = duration(abs(found.median_later_days))
    return f"{text}, of whom {people(total.n_later)} later and {people(total.n_earlier)} earlier (median: {by} {way})."


def dead_sentence(total: Tally) -> str:
    """Say how many died."""
    if total.n_dead_parent == 0 and total.n_dead_branch == 0:
        return "Nobody, in either."
    return (
        f"{people(total.n_dead_branch)} instead of {people(total.n_dead_parent)}: {people(total.n_deaths_spared)} "
        f"spared, {people(total.n_deaths_lost)} dead who would not have been."
    )


def ended_sentence(parent: RunInfo, branch: RunInfo) -> str:
    """Say when and why the branch ended, and the run."""
    text = f"Branch: {time_stamp(branch.end_days)}. {OUTCOME_SENTENCES[branch.outcome]} Run: "
    return f"{text}{time_stamp(parent.end_days)}. {OUTCOME_SENTENCES[parent.outcome]}"


def branch_rows(found: Difference) -> list[tuple[str, ...]]:
    """Return the rows of the table below TABLE_HEAD: everybody, and by where people live, if an area was given."""
    groups = (("all", found.total), ("living inside", found.inside), ("living outside", found.outside))
    return [_row(name, tally) for name, tally in groups if tally is not None]


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    numbers = (
        tally.n_infected_parent,
        tally.n_infected_branch,
        tally.n_spared,
        tally.n_lost,
        tally.n_both,
        tally.n_later,
        tally.n_earlier,
        tally.n_dead_parent,
        tally.n_dead_branch,
    )
    return (name, *(f"{number:,}" for number in numbers))


def count(n: int, one: str, many: str) -> str:
    """Return a count and its noun."""
    return f"{people(n)} {one if n == 1 else many}"
