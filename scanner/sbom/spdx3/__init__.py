"""SPDX 3.0.1 in JSON-LD: written, and read as 3.0.0 and 3.0.1, of any tool."""
