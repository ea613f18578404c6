"""The tamper-evident log: what is appended, places, heads, proofs, and what a change behind our back comes to."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from intranet.core.models import AuditEntry
from intranet.registry.enums import LeafEvent, Restriction
from intranet.registry.models import BLOCK, Block, Certificate, Form, Head, Kind, Leaf
from intranet.registry.operations import annulling, correcting, log, publishing, sealing
from intranet.registry.operations.log import NothingToErase
from intranet.registry.operations.sealing import CannotMark
from intranet.registry.queries import marks, proofs, rebuilding
from intranet.registry.queries.checking import check_log
from intranet.registry.queries.findings import Checked
from intranet.registry.rules import checkpoints, leaves, merkle
from tests.factories import registry as make
from tests.factories.registry import ISSUED_AT, PUBLIC_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institution")]

LATER = PUBLIC_AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def key_of_its_own(settings: Any, tmp_path: Path) -> Path:
    settings.REGISTER_KEY = ""
    settings.REGISTER_KEY_FILE = str(tmp_path / "register.key")
    return tmp_path / "register.key"


def events_of(certificate: Certificate) -> list[str]:
    return list(certificate.leaves.order_by("pk").values_list("event", flat=True))


def sealed(at: datetime = LATER) -> Head:
    """Give every entry its place and mark a head."""
    sealing.place()
    head = sealing.mark(at=at)
    assert head is not None
    return head


def several(count: int) -> list[Certificate]:
    """Return public certificates, sealed."""
    made = [make.certificate(topic=f"Тема {number}") for number in range(count)]
    publishing.record_first_publication(at=PUBLIC_AT)
    sealed()
    return made


def told(found: Checked) -> set[str]:
    return {problem.record for problem in found.problems}


# --- What is appended ------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_everything_that_the_public_sees_happen_is_in_the_log_and_agrees_with_the_register() -> None:
    annulled, restricted, withdrawn, plain = several_states()
    assert events_of(annulled) == ["issued", "published", "annulled"]
    assert events_of(restricted) == ["issued", "published", "restricted", "restored"]
    assert events_of(withdrawn) == ["issued", "withdrawn"]
    assert events_of(plain) == ["issued", "published"]
    sealed()
    found = check_log()
    assert found.problems == []
    assert found.entries == Leaf.objects.count() == Head.objects.get().size


def several_states() -> list[Certificate]:
    annulled, restricted, withdrawn, plain = (make.certificate(topic=f"Тема {number}") for number in range(4))
    annulling.withdraw(certificate=withdrawn, reason="помилка", at=ISSUED_AT)
    publishing.record_first_publication(at=PUBLIC_AT)
    Certificate.objects.filter(pk=annulled.pk).update(annulled_on=date(2026, 2, 19), annulment_basis="наказ")
    annulled.refresh_from_db()
    log.append([annulled], LeafEvent.ANNULLED, at=LATER)
    annulling.restrict(certificate=restricted, ground=Restriction.COURT, reason="ухвала", at=LATER)
    annulling.restore(certificate=restricted, reason="ухвалу скасовано", at=LATER)
    return [annulled, restricted, withdrawn, plain]


def test_a_correction_ends_the_old_version_and_begins_the_new_one_with_all_that_it_takes_over() -> None:
    old = make.certificate(topic="Стара тема")
    publishing.record_first_publication(at=PUBLIC_AT)
    annulling.restrict(certificate=old, ground=Restriction.COURT, reason="ухвала", at=LATER)
    old.refresh_from_db()
    new = correcting.correct(
        certificate=old, values=old.values().but(topic="Нова тема"), reason="описка", at=LATER + timedelta(days=1)
    )
    assert events_of(old) == ["issued", "published", "restricted", "corrected"]
    assert events_of(new) == ["issued", "published", "restricted"]
    annulling.restore(certificate=new, reason="ухвалу скасовано", at=LATER + timedelta(days=2))
    sealed()
    assert check_log().problems == []


def test_rows_that_were_copied_in_without_their_keys_get_their_leaves(django_assert_max_num_queries) -> None:
    made = [make.certificate(topic=f"Тема {number}") for number in range(5)]
    Leaf.objects.all().delete()
    for certificate in made:
        certificate.pk = None
    with django_assert_max_num_queries(4):
        log.append(made, LeafEvent.ISSUED, at=ISSUED_AT)
    sealed()
    assert check_log().problems == []


@pytest.mark.sqlite
def test_publication_is_recorded_in_chunks_with_its_leaves_and_goes_on_where_it_stopped(monkeypatch) -> None:
    made = [make.certificate(topic=f"Тема {number}") for number in range(7)]
    publishing.hold(certificate=made[6], reason="перевірка", at=ISSUED_AT)
    monkeypatch.setattr(publishing, "PUBLISHED_AT_ONCE", 2)
    assert publishing.record_first_publication(at=PUBLIC_AT, until=PUBLIC_AT) == 2, "its time was over"
    assert publishing.record_first_publication(at=PUBLIC_AT) == 4
    assert publishing.record_first_publication(at=PUBLIC_AT) == 0
    assert Leaf.objects.filter(event=LeafEvent.PUBLISHED).count() == 6
    assert AuditEntry.objects.filter(action="registry.published").count() == 3
    for leaf in Leaf.objects.filter(event=LeafEvent.PUBLISHED).select_related("certificate"):
        assert leaf.at == leaf.certificate.first_published_at == leaf.certificate.publish_after
    sealed()
    assert check_log().problems == []


# --- Places, blocks and heads ----------------------------------------------------------------------------------------


def many_leaves(count: int) -> None:
    """Write leaves of one certificate, whatever they say: it is their places that matter."""
    certificate = Certificate.objects.first() or make.certificate()
    codes = log.Codes()
    log.write(
        (certificate.pk, LeafEvent.ERASED, ISSUED_AT, codes.frozen(certificate), log.standing(certificate))
        for _each in range(count)
    )


@pytest.mark.sqlite
def test_places_are_given_in_the_order_of_keys_without_a_gap_and_blocks_are_filled() -> None:
    for count in (1, BLOCK - 3, 5, BLOCK * 2):
        many_leaves(count)
        sealing.place()
    size = Leaf.objects.count()
    assert list(Leaf.objects.order_by("pk").values_list("index", flat=True)) == list(range(size))
    assert [len(bytes(block.hashes)) // 32 for block in Block.objects.order_by("number")] == [
        BLOCK, BLOCK, BLOCK, size - 3 * BLOCK,
    ]  # fmt: skip
    hashes = [bytes(hashed) for hashed in Leaf.objects.order_by("index").values_list("hash", flat=True)]
    for at_size in (1, 5, BLOCK, BLOCK + 1, 2 * BLOCK + 700, size):
        tree = proofs.Tree(at_size)
        assert tree.root() == merkle.root(hashes[:at_size])
        for index in {0, at_size // 2, at_size - 1}:
            path = merkle.inclusion(index, at_size, tree.hash_of)
            assert path == merkle.inclusion(index, at_size, merkle.of_list(hashes))
            assert merkle.is_included(hashes[index], index, at_size, path, tree.root())
    assert merkle.consistency(1500, size, proofs.Tree(size).hash_of) == merkle.consistency(
        1500, size, merkle.of_list(hashes)
    )


def test_what_was_committed_late_gets_the_next_place_whatever_its_key() -> None:
    many_leaves(3)
    late = Leaf.objects.order_by("pk")[1]
    held_back = late.__dict__.copy()
    late.delete()
    sealing.place()
    Leaf.objects.create(**{name: value for name, value in held_back.items() if not name.startswith("_")})
    sealing.place()
    assert Leaf.objects.get(pk=held_back["id"]).index == Leaf.objects.count() - 1
    sealed()
    assert "changed" not in str(check_log().problems)


@pytest.mark.sqlite
def test_a_head_is_marked_once_a_day_where_something_happened(key_of_its_own: Path) -> None:
    assert sealing.mark_daily(at=ISSUED_AT, on_date=ISSUED_AT.date()) is None
    make.certificate()
    sealing.place()
    first = sealing.mark_daily(at=ISSUED_AT, on_date=ISSUED_AT.date())
    assert first is not None
    assert key_of_its_own.stat().st_mode & 0o777 == 0o600
    text, verifier = checkpoints.opened(first.checkpoint, marks.ring().verifiers)
    assert checkpoints.parsed(text).size == first.size == 1
    assert str(verifier) == first.verifier
    make.certificate()
    sealing.place()
    assert sealing.mark_daily(at=ISSUED_AT + timedelta(hours=1), on_date=ISSUED_AT.date()) is None
    day = ISSUED_AT + timedelta(days=1)
    second = sealing.mark_daily(at=day, on_date=day.date())
    assert second is not None
    assert second.size == 2
    assert sealing.mark_daily(at=day + timedelta(days=1), on_date=day.date() + timedelta(days=1)) is None
    assert AuditEntry.objects.filter(action="registry.head_marked").count() == 2


def test_a_new_key_marks_from_then_on_and_the_heads_before_it_stay_provable() -> None:
    make.certificate()
    first = sealed()
    sealing.new_key()
    make.certificate()
    second = sealed(LATER + timedelta(days=1))
    assert first.verifier != second.verifier
    assert first.checkpoint.split("\n")[0] == second.checkpoint.split("\n")[0], "the log keeps its name"
    assert check_log().problems == []


def test_no_head_is_marked_when_the_key_is_lost_or_the_log_was_changed(key_of_its_own: Path) -> None:
    make.certificate()
    sealed()
    make.certificate()
    sealing.place()
    kept = key_of_its_own.read_text()
    key_of_its_own.unlink()
    with pytest.raises(CannotMark):
        sealing.mark(at=LATER)
    key_of_its_own.write_text(kept)
    Block.objects.update(hashes=bytes(64))
    with pytest.raises(CannotMark):
        sealing.mark(at=LATER)


def test_a_key_in_the_setting_is_used_and_never_changed_here(settings: Any, key_of_its_own: Path) -> None:
    settings.REGISTER_KEY = str(checkpoints.Signer("example.org/certificates/log", bytes(range(32))))
    make.certificate()
    assert sealed().checkpoint.startswith("example.org/certificates/log\n1\n")
    with pytest.raises(CannotMark):
        sealing.new_key()
    assert not key_of_its_own.exists()
    assert check_log().problems == []


# --- What a change behind our back comes to --------------------------------------------------------------------------


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unguarded() -> Iterator[None]:
    """Let rows be removed whatever leans on them, as whoever owns the database can."""
    if connection.vendor == "postgresql":
        run("SET session_replication_role = replica")
        yield
        run("SET session_replication_role = DEFAULT")
    else:
        run("PRAGMA defer_foreign_keys = ON")
        yield


def other(model: type[Form] | type[Kind], key: int) -> int:
    return next(pk for pk in model.objects.values_list("pk", flat=True) if pk != key)


# What somebody with access to the database may do to a certificate.
EDITS: list[tuple[str, Callable[[Certificate], tuple[str, list[Any]]]]] = [
    ("public_name", lambda row: ("public_name = %s", ["Підмінний П. П."])),
    ("topic", lambda row: ("topic = %s", [row.topic + "!"])),
    ("hours", lambda row: ("hours = %s", [31])),
    ("form", lambda row: ("form_id = %s", [other(Form, row.form_id)])),
    ("kind", lambda row: ("kind_id = %s", [other(Kind, row.kind_id)])),
    ("issue_date", lambda row: ("issue_date = %s", [row.issue_date - timedelta(days=1)])),
    ("code", lambda row: ("code = %s", ["0" * 24])),
    ("annulled", lambda row: ("annulled_on = %s, annulment_basis = 'x'", [date(2026, 3, 1)])),
    ("superseded", lambda row: ("superseded_on = %s", [date(2026, 3, 1)])),
    (
        "restricted",
        lambda row: ("restricted_on = %s, restriction = 'court', restriction_reason = 'x'", [date(2026, 3, 1)]),
    ),
    ("held", lambda row: ("held_at = %s, held_reason = 'x'", [LATER])),
    ("hidden", lambda row: ("publish_after = %s", [LATER + timedelta(days=900)])),
    ("published earlier", lambda row: ("first_published_at = %s, publish_after = %s", [ISSUED_AT, ISSUED_AT])),
    ("unpublished", lambda row: ("first_published_at = NULL", [])),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(("what", "edit"), EDITS, ids=[what for what, _edit in EDITS])
def test_a_changed_certificate_is_named(
    what: str, edit: Callable[[Certificate], tuple[str, list[Any]]], unguarded: None
) -> None:
    victim = several(3)[1]
    changes, values = edit(victim)
    run(f"UPDATE registry_certificate SET {changes} WHERE id = %s", *values, victim.pk)
    assert told(check_log()) == {victim.record_number}


@pytest.mark.sqlite
def test_a_changed_number_is_named_as_it_stands_now(unguarded: None) -> None:
    victim = several(3)[1]
    run("UPDATE registry_certificate SET record_number = 'ПК-2026-99999' WHERE id = %s", victim.pk)
    assert "ПК-2026-99999" in told(check_log())


@pytest.mark.sqlite
def test_a_removed_certificate_is_named_with_or_without_its_entries(unguarded: None) -> None:
    victims = several(5)[1:3]
    run("DELETE FROM registry_certificate WHERE id = %s", victims[0].pk)
    run("DELETE FROM registry_leaf WHERE certificate_id = %s", victims[1].pk)
    run("DELETE FROM registry_certificate WHERE id = %s", victims[1].pk)
    assert {victim.record_number for victim in victims} <= told(check_log())
    run("DELETE FROM registry_leaf WHERE certificate_id = %s", victims[0].pk)  # no key may point nowhere at the end


@pytest.mark.sqlite
def test_a_certificate_that_nobody_issued_is_named(unguarded: None) -> None:
    [one, *_rest] = several(2)
    one.pk, one.code, one.record_number, one.number_key = None, "1" * 24, "ПК-2026-00777", "пк202600777"
    one.save(force_insert=True)
    assert told(check_log()) == {"ПК-2026-00777"}


@pytest.mark.sqlite
@pytest.mark.parametrize("column", ["hash", "salt", "event", "at", "certificate_id", "index"])
def test_a_changed_entry_is_named(column: str, unguarded: None) -> None:
    one, two, _three = several(3)
    leaf = one.leaves.get(event="issued")
    value: object = {
        "hash": bytes(32), "salt": bytes(16), "event": "restored", "at": LATER, "certificate_id": two.pk, "index": 9999,
    }[column]  # fmt: skip
    run(f'UPDATE registry_leaf SET "{column}" = %s WHERE id = %s', value, leaf.pk)
    assert one.record_number in told(check_log())


@pytest.mark.sqlite
def test_entries_that_changed_places_are_named() -> None:
    one, _two, three = several(3)
    first, last = one.leaves.get(event="issued"), three.leaves.get(event="issued")
    run('UPDATE registry_leaf SET "index" = -1 WHERE id = %s', first.pk)
    run('UPDATE registry_leaf SET "index" = %s WHERE id = %s', first.index, last.pk)
    run('UPDATE registry_leaf SET "index" = %s WHERE id = %s', last.index, first.pk)
    assert {one.record_number, three.record_number} <= told(check_log())


def forge(victim: Certificate) -> None:
    """Change a name, and the entries with it: salts are in the database, so whoever owns it can."""
    run("UPDATE registry_certificate SET public_name = 'Підмінний П. П.' WHERE id = %s", victim.pk)
    victim.refresh_from_db()
    codes = log.Codes()
    for leaf in victim.leaves.all():
        data = leaves.content(leaf.event, leaf.at, codes.frozen(victim), log.standing(victim))
        Leaf.objects.filter(pk=leaf.pk).update(hash=leaves.salted_hash(bytes(leaf.salt or b""), data))


@pytest.mark.sqlite
def test_a_forgery_of_row_and_entries_is_named() -> None:
    victim = several(3)[1]
    forge(victim)
    assert told(check_log()) == {victim.record_number}


def test_a_forgery_of_row_entries_and_blocks_still_breaks_the_heads() -> None:
    victim = several(3)[1]
    before = Head.objects.get().checkpoint
    forge(victim)
    hashes = b"".join(bytes(hashed) for hashed in Leaf.objects.order_by("index").values_list("hash", flat=True))
    Block.objects.update(hashes=hashes, root=merkle.root(proofs.split(hashes)))
    assert [problem.what for problem in check_log().problems]
    tree = proofs.Tree(Leaf.objects.count())
    Head.objects.update(root=tree.root())  # and no key to mark it with
    assert [problem.what for problem in check_log().problems]
    assert rebuilding.extends(before)


@pytest.mark.parametrize("size", [50, pytest.param(1000, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
def test_every_one_of_many_changes_at_random_is_found_and_its_record_named(size: int, unguarded: None) -> None:
    chance = random.Random(20261121)
    made = several(60)
    for turn in range(size):
        victim = chance.choice(made)
        victim.refresh_from_db()
        what, edit = chance.choice(EDITS)
        changes, values = edit(victim)
        whole = Certificate.objects.filter(pk=victim.pk).values().get()
        run(f"UPDATE registry_certificate SET {changes} WHERE id = %s", *values, victim.pk)
        assert told(check_log()) == {victim.record_number}, (turn, what)
        Certificate.objects.filter(pk=victim.pk).update(**whole)
    assert check_log().problems == []


# --- Erasing ---------------------------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_erased_salts_leave_everything_else_provable_and_cannot_be_erased_quietly() -> None:
    one, two, _three = several(3)
    assert log.erase_salts(certificate=one, reason="вимога особи", at=LATER) == 2
    with pytest.raises(NothingToErase):
        log.erase_salts(certificate=one, reason="вимога особи", at=LATER)
    sealed(LATER + timedelta(days=1))
    assert check_log().problems == []
    proof = proofs.proof(one.code)
    assert proof is not None
    assert [entry.content != "" for entry in proof.entries] == [False, False, True]
    Leaf.objects.filter(certificate=two).update(salt=None)
    assert told(check_log()) == {two.record_number}


# --- The command -----------------------------------------------------------------------------------------------------


def verify(*arguments: str) -> tuple[dict[str, Any], int]:
    out = StringIO()
    code = 0
    try:
        call_command("verify_register", "--json", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


@pytest.mark.sqlite
def test_the_command_says_entries_head_and_problems() -> None:
    assert verify() == ({"entries": 0, "head": "", "problems": []}, 0)
    victim = several(2)[0]
    answer, code = verify()
    assert (answer["entries"], answer["problems"], code) == (4, [], 0)
    assert answer["head"] == Head.objects.get().checkpoint
    run("UPDATE registry_certificate SET topic = 'Інша' WHERE id = %s", victim.pk)
    answer, code = verify("--language", "en")
    assert code == 1
    assert answer["error"]
    assert {problem["record"] for problem in answer["problems"]} == {victim.record_number}


def test_the_command_proves_that_the_log_extends_a_head_that_somebody_kept(tmp_path: Path) -> None:
    make.certificate()
    kept = tmp_path / "checkpoint"
    kept.write_text(sealed().checkpoint)
    make.certificate()
    sealed(LATER + timedelta(days=1))
    assert verify("--checkpoint", str(kept))[1] == 0
    kept.write_text(kept.read_text().replace("\n1\n", "\n2\n"))
    assert verify("--checkpoint", str(kept))[1] == 1
    assert verify("--checkpoint", str(tmp_path / "nothing"))[1] == 1


def downloaded(client: Client, path: Path) -> list[str]:
    with_bom = b"".join(client.get("/uk/certificates/export.csv").streaming_content)  # type: ignore[attr-defined]
    path.write_bytes(with_bom)
    return with_bom.decode().splitlines(keepends=True)


@pytest.mark.sqlite
def test_a_downloaded_list_is_checked_and_its_changed_added_and_missing_rows_are_named(
    client: Client, tmp_path: Path
) -> None:
    one, two, three = several(3)
    Certificate.objects.filter(pk=three.pk).update(publish_after=PUBLIC_AT - timedelta(hours=1))
    Leaf.objects.all().delete()
    Block.objects.all().delete()
    Head.objects.all().delete()
    Certificate.objects.update(first_published_at=None)
    for each in Certificate.objects.order_by("pk"):
        log.append([each], LeafEvent.ISSUED, at=ISSUED_AT)
    publishing.record_first_publication(at=PUBLIC_AT)
    path = tmp_path / "list.csv"
    lines = downloaded(client, path)
    assert verify("--file", str(path)) == ({"entries": 6, "head": "", "problems": []}, 0)
    kept = [line for line in lines if one.record_number not in line]
    kept = [line.replace("Тема 1", "Тема 7") for line in kept]
    kept.append(lines[-1].replace(one.record_number, "ПК-2026-00999").replace(one.code, "2" * 24))
    path.write_text("".join(kept))
    answer, code = verify("--file", str(path))
    assert code == 1
    named = {problem["record"] for problem in answer["problems"]}
    assert {one.record_number, two.record_number} <= named
    assert any("999" in number or number == three.record_number for number in named)


def test_a_list_downloaded_before_an_annulment_is_still_right(client: Client, tmp_path: Path) -> None:
    one = several(2)[0]
    path = tmp_path / "list.csv"
    downloaded(client, path)
    Certificate.objects.filter(pk=one.pk).update(annulled_on=date(2026, 3, 1), annulment_basis="наказ")
    one.refresh_from_db()
    log.append([one], LeafEvent.ANNULLED, at=LATER)
    annulling.restrict(certificate=one, ground=Restriction.COURT, reason="ухвала", at=LATER)
    assert verify("--file", str(path))[0]["problems"] == []


def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n1,2\n")
    answer, code = verify("--file", str(path))
    assert (set(answer), code) == ({"error"}, 1)


# --- In public -------------------------------------------------------------------------------------------------------

LOG = "/uk/certificates/log/"


@pytest.mark.sqlite
def test_the_page_of_the_log_shows_its_heads_and_its_public_key(client: Client, django_assert_max_num_queries) -> None:
    assert client.get(LOG).status_code == 200
    assert client.get(f"{LOG}checkpoint").status_code == 404
    several(2)
    head = Head.objects.get()
    with django_assert_max_num_queries(6):
        words = client.get(LOG).content.decode()
    assert head.root_shown in words
    assert head.verifier.replace("+", "&#x2B;") in words or head.verifier in words
    answer = client.get(f"{LOG}checkpoint")
    assert answer.content.decode() == head.checkpoint
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Robots-Tag"] == "noindex"
    assert head.root_shown in client.get(f"{LOG}{head.size}/").content.decode()


def test_older_heads_are_found_page_by_page(client: Client) -> None:
    make.certificate()
    sealed()
    Head.objects.all().delete()
    for size in range(1, 121):
        Head.objects.create(size=size, root=bytes(32), marked_at=LATER, checkpoint=f"c{size}", verifier="v")
    seen: list[int] = []
    address = LOG
    while address:
        context = client.get(address).context
        seen += [head.size for head in context["heads"]]
        address = context["next_url"]
    assert seen == list(range(120, 0, -1))


@pytest.mark.parametrize("size", ["0", "7", "-1", "x", "1e3", "٣", "9" * 30, "%00", "1 OR 1=1"])
def test_a_head_that_there_is_not_is_not_found(client: Client, size: str) -> None:
    several(1)
    assert client.get(f"{LOG}{size}/").status_code == 404
    assert client.get(f"{LOG}{size}/2/consistency.json").status_code == 404
    assert client.get(LOG, {"below": size}).status_code in {200, 404}


@pytest.mark.sqlite
def test_a_third_party_proves_a_certificate_with_what_it_gets(client: Client, django_assert_max_num_queries) -> None:
    certificate = several(3)[1]
    with django_assert_max_num_queries(8):
        given = client.get(f"/uk/verify/{certificate.code}/proof.json").json()
    text, _verifier = checkpoints.opened(given["checkpoint"], [checkpoints.verifier(given["verifier"])])
    head = checkpoints.parsed(text)
    assert [json.loads(entry["content"])["event"] for entry in given["entries"]] == ["issued", "published"]
    for entry in given["entries"]:
        hashed = leaves.salted_hash(bytes.fromhex(entry["salt"]), entry["content"].encode())
        assert hashed.hex() == entry["hash"]
        path = [bytes.fromhex(step) for step in entry["path"]]
        assert merkle.is_included(hashed, entry["index"], head.size, path, head.root)
    said = json.loads(given["entries"][-1]["content"])
    assert (said["name"], said["topic"], said["record_number"], said["status"]) == (
        certificate.public_name, certificate.topic, certificate.record_number, "valid",
    )  # fmt: skip


def test_a_third_party_proves_that_one_head_extends_another(client: Client) -> None:
    several(2)
    make.certificate()
    sealed(LATER + timedelta(days=1))
    given = client.get(f"{LOG}4/5/consistency.json").json()
    old, new = (
        checkpoints.parsed(checkpoints.opened(given[name], marks.ring().verifiers)[0]) for name in ("first", "second")
    )
    path = [bytes.fromhex(step) for step in given["path"]]
    assert merkle.is_consistent(old.size, new.size, old.root, new.root, path)
    assert client.get(f"{LOG}5/4/consistency.json").status_code == 404


@pytest.mark.sqlite
def test_a_proof_does_not_tell_a_name_that_is_withheld_nor_that_it_once_was(client: Client) -> None:
    certificate = several(2)[0]
    address = f"/uk/verify/{certificate.code}/proof.json"
    annulling.restrict(certificate=certificate, ground=Restriction.SAFETY, reason="безпека", at=LATER)
    sealed(LATER + timedelta(days=1))
    answer = client.get(address)
    assert certificate.public_name not in answer.content.decode()
    assert [sorted(entry) for entry in answer.json()["entries"]] == [
        ["hash", "index", "path"], ["hash", "index", "path"], ["content", "hash", "index", "path", "salt"],
    ]  # fmt: skip
    annulling.restore(certificate=certificate, reason="минуло", at=LATER + timedelta(days=2))
    given = client.get(address).json()["entries"]
    assert ["content" in entry for entry in given] == [True, True, False, True]
    assert json.loads(given[-1]["content"])["event"] == "changed"
    assert "restricted" not in str(given)


@pytest.mark.sqlite
def test_unknown_and_withdrawn_codes_have_no_proof_and_look_the_same(client: Client) -> None:
    withdrawn = make.certificate()
    annulling.withdraw(certificate=withdrawn, reason="помилка", at=ISSUED_AT)
    answers = [client.get(f"/uk/verify/{code}/proof.json") for code in (withdrawn.code, "0" * 24, "x", "%00")]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.decode().replace(withdrawn.code, "").replace("0" * 24, "") for answer in answers[:2]}
    assert len(bodies) == 1


@pytest.mark.sqlite
def test_the_script_in_the_docs_proves_what_the_site_gives_and_nothing_else(client: Client, tmp_path: Path) -> None:
    several(5)
    certificate = make.certificate()
    sealed(LATER + timedelta(days=1))
    path = tmp_path / "given.json"
    for address in (f"/uk/verify/{certificate.code}/proof.json", f"{LOG}10/11/consistency.json"):
        given = client.get(address).content.decode()
        assert checked_by_the_script(path, given) == 0
        root = given.split("\\n")[2]
        for true, false in ((certificate.topic, "Інша"), (root, base64.b64encode(bytes(32)).decode())):
            if true in given:
                assert checked_by_the_script(path, given.replace(true, false)) == 1


def checked_by_the_script(path: Path, given: str) -> int:
    path.write_text(given)
    script = Path(settings.BASE_DIR) / "docs" / "check_proof.py"
    return subprocess.run([sys.executable, script, path], check=False, capture_output=True).returncode


def test_certificates_from_before_the_log_get_the_entries_of_what_happened_to_them() -> None:
    several_states()
    Leaf.objects.all().delete()
    migration = import_module("intranet.registry.migrations.0003_what_was_there")
    for _twice in range(2):
        migration.write_leaves(apps, SimpleNamespace(connection=connection))
    assert Leaf.objects.count() == 4 + 3 + 1 + 1
    sealed()
    assert check_log().problems == []
