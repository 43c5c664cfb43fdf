"""EoN: event by event on a networkx graph, in Python; gives the times of all events and the counts then."""

import EoN
import networkx as nx
import numpy as np

from bench.meter import Sample, start
from bench.peers.case import INFECTIOUS_DAYS, LATENT_DAYS, N_CONTACTS, STAYING_RATE_PER_DAY, Case, main


def rates() -> tuple[nx.DiGraph, nx.DiGraph]:
    """Return the spontaneous and the induced transitions of the SEIR."""
    spontaneous, induced = nx.DiGraph(), nx.DiGraph()
    spontaneous.add_edge("E", "I", rate=1.0 / LATENT_DAYS)
    spontaneous.add_edge("I", "R", rate=1.0 / INFECTIOUS_DAYS)
    induced.add_edge(("I", "S"), ("I", "E"), rate=STAYING_RATE_PER_DAY)
    return spontaneous, induced


def simulate(case: Case, seed: int) -> Sample:
    """Run the case on a random graph with N_CONTACTS neighbours on average."""
    watch = start()
    graph = nx.fast_gnp_random_graph(case.n_people, N_CONTACTS / (case.n_people - 1), seed=seed)
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(case.n_people)
    status = dict.fromkeys(range(case.n_people), "S")
    status |= dict.fromkeys(chosen[: case.n_seeds].tolist(), "E")
    status |= dict.fromkeys(chosen[case.n_seeds : case.n_seeds + case.n_immune].tolist(), "R")
    spontaneous, induced = rates()
    built = watch.wall()
    times, _, _, _, removed = EoN.fast_simple_contagion(
        graph, spontaneous, induced, status, ("S", "E", "I", "R"), tmax=case.horizon_days, rng=rng
    )
    wall, cpu = watch.wall(), watch.cpu()
    return Sample(wall, cpu, int(removed[-1]) - case.n_immune, {"build_s": built, "n_events": len(times)})


if __name__ == "__main__":
    main(simulate)
