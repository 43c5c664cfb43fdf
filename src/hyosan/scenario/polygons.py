"""Whether a polygon is one: points in order, a border that does not cross itself, something inside."""

from functools import lru_cache
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Points: TypeAlias = tuple[Point, ...]


def without_repeated_end(points: Points) -> Points:
    """Return a polygon without its last point if that is the first once more, as in GeoJSON."""
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


@lru_cache(maxsize=64)
def crossing_sides(points: Points) -> tuple[int, int] | None:
    """Return two sides (by the number of their first point) that touch without being neighbours, or None."""
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    n = len(sides)
    for i in range(n):
        for j in range(i + 2, n - (i == 0)):
            if _touch(sides[i], sides[j]):
                return i, j
    return None


def area(points: Points) -> float:
    """Return twice the area of a polygon (Gauss's shoelace formula), with the sign of its turn."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)


def _touch(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0.0 and _turn(c, d, a) * _turn(c, d, b) <= 0.0


def _turn(a: Point, b: Point, c: Point) -> float:
    """Return 1.0 if a, b, c turn left, -1.0 if right, 0.0 if they lie on a line."""
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return float((cross > 0.0) - (cross < 0.0))
