"""Closed forms that the engines must reproduce. One file a theory; it imports numpy and nothing of ours.

`szr` and `szr_graph` the zombie duel, well mixed and on small graphs; `munz` the zombie model of 2009; `final_size`,
`graphs` and `small_groups` how many are infected in the end; `extinction` whether an outbreak dies out; `growth` and
`seir` how fast it grows; `fronts` how fast it travels; `immigration_death` the simplest open process; `lattice`
figures of the square lattice; `school` and `offspring` fits to recorded outbreaks; `intervals` confidence intervals
of a share. Of borders and measures: `borders` and `staged_borders` whether an outbreak gets out, and through a cordon;
`travel` how much later it arrives elsewhere; `isolation` and `vaccination` what they prevent; `multigroup` its size in
several areas.
"""
