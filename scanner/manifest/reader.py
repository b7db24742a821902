"""A tree's manifests, whole: those too that are too large for their text to be examined."""

from __future__ import annotations

from collections.abc import Callable

from licenses.errors import InputUnreadable
from scanner.manifest.files import LARGEST
from scanner.tree import Blob, Tree, WholeBlobs, blob_id


def completed(tree: Tree) -> Callable[[Blob], Blob]:
    """A function that completes a blob of `tree` that came cut, up to the size at which manifests are refused.

    A lockfile of 20 MB is cut for those who look for licences in it, and not for its parser.
    """

    def whole(blob: Blob) -> Blob:
        if not blob.cut or blob.size > LARGEST or not isinstance(tree, WholeBlobs):
            return blob
        return _whole(tree, blob)

    return whole


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
