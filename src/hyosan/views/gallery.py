"""All pictures of a run, written to a folder."""

import os
from pathlib import Path
from typing import Protocol

from PIL import Image

from hyosan.record.errors import write_error
from hyosan.record.load import Record
from hyosan.views.curve import draw_curve
from hyosan.views.ink import Plates, blank, lay, press
from hyosan.views.lettering import write_wide
from hyosan.views.map_still import draw_still, still_raster
from hyosan.views.sheet import draw_sheet
from hyosan.views.subject import Subject, subject_of

SHEET_FILE = "sheet.png"
CURVE_FILE = "curve.png"
WIDTH = 1600
CURVE_HEIGHT = 700
MARGIN = 40


class Recorded(Protocol):
    """Whatever has a record on disk, as a run has."""

    @property
    def record(self) -> Record:
        """The run on disk."""
        ...


def draw_run(run: Recorded, folder: str | Path) -> list[Path]:
    """Draw the pictures of a run into a folder and return their paths, as draw_record does."""
    return draw_record(run.record, Path(folder))


def draw_record(record: Record, folder: Path) -> list[Path]:
    """Draw the pictures of a run on disk and return their paths: the contact sheet, the curve, then the stills.

    A world without a map (mixed, a graph) has no stills; its sheet shows the curve. Files of these names are replaced.
    Raises RecordError if the run is damaged or the folder cannot be written to.
    """
    subject = subject_of(record)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    paths = [save(draw_sheet(subject), folder / SHEET_FILE), save(draw_curve_page(subject), folder / CURVE_FILE)]
    if subject.land.has_map:
        raster = still_raster(subject)
        for number in range(len(subject.tally.still_days)):
            paths.append(save(draw_still(subject, raster, number), folder / still_name(subject, number)))
    return paths


def draw_curve_page(subject: Subject) -> Image.Image:
    """Return the epidemic curve as a picture of its own, under its title."""
    plates: Plates = blank(WIDTH, CURVE_HEIGHT)
    write_wide(plates, (MARGIN + 8, 36), subject.title, 32, WIDTH - 2 * MARGIN)
    lay(plates, draw_curve(subject.tally, WIDTH - 2 * MARGIN + 20, CURVE_HEIGHT - 110, 18), MARGIN - 10, 90)
    return press(plates)


def still_name(subject: Subject, number: int) -> str:
    """Return the file name of a still: still-03-day-002-0600.png."""
    minutes = int(float(subject.tally.still_days[number]) * 1440 + 1e-6)
    clock = f"{minutes % 1440 // 60:02d}{minutes % 60:02d}"
    return f"still-{number + 1:02d}-day-{minutes // 1440:03d}-{clock}.png"


def save(picture: Image.Image, path: Path) -> Path:
    """Write a picture whole or not at all, and return its path. Raises RecordError if the disk refuses it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        picture.save(part, format="png")
        os.replace(part, path)
    except BaseException as error:  # Ctrl-C too: no part of a picture is left
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise write_error(path, error) from error
        raise
    return path
