"""A source becomes a tree of blobs, findings, an inventory, then an SBOM, a provenance statement and a report."""
