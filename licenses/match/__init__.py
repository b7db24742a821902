"""From a blob's bytes to licence matches: find regions of interest, then explain each, cheapest evidence first."""
