"""Servers on loopback that tests and measurements speak with. Nothing here knows either of them."""
