"""Evacuation, in plain Python."""

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, unit
from hyosan.engine.population.twin.response.orders import complies
from hyosan.engine.population.twin.run import PlainRun


def host_patch(run: PlainRun, person: int, now: float) -> int | None:
    """Return the patch where an evacuated person is a guest; None for one who is not.

    A household leaves together, at a time that is uniform over the days that the evacuation takes.
    """
    assert run.response is not None
    home = run.people.home_patch(person)
    first = run.people.household(person, home)[0]
    for measure in run.response.on("evacuation"):
        capacity = measure.rule.capacity_per_day
        days = 0.0
        if capacity is not None and measure.n_leaving > 0.0:
            days = unit(run.bits(first, why.LEAVE, measure.number)) * measure.n_leaving / capacity
        has_left = now > measure.start_days and now - measure.start_days > days
        if measure.zone.holds(home) and has_left and complies(run, measure, first, now):
            return measure.hosts[below(run.bits(first, why.HOST, measure.number), len(measure.hosts))]
    return None
