"""A commit as one file to download: tar, tar.gz and zip, the same bytes from the same commit every time."""
