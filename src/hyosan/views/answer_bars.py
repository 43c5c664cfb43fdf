"""How it ends, as dots with their intervals: contained in ink, what got out in red, with measures and without."""

from PIL import Image, ImageDraw

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_intervals import Share
from hyosan.views.answer_words import share_words
from hyosan.views.ink import Plates
from hyosan.views.lettering import shortened, write, write_in_red

FINENESS = 4
"""Sub-pixels along each edge of a pixel, for smooth dots."""

RADIUS = 8
ROW, GROUP = 34, 30
"""Heights of a row, and of the space before the next group."""

LABEL = 150
"""Width of the words on the left, in pixels."""

WORDS = 190
"""Width of the words on the right."""

ENDS = (("contained", False), ("nationwide", True), ("undecided", False), ("escaped", True))
"""Ends, and whether they are red."""

TICKS = (0, 25, 50, 75, 100)


def bars_height(answer: Answer) -> int:
    """Return the height of the panel in pixels."""
    return 40 + len(ENDS) * (rows(answer) * ROW + GROUP) + 70


def rows(answer: Answer) -> int:
    """Return how many arms there are."""
    return 1 if answer.bare is None else 2


def draw_bars(plates: Plates, answer: Answer, left: int, top: int, width: int) -> None:
    """Draw the panel into plates."""
    write(plates, (left, top), "HOW IT ENDS, OF 100 OUTBREAKS", 16, "bold")
    axis, room = left + LABEL, width - LABEL - WORDS
    below = top + 40 + len(ENDS) * (rows(answer) * ROW + GROUP) - GROUP // 2
    draw_scale(plates, axis, room, top + 40, below)
    y = top + 40 + ROW // 2
    for name, is_red in ENDS:
        put = write_in_red if is_red else write
        put(plates, (left, y), name, 18, "bold", "lm")
        draw_share(plates, getattr(answer.planned, name), (axis, y, room), is_red, is_filled=True)
        if answer.bare is not None:
            y += ROW
            draw_share(plates, getattr(answer.bare, name), (axis, y, room), is_red, is_filled=False)
        y += ROW + GROUP
    if answer.bare is not None:
        draw_dot(plates.black, left + LABEL + RADIUS, below + 44, is_filled=True)
        write(plates, (left + LABEL + 24, below + 44), "with the measures", 14, anchor="lm")
        draw_dot(plates.black, left + LABEL + 190 + RADIUS, below + 44, is_filled=False)
        write(plates, (left + LABEL + 214, below + 44), "without them, same dice", 14, anchor="lm")


def draw_scale(plates: Plates, left: int, width: int, top: int, bottom: int) -> None:
    """Draw fine lines at the ticks, from 0 to 100."""
    pen = ImageDraw.Draw(plates.black)
    for tick in TICKS:
        x = left + round(width * tick / 100)
        pen.line((x, top, x, bottom), fill=60)
        write(plates, (x, bottom + 6), str(tick), 14, "sans", "ma")


def draw_share(plates: Plates, share: Share, at: tuple[int, int, int], is_red: bool, is_filled: bool) -> None:
    """Draw a share with its interval. at: left end of the scale, height, width of the scale."""
    left, y, width = at
    plate = plates.red if is_red else plates.black
    low, high = left + width * share.low, left + width * share.high
    thick = 2 if is_filled else 1
    pen = ImageDraw.Draw(plate)
    pen.rectangle((round(low), y - thick, round(high), y + thick - 1), fill=255)
    for end in (low, high):
        pen.rectangle((round(end) - 1, y - 6, round(end), y + 6), fill=255)
    draw_dot(plate, round(left + width * share.p), y, is_filled)
    write(plates, (left + width + 20, y), shortened(share_words(share), 15, WORDS - 24), 15, anchor="lm")


def draw_dot(plate: Image.Image, x: int, y: int, is_filled: bool) -> None:
    """Draw a dot, or a ring with bare paper in it."""
    size = 2 * (RADIUS + 2)
    canvas = Image.new("L", (size * FINENESS, size * FINENESS), 0)
    inner = Image.new("L", canvas.size, 0)
    for image, reach in ((canvas, RADIUS), (inner, RADIUS - 3)):
        edge = (size / 2 - reach) * FINENESS
        ImageDraw.Draw(image).ellipse((edge, edge, size * FINENESS - edge, size * FINENESS - edge), fill=255)
    plate.paste(255, (x - size // 2, y - size // 2), canvas.reduce(FINENESS))
    if not is_filled:
        plate.paste(0, (x - size // 2, y - size // 2), inner.reduce(FINENESS))
