"""A tree's manifests, whole: those too that are too large for their text to be examined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from licenses.errors import InputUnreadable
from scanner.manifest.files import LARGEST
from scanner.tree import Blob, Tree, WholeBlobs, blob_id


def manifest_reader(tree: Tree) -> Callable[[Sequence[str]], Iterator[Blob]]:
    """A function that reads blobs of `tree` by their ids; one that the source has lost is left out, and noted there.

    A lockfile of 20 MB is cut for those who look for licences in it, and not for its parser: when it is asked for alone
    it comes whole, up to the size at which manifests are refused.
    """

    def read(wanted: Sequence[str]) -> Iterator[Blob]:
        for found in tree.blobs(wanted):
            if len(wanted) == 1 and found.cut and found.size <= LARGEST and isinstance(tree, WholeBlobs):
                yield _whole(tree, found)
            else:
                yield found

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
