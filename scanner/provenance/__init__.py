"""Provenance: signed statements about a release, and checking them offline."""
