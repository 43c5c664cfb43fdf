"""What engines raise."""


class SimulationError(ValueError):
    """The scenario asks for what its world does not have; the message says what, and what there is."""
