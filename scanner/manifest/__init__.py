"""How manifests and lockfiles are read.

In the order of the work: `catalogue` lists the parsers of `scanner/ecosystems/` and says which files each reads;
`files` gives a parser its file and, through it, the other files of the same tree; `file` decodes JSON, YAML, TOML and
XML within limits and finds lines; `shape` takes unknown documents apart; `run` calls the parsers and returns what
they found, ready to be cached.
"""
