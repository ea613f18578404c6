"""The log rebuilt from its entries: compared with its blocks, with its heads, and with a head that somebody kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from intranet.registry.models import BLOCK, Block, Certificate, Head, Leaf
from intranet.registry.queries import marks
from intranet.registry.queries.findings import CHUNK, Checked, stream
from intranet.registry.queries.proofs import split
from intranet.registry.rules import checkpoints, merkle
from intranet.registry.rules.checkpoints import BadCheckpoint


class _Rebuilt:
    """The log rebuilt from its entries, in their order; a missing one is taken from the blocks, and said."""

    def __init__(self, found: Checked) -> None:
        self.found = found
        self.growing = merkle.Growing()
        self.heads = list(Head.objects.order_by("size"))
        self.waiting = self.heads[::-1]
        self.proved = 0  # the size of the last head that agrees
        self.block: list[bytes] = []
        self.number = -1
        self.last_key = 0
        self.out_of_order: list[int] = []  # keys of certificates

    def copy_of(self, index: int) -> bytes | None:
        """Return the second copy of an entry's hash."""
        if index // BLOCK != self.number:
            self.number = index // BLOCK
            kept = Block.objects.filter(number=self.number).first()
            self.block = split(kept.hashes) if kept else []
            if kept is not None and merkle.root(self.block) != bytes(kept.root):
                self.found.say("", _("Block %(number)s of the log was changed.") % {"number": self.number})
        place = index % BLOCK
        return self.block[place] if place < len(self.block) else None

    def append(self, index: int, key: int, certificate: int, number: str, hashed: bytes) -> None:
        """Append an entry; those between the last and this one are missing."""
        self.skip_to(index)
        copy = self.copy_of(index)
        if copy is None or copy != hashed:
            self.found.say(
                number, _("Entry %(index)s of the log was changed after it got its place.") % {"index": index}
            )
        if key < self.last_key:
            self.out_of_order.append(certificate)
        self.last_key = max(self.last_key, key)
        self._grow(hashed if copy is None else copy)

    def skip_to(self, index: int) -> None:
        """Say which entries are missing before the one at ``index``."""
        while self.growing.size < index:
            missing = self.growing.size
            self.found.missing += 1
            self.found.say("", _("Entry %(index)s of the log was removed.") % {"index": missing})
            copy = self.copy_of(missing)
            if copy is None and missing + BLOCK < index:
                return  # whole blocks are gone: the heads say the rest
            self._grow(copy or merkle.EMPTY)

    def _grow(self, hashed: bytes) -> None:
        self.growing.append(hashed)
        while self.waiting and self.waiting[-1].size <= self.growing.size:
            head = self.waiting.pop()
            if head.size == self.growing.size and self.growing.root() == bytes(head.root):
                self.proved, self.out_of_order = head.size, []
            else:
                self._say_broken(head)

    def _say_broken(self, head: Head) -> None:
        what = _("The log no longer gives its head of %(size)s entries: something from entry %(first)s on was changed.")
        what %= {"size": head.size, "first": self.proved}
        moved = Certificate.objects.filter(pk__in=self.out_of_order[:CHUNK]).order_by("pk")
        for number in moved.values_list("record_number", flat=True) or [""]:
            self.found.say(number, what)


def check_tree(found: Checked) -> None:
    """Rebuild the log from its entries, and compare it with its blocks and with every head."""
    tree = _Rebuilt(found)
    rows = Leaf.objects.exclude(index=None).order_by("index")
    for index, key, certificate, number, hashed in stream(
        rows.values_list("index", "pk", "certificate_id", "certificate__record_number", "hash")
    ):
        tree.append(index, key, certificate, number or "", bytes(hashed))
    last = max((head.size for head in tree.heads), default=0)
    copied = Block.objects.order_by("-number").first()
    tree.skip_to(max(last, copied.number * BLOCK + len(split(copied.hashes)) if copied else 0))
    for head in tree.waiting:
        found.say("", _("The log is shorter than its head of %(size)s entries.") % {"size": head.size})
    for sentence in _problems_of_heads(tree.heads):
        found.say("", sentence)
    if tree.heads:
        found.head = tree.heads[-1].checkpoint


def _problems_of_heads(heads: list[Head]) -> Iterator[str]:
    """Check what each head says of itself, and its mark."""
    try:
        known = marks.ring().verifiers
    except BadCheckpoint:
        known = []
    for head in heads:
        try:
            text, verifier = checkpoints.opened(head.checkpoint, known)
            said = checkpoints.parsed(text)
        except BadCheckpoint:
            yield _("The mark of the head of %(size)s entries is not by a key that is known here.") % {
                "size": head.size
            }
            continue
        if (said.origin, said.size, said.root) != (verifier.name, head.size, bytes(head.root)):
            yield _("The head of %(size)s entries says otherwise than its checkpoint.") % {"size": head.size}


def extends(checkpoint: str) -> str:
    """Return what keeps the log from extending a head that somebody kept; nothing where it does."""
    try:
        text, _verifier = checkpoints.opened(checkpoint, marks.ring().verifiers)
        kept = checkpoints.parsed(text)
    except BadCheckpoint:
        return _("This is no checkpoint of this log, or it was marked by a key that is not known here.")
    growing = merkle.Growing()
    for hashed in stream(Leaf.objects.filter(index__lt=kept.size).order_by("index").values_list("hash", flat=True)):
        growing.append(bytes(hashed))
    if growing.size < kept.size:
        return _("The log is shorter than this head of %(size)s entries.") % {"size": kept.size}
    if growing.root() != kept.root:
        return _("The log does not begin with this head of %(size)s entries.") % {"size": kept.size}
    return ""
