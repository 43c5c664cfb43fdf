"""Addressable random numbers: every draw is a pure function of (seed, subject, purpose, ordinal)."""
