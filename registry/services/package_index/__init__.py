"""Packages of registries by purl: one file an ecosystem, each asking the index that the operator configured."""
