"""Responses in plain Python: what is observed, and what is done about it. The reference for engine/response.

A dossier per person instead of a table of records, sets of patches instead of bits, one list of cases instead of rings
of counts, and the scenario's own models instead of rows of numbers.
"""
