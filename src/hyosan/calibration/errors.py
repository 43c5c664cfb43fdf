"""What goes wrong while a scenario is fitted to data."""

from hyosan.engine.errors import SimulationError


class FitError(SimulationError):
    """A fit cannot be made; the message says what was found, what is allowed and what to do."""
