"""A tree as the gate needs it: kept from one run to the next, brought up to date by what differs, judged by kinds.

`outline` is the value, `make` draws it from a scan, `keep` holds it on disk, `update` brings it to another tree of the
repository, `packages` reads the manifests that a change concerns, `conclude` finds the project's licence, `verdict`
compares two of them. Whatever is out of the ordinary is left to the whole scan: an outline never guesses.
"""
