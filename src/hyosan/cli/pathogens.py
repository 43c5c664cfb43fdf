"""hyosan pathogens: list the pathogens that come with Hyosan."""

import typer

from hyosan.catalogue import list_names
from hyosan.cli.tables import print_table
from hyosan.scenario import Pathogen, read_pathogen

app = typer.Typer(add_completion=False)


def origin(pathogen: Pathogen) -> str:
    """Return whether the figures of a pathogen are fiction, or how many sources they have."""
    return "fiction" if pathogen.fiction else f"{len(pathogen.sources)} sources"


@app.command()
def pathogens() -> None:
    """List the pathogens that come with Hyosan."""
    found = [read_pathogen(name) for name in list_names("pathogens")]
    print_table(("pathogen", "figures", "what it is"), [(p.name, origin(p), p.description) for p in found])
