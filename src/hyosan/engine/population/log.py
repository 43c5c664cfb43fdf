"""The event log in the memory of a run."""

from hyosan.engine.population.memory import N_LOG, Memory
from hyosan.jit import Int, inner_kernel


@inner_kernel
def log_row(
    m: Memory,
    time_days: float,
    kind: Int,
    person: Int,
    source: Int,
    patch: Int,
    from_state: Int,
    to_state: Int,
    setting: Int,
) -> None:
    """Append a row to the event log; there must be room."""
    at = m.counts[N_LOG]
    m.log[at].time_days = time_days
    m.log[at].person = person
    m.log[at].source = source
    m.log[at].patch = patch
    m.log[at].kind = kind
    m.log[at].from_state = from_state
    m.log[at].to_state = to_state
    m.log[at].setting = setting
    m.counts[N_LOG] = at + 1
