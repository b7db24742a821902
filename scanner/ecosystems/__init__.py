"""One file an ecosystem's format. A parser is a pure function under a `@manifest` or `@lockfile` declaration.

To add one: a file here, and a folder of real files with their `expected.json` in `tests/scanner/ecosystems/`.
Nothing else.
Names that start with "_" hold what several parsers of one ecosystem share.
"""
