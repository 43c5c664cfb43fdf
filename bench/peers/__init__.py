"""Peers: simulators of others, each run in its own environment on the same SEIR as Hyosan.

R0 = 2, latent for 2 days and infectious for 4 days on average (exponential), in a population that is as well mixed as
the peer's own means allow. Nothing here imports Hyosan.
"""
