"""A tree's manifests, whole: those too that are too large for their text to be examined."""

from __future__ import annotations

from collections.abc import Callable

from licenses.errors import InputUnreadable
from scanner.manifest.files import LARGEST
from scanner.tree import Blob, Tree, WholeBlobs, blob_id


def manifest_reader(tree: Tree) -> Callable[[str], Blob]:
    """A function that reads a blob of `tree` by its id, up to the size at which manifests are refused.

    A lockfile of 20 MB is cut for those who look for licences in it, and not for its parser. The function raises
    LookupError when the tree has no such blob, or has lost it since it was listed; the tree notes that problem.
    """

    def read(wanted: str) -> Blob:
        found = next(tree.blobs([wanted]), None)
        if found is None:
            raise LookupError(wanted)
        if not found.cut or found.size > LARGEST or not isinstance(tree, WholeBlobs):
            return found
        return _whole(tree, found)

    return read


def _whole(tree: WholeBlobs, head: Blob) -> Blob:
    content = bytearray()
    try:
        for piece in tree.pieces(head.id):
            content += piece
            if len(content) > head.size:
                return head
    except InputUnreadable:
        return head  # changed since it was listed
    return Blob(head.id, head.size, bytes(content)) if blob_id(bytes(content)) == head.id else head
