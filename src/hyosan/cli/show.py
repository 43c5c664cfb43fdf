"""hyosan show: tell what happened in a saved run, and draw its pictures."""

from pathlib import Path
from typing import Annotated

import typer

from hyosan import api
from hyosan.cli.options import IsDrawn, IsJson
from hyosan.cli.report import PICTURES, print_report
from hyosan.views.gallery import draw_record

app = typer.Typer(add_completion=False)


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    is_json: IsJson = False,
    is_drawn: IsDrawn = True,
) -> None:
    """Tell what happened in a saved run, and draw its pictures."""
    saved = api.load(folder)
    pictures = draw_record(saved.record, saved.folder / PICTURES) if is_drawn else []
    print_report(saved, saved.summary(), pictures, is_json)
