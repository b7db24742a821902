"""Measurements, printed as ratios. Run by `make bench`; never part of the tests."""
