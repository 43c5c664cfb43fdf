"""The events of a response, when their time comes, in plain Python."""

from hyosan.engine.population.twin.response.cases import ask_for_all, sweep
from hyosan.engine.population.twin.response.detection import report
from hyosan.engine.population.twin.response.orders import (
    CASE,
    END,
    MIDNIGHT,
    REPORT,
    SERVICE,
    START,
    SWEEP,
    Order,
)
from hyosan.engine.population.twin.response.services import serve
from hyosan.engine.population.twin.response.triggers import midnight, run_out, start
from hyosan.engine.population.twin.run import PlainRun


def respond(run: PlainRun, order: Order, now: float) -> None:
    """Let an event of the response happen."""
    assert run.response is not None
    if order.what == REPORT:
        report(run, order.person, now)
        return
    run.response.n_waiting -= 1
    if order.what == MIDNIGHT:
        midnight(run, now)
        return
    measure = order.measure
    assert measure is not None
    if order.what == SERVICE:
        serve(run, order, now)
    elif order.what == CASE:
        ask_for_all(run, measure, order.person, now)
    elif order.what == SWEEP:
        sweep(run, measure, order.person, now)
    elif order.what == START:
        start(run, measure, now)
    elif order.what == END:
        run_out(run, measure, now)
