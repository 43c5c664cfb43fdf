"""starsim: people as arrays, a step a day; the SEIR in either of its ways to mix people."""

import starsim as ss

from bench.meter import Sample, start
from bench.peers.case import INFECTIOUS_DAYS, LATENT_DAYS, N_CONTACTS, R0, Case

ss.options(verbose=0)


def simulate(case: Case, seed: int, route: ss.Route) -> Sample:
    """Run the case along a route of N_CONTACTS contacts a person and day."""
    watch = start()
    disease = ss.SEIR(
        beta=ss.perday(R0 / INFECTIOUS_DAYS / N_CONTACTS),
        init_prev=ss.choose_n(case.n_seeds),
        dur_exp=ss.expon(scale=ss.days(LATENT_DAYS)),
        dur_inf=ss.expon(scale=ss.days(INFECTIOUS_DAYS)),
        p_death=ss.bernoulli(p=0.0),
    )
    sim = ss.Sim(
        n_agents=case.n_people,
        diseases=disease,
        networks=route,
        start=ss.days(0),
        dur=ss.days(case.horizon_days),
        dt=ss.days(1),
        rand_seed=seed,
        verbose=0,
    )
    sim.init()
    module = sim.diseases[0]
    immune = module.susceptible.uids[: case.n_immune]
    module.susceptible[immune] = False
    module.recovered[immune] = True
    built = watch.wall()
    sim.run()
    wall, cpu = watch.wall(), watch.cpu()
    n_infected = int((~module.susceptible).sum()) - case.n_immune
    return Sample(wall, cpu, n_infected, {"build_s": built})
