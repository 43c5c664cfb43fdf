"""Hyosan: an outbreak, person by person, from one school to a nation."""
