"""starsim with a mixing pool: everybody meets everybody; gives daily counts, no infectors."""

import starsim as ss

from bench.peers.case import N_CONTACTS, main
from bench.peers.starsim_seir import simulate

if __name__ == "__main__":
    main(lambda case, seed: simulate(case, seed, ss.MixingPool(n_contacts=ss.constant(N_CONTACTS))))
