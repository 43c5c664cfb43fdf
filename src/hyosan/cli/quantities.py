"""Quantities with units on the command line."""

import typer

from hyosan.scenario.units import UnitError, parse_days


def days(option: str, text: str) -> float:
    """Return a time in days from what a person typed, such as 36h. Raises typer.BadParameter for anything else."""
    try:
        return parse_days(text)
    except UnitError as error:
        hint = f"; did you mean {error.nearest!r}?" if error.nearest else ""
        raise typer.BadParameter(f"found {text!r}; {error}{hint}", param_hint=option) from None
