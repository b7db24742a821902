"""What a person names (a folder, a repository, a git URL, an archive) becomes a Tree; one file for each kind.

Everything read here is hostile until it is read: nothing is checked out, extracted to its own name or executed.
"""
