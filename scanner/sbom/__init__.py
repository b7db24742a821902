"""SBOM documents: one model that every format is read into and written from; conversion, merging and comparison."""
