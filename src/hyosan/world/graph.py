"""People who meet their neighbours in a graph: from a file of edges, or drawn at random with networkx."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hyosan.world.arrays import I64
from hyosan.world.errors import WorldError, nearest
from hyosan.world.links import as_lists
from hyosan.world.mixed import NOWHERE, mixed_world
from hyosan.world.model import World
from hyosan.world.tables import read_text

try:
    import networkx as _networkx
except ImportError:  # the extra "graphs" is not installed: only worlds from a file of edges
    _networkx = None

networkx: Any = _networkx


def graph_world(n_people: int, a: I64, b: I64) -> World:
    """Return a world of people in one patch who have neighbours.

    a, b: (edges) person a[k] and person b[k] meet. Loops and repeats do not count.
    """
    apart = a != b
    near, far = np.concatenate((a[apart], b[apart])), np.concatenate((b[apart], a[apart]))
    start, person = as_lists(n_people, near, far)
    world = mixed_world(n_people)
    arrays = world.arrays._replace(has_neighbours=True, neighbour_start=start, neighbour_person=person.astype(np.int64))
    return World("graph", arrays, world.district_names, NOWHERE)


def read_edges(path: Path) -> tuple[int, I64, I64]:
    """Return (number of people, a, b) from a file with two whole numbers a line, apart by a comma, a space or a tab.

    Lines that are empty or start with # or %, and a first line of names, are skipped. The numbers that occur, in
    rising order, become people 0, 1, ….

    Raises
    ------
    WorldError: another number of cells, something that is no whole number, or no edges; with file and line.
    """
    text = read_text(path)
    numbered = [(i, line.replace(",", " ").split()) for i, line in enumerate(text.splitlines(), 1)]
    rows = [(i, cells) for i, cells in numbered if cells and cells[0][0] not in "#%"]
    if rows and not any(_is_whole(cell) for cell in rows[0][1]):
        rows = rows[1:]
    if not rows:
        raise WorldError(f"{path}: found no edges; give two numbers of people a line.")
    for i, cells in rows:
        if len(cells) != 2:
            raise WorldError(f"{path}:{i}: found {len(cells)} cells; give two numbers of people a line.")
        if not (_is_whole(cells[0]) and _is_whole(cells[1])):
            raise WorldError(f"{path}:{i}: found {' '.join(cells)!r}; give two whole numbers of zero or more.")
    label = np.array([cells for _, cells in rows], dtype=np.int64)
    people, number = np.unique(label, return_inverse=True)
    number = number.reshape(-1, 2)
    return len(people), number[:, 0].copy(), number[:, 1].copy()


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def random_edges(
    model: str, n_people: int, mean_degree: float, rewiring_probability: float, seed: int
) -> tuple[I64, I64]:
    """Return the edges (a, b) of a random graph.

    Parameters
    ----------
    model: "erdos-renyi"; "configuration" (Poisson degrees); "regular" (mean_degree whole); "small-world" (mean_degree
        even); "barabasi-albert" (mean_degree even: each newcomer brings half of it as edges).
    rewiring_probability: of small-world (Watts and Strogatz 1998, doi:10.1038/30918).

    Raises
    ------
    WorldError: an unknown model, a mean degree that it cannot have, or networkx is not installed.
    """
    if networkx is None:
        raise WorldError("random graphs need networkx, which is not installed; run: pip install 'hyosan[graphs]'.")
    if model not in MODELS:
        raise WorldError(f"model: found {model!r}; give one of {', '.join(MODELS)}.{nearest(model, MODELS)}")
    if not 0 < mean_degree < n_people:
        raise WorldError(f"mean_degree: found {mean_degree:g}; give a number above 0 and below the {n_people} people.")
    graph = MODELS[model](n_people, mean_degree, rewiring_probability, seed)
    edges = np.array([(a, b) for a, b, *_ in graph.edges()], dtype=np.int64).reshape(-1, 2)
    return edges[:, 0].copy(), edges[:, 1].copy()


def _erdos_renyi(n: int, mean: float, rewiring: float, seed: int) -> Any:
    return networkx.fast_gnp_random_graph(n, min(1.0, mean / (n - 1)), seed=seed)


def _configuration(n: int, mean: float, rewiring: float, seed: int) -> Any:
    degrees = np.random.default_rng(seed).poisson(mean, n)
    degrees[0] += degrees.sum() % 2
    return networkx.configuration_model(degrees.tolist(), seed=seed)


def _regular(n: int, mean: float, rewiring: float, seed: int) -> Any:
    degree = _whole_degree("regular", mean, 1)
    if n * degree % 2:
        raise WorldError(f"mean_degree: {n} people with {degree} neighbours each need half an edge; make one even.")
    return networkx.random_regular_graph(degree, n, seed=seed)


def _small_world(n: int, mean: float, rewiring: float, seed: int) -> Any:
    return networkx.watts_strogatz_graph(n, _whole_degree("small-world", mean, 2), rewiring, seed=seed)


def _barabasi_albert(n: int, mean: float, rewiring: float, seed: int) -> Any:
    return networkx.barabasi_albert_graph(n, max(1, _whole_degree("barabasi-albert", mean, 2) // 2), seed=seed)


def _whole_degree(model: str, mean: float, step: int) -> int:
    if not math.isclose(mean, round(mean)) or round(mean) % step:
        needed = "a whole" if step == 1 else "an even"
        raise WorldError(f"mean_degree: found {mean:g}; a {model} graph needs {needed} number.")
    return round(mean)


MODELS: dict[str, Callable[[int, float, float, int], Any]] = {
    "configuration": _configuration,
    "erdos-renyi": _erdos_renyi,
    "regular": _regular,
    "small-world": _small_world,
    "barabasi-albert": _barabasi_albert,
}
