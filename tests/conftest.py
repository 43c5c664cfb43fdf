"""Before anything imports Numba: machine code is kept by the state of the sources, so that none is stale."""

from hyosan.cli.cache import prepare_cache

prepare_cache()
