"""covasim: people as arrays, a step a day, transmission along a random network that stays; logs who infected whom."""

import covasim as cv

from bench.meter import Sample, start
from bench.peers.case import INFECTIOUS_DAYS, LATENT_DAYS, N_CONTACTS, STAYING_RATE_PER_DAY, Case, main

ALIKE = {"dist": "uniform", "par1": 1.0, "par2": 1.0}
"""Everybody equally infectious."""

FLAT = {"frac_time": 0.3, "load_ratio": 1.0, "high_cap": 4.0}
"""Equally infectious all the time."""


def simulate(case: Case, seed: int) -> Sample:
    """Run the case without symptoms, ages, testing and waning, which leaves the SEIR."""
    watch = start()
    durations = cv.make_pars()["dur"]
    durations["exp2inf"] = {"dist": "lognormal_int", "par1": LATENT_DAYS, "par2": LATENT_DAYS}
    durations["asym2rec"] = {"dist": "lognormal_int", "par1": INFECTIOUS_DAYS, "par2": INFECTIOUS_DAYS}
    sim = cv.Sim(
        pop_size=case.n_people,
        pop_infected=case.n_seeds,
        pop_type="random",
        contacts=N_CONTACTS,
        n_days=case.horizon_days,
        frac_susceptible=1.0 - case.immune_share,
        beta=STAYING_RATE_PER_DAY,
        beta_dist=ALIKE,
        viral_dist=FLAT,
        dur=durations,
        rel_symp_prob=0.0,
        prog_by_age=False,
        use_waning=False,
        rescale=False,
        rand_seed=seed,
        verbose=0,
    )
    sim.init()
    built = watch.wall()
    sim.run()
    wall, cpu = watch.wall(), watch.cpu()
    return Sample(wall, cpu, int(sim.results["cum_infections"][-1]), {"build_s": built})


if __name__ == "__main__":
    main(simulate)
