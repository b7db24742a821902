"""SPDX 3.0.1 in JSON-LD: written only."""
