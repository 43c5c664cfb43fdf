"""starsim with a network of contacts that is drawn anew each day; gives daily counts."""

import starsim as ss

from bench.peers.case import N_CONTACTS, main
from bench.peers.starsim_seir import simulate

if __name__ == "__main__":
    main(lambda case, seed: simulate(case, seed, ss.RandomNet(n_contacts=N_CONTACTS)))
