"""The benchmark of Hyosan: how long, how much memory, and how that compares with its peers.

`python -m bench` measures everything and writes bench/results/latest.json and docs/benchmarks.md; `--quick` leaves out
the large rows and the slow peers and writes bench/results/quick.json only.
"""
