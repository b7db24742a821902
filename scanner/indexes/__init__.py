"""Asking package indexes for what no file of a tree states: licences, digests, makers. Only where a person says so."""
