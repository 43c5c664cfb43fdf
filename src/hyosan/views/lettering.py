"""Words on the ink plate: fonts, letters set wide, and numbers as people read them."""

from functools import lru_cache

from PIL import ImageDraw, ImageFont

from hyosan.views.ink import Plates

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

FACES = {
    "roman": ("DejaVuSerif.ttf", "NotoSerif-Regular.ttf"),
    "bold": ("DejaVuSerif-Bold.ttf", "NotoSerif-Bold.ttf"),
    "sans": ("DejaVuSans.ttf", "NotoSans-Regular.ttf"),
}


@lru_cache(maxsize=64)
def font(face: str, size_px: int) -> Font:
    """Return a face ("roman", "bold" or "sans") at a size; Pillow's own font where the face is not installed."""
    for name in FACES[face]:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return ImageFont.load_default(size_px)


def write(
    plates: Plates,
    at: tuple[float, float],
    text: str,
    size_px: int,
    face: str = "roman",
    anchor: str = "la",
    ink: int = 255,
) -> None:
    """Write a line of text; the anchor is Pillow's ("la": left and top of the letters at the point)."""
    ImageDraw.Draw(plates.black).text(at, text, fill=ink, font=font(face, size_px), anchor=anchor)


def write_in_red(
    plates: Plates, at: tuple[float, float], text: str, size_px: int, face: str = "bold", anchor: str = "la"
) -> None:
    """Write a line of text in red."""
    ImageDraw.Draw(plates.red).text(at, text, fill=255, font=font(face, size_px), anchor=anchor)


def text_width(text: str, size_px: int, face: str = "roman") -> float:
    """Return the width of a line in pixels."""
    return font(face, size_px).getlength(text)


def write_wide(plates: Plates, at: tuple[float, float], text: str, size_px: int, room_px: int) -> int:
    """Write bold capitals set wide, smaller or cut short where they would not fit; return the size used."""
    text, smallest = text.upper(), size_px // 2
    while size_px > smallest and wide_width(text, size_px) > room_px:
        size_px -= 1
    while len(text) > 2 and wide_width(text, size_px) > room_px:
        text = text[:-2].rstrip() + "…"
    x = at[0]
    for letter in text:
        write(plates, (x, at[1]), letter, size_px, "bold")
        x += text_width(letter, size_px, "bold") + gap_px(size_px)
    return size_px


def wide_width(text: str, size_px: int) -> float:
    """Return the width of capitals set wide."""
    return sum(text_width(letter, size_px, "bold") + gap_px(size_px) for letter in text)


def gap_px(size_px: int) -> float:
    """Return the space between capitals set wide."""
    return 0.13 * size_px


def wrapped(text: str, size_px: int, room_px: float, n_lines: int, face: str = "roman") -> list[str]:
    """Return a text as at most n_lines lines that fit the room; the last ends in an ellipsis where words are left."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size_px, face) <= room_px:
            lines[-1] = longer
        elif len(lines) == n_lines:
            return [*lines[:-1], with_ellipsis(lines[-1], size_px, room_px, face)]
        else:
            lines.append(word)
    return lines


def with_ellipsis(line: str, size_px: int, room_px: float, face: str) -> str:
    """Return a line with an ellipsis at its end, without as many of its last words as it takes to fit."""
    while " " in line and text_width(f"{line} …", size_px, face) > room_px:
        line = line.rsplit(" ", 1)[0]
    return f"{line} …"


def shortened(text: str, size_px: int, room_px: float, face: str = "roman") -> str:
    """Return a line cut to fit the room, with an ellipsis where something is missing."""
    while len(text) > 2 and text_width(text, size_px, face) > room_px:
        text = text[:-2].rstrip() + "…"
    return text
