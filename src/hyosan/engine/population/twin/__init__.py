"""The population engine in plain Python: slow, readable, and the reference for the kernels.

One heap instead of a calendar queue, one dictionary instead of tables, the scenario's own models instead of arrays,
and people found by enumeration. On the same scenario, world and seed it gives the same log, event for event.
"""

from hyosan.engine.population.twin.loop import simulate_plain

__all__ = ["simulate_plain"]
