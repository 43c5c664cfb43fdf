"""Responses: what is observed of an outbreak, and the measures that follow."""
