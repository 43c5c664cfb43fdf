"""laser-generic: people as arrays, a step a day, force of infection by node; gives daily counts, no infectors."""

import math

from laser.core import PropertySet
from laser.core.distributions import exponential
from laser.core.utils import grid
from laser.generic import SEIR, Model

from bench.meter import Sample, start
from bench.peers.case import INFECTIOUS_DAYS, LATENT_DAYS, R0, Case, main

MEAN_DAYS = 1.0 + math.exp(-1.5 / INFECTIOUS_DAYS) / (1.0 - math.exp(-1.0 / INFECTIOUS_DAYS))
"""Mean of the infectious period once it is rounded to whole days, one at least."""


def simulate(case: Case, seed: int) -> Sample:
    """Run the case in one node."""
    watch = start()
    scenario = grid(M=1, N=1, population_fn=lambda row, column: case.n_people)
    scenario["E"] = case.n_seeds
    scenario["R"] = case.n_immune
    scenario["S"] = case.n_people - case.n_seeds - case.n_immune
    params = PropertySet({"nticks": case.horizon_days, "beta": R0 / MEAN_DAYS, "prng_seed": seed})
    model = Model(scenario, params, skip_capacity=True)
    latent, infectious = exponential(LATENT_DAYS), exponential(INFECTIOUS_DAYS)
    model.components = [
        SEIR.Susceptible(model),
        SEIR.Recovered(model),
        SEIR.Infectious(model, infectious),  # before Exposed, or the first infectious day is lost
        SEIR.Exposed(model, latent, infectious),
        SEIR.Transmission(model, latent),
    ]
    built = watch.wall()
    model.run()
    wall, cpu = watch.wall(), watch.cpu()
    n_infected = case.n_seeds + int(model.nodes.newly_infected.sum())
    return Sample(wall, cpu, n_infected, {"build_s": built})


if __name__ == "__main__":
    main(simulate)
