"""Measurements: figures and ratios, for people to read; what must hold is in the tests."""
