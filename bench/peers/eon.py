"""EoN: event by event on a networkx graph, in Python; gives the times of all events and the counts then.

The SEIR is run as an SIR whose transmissions wait for the latent period (`fast_nonMarkov_SIR`), which is far quicker
than EoN's general SEIR (`fast_simple_contagion`); latent and infectious are then counted together.
"""

from random import Random

import EoN
import networkx as nx
import numpy as np

from bench.meter import Sample, start
from bench.peers.case import INFECTIOUS_DAYS, LATENT_DAYS, N_CONTACTS, STAYING_RATE_PER_DAY, Case, main


def delays(_person: int, neighbours: list[int], random: Random) -> tuple[dict[int, float], float]:
    """Return days from infection to the transmission to each neighbour who gets one, and to recovery."""
    latent_days = random.expovariate(1.0 / LATENT_DAYS)
    infectious_days = random.expovariate(1.0 / INFECTIOUS_DAYS)
    transmissions = {}
    for neighbour in neighbours:
        days = random.expovariate(STAYING_RATE_PER_DAY)
        if days < infectious_days:
            transmissions[neighbour] = latent_days + days
    return transmissions, latent_days + infectious_days


def simulate(case: Case, seed: int) -> Sample:
    """Run the case on a random graph with N_CONTACTS neighbours on average."""
    watch = start()
    graph = nx.fast_gnp_random_graph(case.n_people, N_CONTACTS / (case.n_people - 1), seed=seed)
    chosen = np.random.default_rng(seed).permutation(case.n_people)[: case.n_seeds + case.n_immune].tolist()
    built = watch.wall()
    times, _, _, removed = EoN.fast_nonMarkov_SIR(
        graph,
        trans_and_rec_time_fxn=delays,
        trans_and_rec_time_args=(Random(seed),),
        initial_infecteds=chosen[: case.n_seeds],
        initial_recovereds=chosen[case.n_seeds :],
        tmax=case.horizon_days,
    )
    wall, cpu = watch.wall(), watch.cpu()
    return Sample(wall, cpu, int(removed[-1]) - int(removed[0]), {"build_s": built, "n_events": len(times)})


if __name__ == "__main__":
    main(simulate)
