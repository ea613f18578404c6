"""The log's rules: RFC 9162's tree against its published vectors, what an entry says, checkpoints and their marks."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.registry.enums import LeafEvent
from intranet.registry.rules import checkpoints, leaves, merkle
from intranet.registry.rules.checkpoints import BadCheckpoint, Checkpoint, Signer
from intranet.registry.rules.leaves import Flags, Frozen, Standing

# --- The reference vectors of Certificate Transparency --------------------------------------------------------------

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]]), (1, 5, [ROOTS[1], B, D])]
CONSISTENCY = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]
LEAVES = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS]


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("size", range(9))
def test_the_root_at_each_size_is_the_published_one(size: int) -> None:
    growing = merkle.Growing()
    for hashed in LEAVES[:size]:
        growing.append(hashed)
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size] == growing.root().hex()


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_a_proof_of_inclusion_is_the_published_one(index: int, size: int, path: list[str]) -> None:
    made = merkle.inclusion(index, size, merkle.of_list(LEAVES))
    assert made == unhex(path)
    assert merkle.is_included(LEAVES[index], index, size, made, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "second", "path"), CONSISTENCY)
def test_a_proof_of_consistency_is_the_published_one(first: int, second: int, path: list[str]) -> None:
    made = merkle.consistency(first, second, merkle.of_list(LEAVES))
    assert made == unhex(path)
    assert merkle.is_consistent(first, second, bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second]), made)


# --- Against the definition in the RFC, word for word ---------------------------------------------------------------


def defined_root(entries: list[bytes]) -> bytes:
    """Return MTH(D_n) as section 2.1.1 defines it."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\1" + defined_root(entries[:split]) + defined_root(entries[split:])).digest()


entries_of_a_tree = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


@given(entries_of_a_tree, st.data())
def test_what_is_in_the_tree_is_proved_and_nothing_else_is(entries: list[bytes], data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    root, size = defined_root(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(index, size, merkle.of_list(hashes))
    assert merkle.root(hashes) == root
    assert merkle.is_included(hashes[index], index, size, path, root)
    assert not merkle.is_included(merkle.leaf_hash(b"another"), index, size, path, root)
    assert not merkle.is_included(hashes[index], index, size, [*path, root], root)
    assert not merkle.is_included(hashes[index], size, size, path, root)
    for place in range(len(path)):
        changed = [*path[:place], bytes(32), *path[place + 1 :]]
        assert not merkle.is_included(hashes[index], index, size, changed, root)
        assert not merkle.is_included(hashes[index], index, size, path[:place] + path[place + 1 :], root)


@given(entries_of_a_tree, st.data())
def test_a_head_that_extends_another_is_proved_and_one_that_does_not_is_not(
    entries: list[bytes], data: st.DataObject
) -> None:
    hashes, second = [merkle.leaf_hash(entry) for entry in entries], len(entries)
    first = data.draw(st.integers(1, second))
    old, new = defined_root(entries[:first]), defined_root(entries)
    path = merkle.consistency(first, second, merkle.of_list(hashes))
    assert merkle.is_consistent(first, second, old, new, path)
    assert not merkle.is_consistent(first, second, bytes(32), new, path)
    assert not merkle.is_consistent(first, second, old, bytes(32), path)
    assert not merkle.is_consistent(first, second, old, new, [*path, old])
    changed = [merkle.leaf_hash(b"another"), *hashes[1:]]
    if first < second:
        other = merkle.consistency(first, second, merkle.of_list(changed))
        assert not merkle.is_consistent(first, second, old, merkle.root(changed), other)


# --- What an entry says ----------------------------------------------------------------------------------------------

FROZEN = Frozen(
    "0123456789abcdefghjkmnpq", "Гнатюк О. В.", "distance", "programme", "Тема “в лапках”\nі рядок", Decimal("30.00"),
    None, date(2026, 2, 14), "ПК-2026-00001",
)  # fmt: skip
AT = datetime(2026, 2, 16, 10, 0, 0, 5, tzinfo=UTC)


def test_an_entry_says_what_the_public_sees_in_canonical_json() -> None:
    said = leaves.content("issued", AT, FROZEN, Standing())
    assert said.decode() == (
        '{"at":"2026-02-16T10:00:00.000005+00:00","code":"0123456789abcdefghjkmnpq","ects":"1","event":"issued",'
        '"form":"distance","hours":"30","issue_date":"2026-02-14","kind":"programme","name":"Гнатюк О. В.",'
        '"record_number":"ПК-2026-00001","status":"valid","status_date":"","topic":"Тема “в лапках”\\nі рядок"}'
    )
    assert json.loads(said)["name"] == FROZEN.name


@given(st.text(), st.text(), st.booleans(), st.sampled_from(["issued", "published", "annulled", "restored"]))
def test_an_entry_is_what_a_json_encoder_makes_of_it(name: str, topic: str, is_named: bool, event: str) -> None:
    name, topic = (text.encode(errors="ignore").decode() for text in (name, topic))
    said = leaves.content(event, AT, FROZEN._replace(name=name, topic=topic), Standing(is_named=is_named))
    facts = json.loads(said)
    assert (facts["name"], facts["topic"]) == (name if is_named else "", topic)
    assert said == json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_hash_of_an_entry_is_that_of_the_rfc_over_a_salted_hash() -> None:
    salted = hashlib.sha256(b"s" * 16 + b"content").digest()
    assert leaves.salted_hash(b"s" * 16, b"content") == hashlib.sha256(b"\0" + salted).digest()


@pytest.mark.parametrize("event", ["restricted", "restored", "erased"])
def test_an_entry_never_says_that_a_name_was_withheld_or_traces_were_erased(event: str) -> None:
    assert json.loads(leaves.content(event, AT, FROZEN, Standing()))["event"] == "changed"


def test_where_a_certificate_stood_follows_from_its_events() -> None:
    events = ["issued", "published", "restricted", "annulled", "restored", "erased"]
    found = list(leaves.unfolded(events, annulled_on=date(2026, 3, 1), superseded_on=None))
    assert [(flags.is_named, standing.status) for flags, standing in found] == [
        (True, "valid"), (True, "valid"), (False, "valid"), (False, "annulled"), (True, "annulled"), (True, "annulled"),
    ]  # fmt: skip
    assert found[-1][0] == Flags(is_published=True, is_annulled=True)
    assert found[-1][1].status_date == "2026-03-01"


@pytest.mark.parametrize(
    ("event", "status"), [("corrected", "superseded"), ("withdrawn", "withdrawn"), ("annulled", "annulled")]
)
def test_each_ending_has_its_word(event: str, status: str) -> None:
    *_earlier, (_flags, standing) = leaves.unfolded(
        ["issued", event], annulled_on=date(2026, 3, 1), superseded_on=date(2026, 3, 1)
    )
    assert standing.status == status


def test_every_event_of_the_log_fits_its_column() -> None:
    assert all(len(event) <= 12 for event in LeafEvent.values)


# --- Checkpoints ----------------------------------------------------------------------------------------------------

# The published example of signed notes.
PETER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETERS_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501


def test_a_note_is_marked_as_the_published_example_is() -> None:
    signer = checkpoints.signer(PETER)
    assert str(signer) == PETER
    assert str(signer.verifier) == PETERS_VERIFIER
    assert signer.note(TEXT) == NOTE
    assert checkpoints.opened(NOTE, [checkpoints.verifier(PETERS_VERIFIER)]) == (TEXT, signer.verifier)


def test_the_published_checkpoint_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    found = checkpoints.parsed(text)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64.b64encode(found.root).decode() in text
    assert str(found) == text


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("cryptography", "cryptographY"),
        NOTE.replace("x08go", "y08go"),
        NOTE.replace("PeterNeumann ", "EnochRoot "),
        NOTE.replace("— ", "- "),
        TEXT,
        "",
        f"{TEXT}\n— PeterNeumann !!!\n",
        f"{TEXT}\n\n",
    ],
)
def test_a_note_that_was_changed_is_refused(note: str) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.opened(note, [checkpoints.verifier(PETERS_VERIFIER)])


@pytest.mark.parametrize(
    "text",
    ["", "a\n1\n", "a\n01\nCsUY\n", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n-1\nx\n", "a\n1\nCsUY\n",
     "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.parsed(text)


@pytest.mark.parametrize(
    "text", ["", "x", "a b+c74f20a3+AYEK", PETERS_VERIFIER.replace("c74f20a3", "c74f20a4"), PETERS_VERIFIER + "A"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.verifier(text)
    with pytest.raises(BadCheckpoint):
        checkpoints.signer(text)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**60), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_was_marked(seed: bytes, size: int, root: bytes) -> None:
    signer = Signer("example.org/certificates/log", seed)
    head = Checkpoint(signer.name, size, root)
    text, by = checkpoints.opened(signer.note(str(head)), [checkpoints.verifier(str(signer.verifier))])
    assert checkpoints.parsed(text) == head
    assert by == signer.verifier
    assert checkpoints.signer(str(signer)) == signer
