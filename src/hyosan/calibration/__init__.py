"""Calibration: a scenario's numbers fitted to a reported series, an offspring distribution to a line list."""
