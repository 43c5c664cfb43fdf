"""The first look of a search: a few seeds all over the range; which ends are easy, and about where lines cross."""

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import HELD, LOST
from hyosan.analysis.frontier_design import Design


def look(design: Design) -> None:
    """Run a few seeds all over the range, turn the axes so that step 0 is the easiest, count seeds out of order."""
    nodes = [axis.nodes() for axis in design.axes] + [(0,)] * (2 - len(design.axes))
    design.run([(i, j, seed) for i in nodes[0] for j in nodes[1] for seed in range(design.n_look)])
    held = looked(design)
    turned = [easier_at_top(held, number) for number in range(len(design.axes))]
    design.bank.turn(*[design.axes[k].n_steps if k < len(turned) and turned[k] else None for k in (0, 1)])
    design.axes = tuple(axis.turned() if turn else axis for axis, turn in zip(design.axes, turned, strict=True))
    held = looked(design)
    steps = [np.diff(held.astype(np.int8), axis=number) for number in range(len(design.axes))]
    disorderly = np.logical_or.reduce([(step > 0).any(axis=(0, 1)) for step in steps])
    design.n_disorderly = int(disorderly.sum())


def looked(design: Design) -> NDArray[np.bool_]:
    """Return what the first look saw: (nodes of the first axis, of the second, seeds)."""
    nodes = [axis.nodes() for axis in design.axes] + [(0,)] * (2 - len(design.axes))
    return np.array([[design.bank.at((i, j), design.n_look) == HELD for j in nodes[1]] for i in nodes[0]])


def easier_at_top(held: NDArray[np.bool_], number: int) -> bool:
    """Return whether more was contained in the upper half of an axis than in the lower."""
    counts = np.moveaxis(held, number, 0).sum(axis=(1, 2))
    half = len(counts) // 2
    return bool(counts[-half:].sum() > counts[:half].sum())


def guess(design: Design, j: int) -> tuple[float, int, int]:
    """Return where the first look saw a line cross: the middle, and the nodes on both sides of it."""
    nodes = design.axes[0].nodes()
    lost = [int(np.count_nonzero(design.bank.at((i, j), design.n_look) == LOST)) for i in nodes]
    beyond = [i for i, n in zip(nodes, lost, strict=True) if n > (1.0 - design.hold) * design.n_look]
    right = beyond[0] if beyond else nodes[-1]
    left = nodes[max(0, nodes.index(right) - 1)]
    return (left + right) / 2, left, right
