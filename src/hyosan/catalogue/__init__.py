"""Pathogens, scenarios and worlds that come with Hyosan: data files with sources, found by name."""

from hyosan.catalogue.find import KINDS, CatalogueError, list_names, nearest_name, text, world_folder

__all__ = ["KINDS", "CatalogueError", "list_names", "nearest_name", "text", "world_folder"]
