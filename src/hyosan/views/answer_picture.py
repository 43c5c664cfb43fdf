"""The answer on one sheet: how it ends, when and how it gets out, and where."""

from pathlib import Path

from PIL import Image

from hyosan.analysis.answer import Answer
from hyosan.record.errors import write_error
from hyosan.views.answer_bars import bars_height, draw_bars
from hyosan.views.answer_map import draw_answer_map, land_of_world, map_height, write_places
from hyosan.views.answer_sentences import FICTION, LIMITS, area_sentences, facts, headline, start_sentence
from hyosan.views.answer_times import draw_times
from hyosan.views.gallery import save
from hyosan.views.ink import Plates, blank, press, rule
from hyosan.views.land import Land
from hyosan.views.lettering import shortened, wrapped, write, write_wide
from hyosan.world.model import World

PICTURE = "answer.png"
WIDTH = 1600
MARGIN = 44
GAP = 60
HEAD = 216
SIDE = 420
"""Width of the words beside the map, in pixels."""

FOOT = 92
PLACES_HEIGHT, HIGHEST_MAP = 320, 1040
LEAST_PANEL = 340
LINE = 22
WRITTEN = {"Noticed": "BEFORE ANYBODY NOTICES", "Without": "WITHOUT THE MEASURES"}
"""Facts that are written beside the map, with their titles."""


def write_answer_picture(answer: Answer, world: World, path: Path) -> Path:
    """Draw the sheet to a file and return its path; a file of this name is replaced.

    world: that of the answer's scenario. Raises RecordError if the folder cannot be written to.
    """
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path, error) from error
    return save(draw_answer(answer, land_of_world(world)), path)


def draw_answer(answer: Answer, land: Land) -> Image.Image:
    """Return the sheet. A world without a map has a list of places only."""
    panels = max(bars_height(answer), LEAST_PANEL)
    map_width = WIDTH - 2 * MARGIN - SIDE - GAP // 2
    lower = min(max(map_height(land, map_width), PLACES_HEIGHT), HIGHEST_MAP) if land.has_map else PLACES_HEIGHT
    plates = blank(WIDTH, HEAD + panels + lower + FOOT)
    write_head(plates, answer)
    half = (WIDTH - 2 * MARGIN - GAP) // 2
    draw_bars(plates, answer, MARGIN, HEAD, half + 40)
    draw_times(plates, answer.planned, MARGIN + half + GAP + 40, HEAD, (half - 40, panels - 30))
    top = HEAD + panels
    if land.has_map:
        draw_answer_map(plates, answer, land, MARGIN, top, (map_width, lower))
        left = MARGIN + map_width + GAP // 2
        below = write_places(plates, answer, left, top, SIDE, has_map=True)
        write_facts(plates, answer, (left, below + 26), SIDE, top + lower)
    else:
        write_places(plates, answer, MARGIN, top, half, has_map=False)
        write_facts(plates, answer, (MARGIN + half + GAP + 40, top), half - 40, top + lower)
    write_foot(plates, answer)
    return press(plates)


def write_head(plates: Plates, answer: Answer) -> None:
    """Write the title, what is asked, and the answer in one sentence."""
    room = WIDTH - 2 * MARGIN
    write_wide(plates, (MARGIN, 34), answer.scenario.name, 36, room)
    story = " ".join([start_sentence(answer).removesuffix(f" {FICTION}"), *area_sentences(answer)])
    for k, line in enumerate(wrapped(story, 16, room, 3)):
        write(plates, (MARGIN, 84 + 22 * k), line, 16)
    write(plates, (MARGIN, 156), shortened(headline(answer), 24, room, "bold"), 24, "bold")
    rule(plates, (MARGIN, HEAD - 22, WIDTH - MARGIN, HEAD - 21))


def write_facts(plates: Plates, answer: Answer, at: tuple[int, int], width: int, bottom: int) -> None:
    """Write when it is noticed, and what the measures spared, as far as there is room."""
    left, y = at
    for fact in facts(answer):
        if fact.word not in WRITTEN:
            continue
        lines = wrapped(fact.sentence, 15, width, max((bottom - y - 40) // LINE, 1))
        if y + 28 + LINE > bottom:
            return
        write(plates, (left, y), WRITTEN[fact.word], 16, "bold")
        y += 28
        for line in lines:
            write(plates, (left, y), line, 15)
            y += LINE
        y += 22


def write_foot(plates: Plates, answer: Answer) -> None:
    """Write which answer this is, and what it does not say."""
    room, bottom = WIDTH - 2 * MARGIN, plates.size[1]
    fiction = f"{FICTION} " if answer.scenario.pathogen.fiction else ""
    for k, line in enumerate(wrapped(f"{fiction}{LIMITS}", 13, room, 2)):
        write(plates, (MARGIN, bottom - 72 + 19 * k), line, 13)
    which = (
        f"{answer.scenario.name}, hash {answer.scenario_hash[:12]}, seeds from {answer.seed}, "
        f"{answer.n_replicates:,} replicates"
    )
    write(plates, (MARGIN, bottom - 32), shortened(which, 13, room), 13)
