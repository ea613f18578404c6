"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, proofs and their verification.

A proof is a list of ranges of entries whose hashes it gives; ``Hashes`` says what the hash of a range is, so that the
same few lines serve a list in memory and a log of millions that keeps the hashes of its full blocks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Hashes = Callable[[int, int], bytes]  # of the entries from the first number until, and without, the second

HASH_BYTES = 32
EMPTY = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of an entry."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Growing:
    """A tree that entries are appended to; it keeps no more than a hash for each bit of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []  # roots of complete subtrees, the largest first

    def append(self, hash_of_leaf: bytes) -> None:
        """Append an entry, or a complete subtree where all are of one size."""
        size, hashed = self.size, hash_of_leaf
        while size & 1:
            hashed = node_hash(self._complete.pop(), hashed)
            size >>= 1
        self._complete.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root as it is now."""
        if not self._complete:
            return EMPTY
        hashed = self._complete[-1]
        for left in reversed(self._complete[:-1]):
            hashed = node_hash(left, hashed)
        return hashed


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes of entries, or over those of blocks of one size, the last of which may be shorter."""
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0] if level else EMPTY


def of_list(hashes: Sequence[bytes]) -> Hashes:
    """Return what knows the hashes of ranges of a list."""
    return lambda start, end: root(hashes[start:end])


def inclusion(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """Return the proof that the entry at ``index`` is in the tree of ``size`` entries (2.1.3.1)."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(hashes(middle, end))
            end = middle
        else:
            path.append(hashes(start, middle))
            start = middle
    return path[::-1]


def is_included(hash_of_leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Verify a proof of inclusion (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, hash_of_leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root_hash


def consistency(first: int, second: int, hashes: Hashes) -> list[bytes]:
    """Return the proof that the tree of ``second`` entries begins with that of ``first`` (2.1.4.1)."""
    if not 0 < first < second:
        return []
    path: list[bytes] = []
    start, end, is_whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(hashes(middle, end))
            end = middle
        else:
            path.append(hashes(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        path.append(hashes(start, end))
    return path[::-1]


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Verify a proof of consistency (2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1
