"""A register of any size in a minute: invented rows with the real keys, skewed as names and topics really are."""

# ruff: noqa: SIM905 - lists of words read as words

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle, product
from random import Random
from typing import Any

from django.db import connection, transaction

from bench.codes import ANNULLED, code
from intranet.documents.models import Document
from intranet.registry.models import Certificate, Form, Kind, TopicWord
from intranet.registry.rules import keys

SEED = 20_260_217
LAST_DAY = date(2026, 10, 30)
DAYS = 10 * 365
MANY = 100_000
ROOTS = """
    Шевч Ковал Бонд Ткач Кравч Олійн Мельн Марч Гнат Стеф Сав Лис Руд Пол Хар Том Дан Ром Яков Зах Тим Кир Вас Пав
    Мик Ост Гриц Бойч Дяч Попов Ів Сид Лев Бар Кор Сол Мор Зуб Гор Лук Юрч Як Чор Біл Син Нов Стар Доб Щерб Жур
""".split()
ENDINGS = """
    енко чук ук юк ик ський цька івський овець аненко ин ак ейко ун аш ієнко ишин ань оль
""".split()
INITIALS = "АБВГДЕЖЗІКЛМНОПРСТФЮЯ"
SUBJECTS = """
    математики української мови історії фізики хімії біології географії інформатики мистецтва технологій музики
    фізичної культури іноземної літератури громадянської освіти основ здоров’я природознавства економіки права
    трудового навчання захисту України креслення астрономії екології зарубіжної дошкілля
""".split()
WHAT = (
    "Цифрові інструменти", "Формувальне оцінювання", "Методика викладання", "Інклюзивне навчання",
    "Академічна доброчесність", "Проєктна діяльність", "Дистанційне навчання", "Компетентнісний підхід",
    "Педагогіка партнерства", "Психологічна підтримка", "Безпечне середовище", "Навчання дорослих",
    "Критичне мислення", "Робота з батьками", "Наставництво молодих педагогів", "Мікронавчання", "Змішане навчання",
    "Сучасний урок", "Тестові технології", "Гейміфікація",
)  # fmt: skip
WHERE = (
    "на уроках",
    "у вивченні",
    "у старшій школі під час вивчення",
    "в умовах воєнного стану на заняттях",
    "для вчителів",
)
WHEN = ("", "у 5 класі", "у 7 класі", "у 9 класі", "у 10 і 11 класах", "НУШ", "у 2025 році", "з ШІ", "онлайн", "ЗНО")


def load(size: int) -> None:
    """Add ``size`` public certificates and let the database look at them."""
    topics = _topics()
    TopicWord.objects.bulk_create(
        [
            TopicWord(topic_hash=number, word=word)
            for number, topic in topics.items()
            for word in keys.topic_words(topic)
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )
    fields = [field for field in Certificate._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    names = [field.attname for field in fields]
    rows = ([row[name] for name in names] for row in _rows(size, topics, _vocabulary()))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with ExitStack() as stack:
                stack.enter_context(transaction.atomic())
                if size >= MANY:
                    stack.enter_context(_without_indexes(cursor))
                copy = stack.enter_context(cursor.copy(f"COPY registry_certificate ({columns}) FROM STDIN"))
                for row in rows:
                    copy.write_row(row)
            Certificate.objects.filter(code=ANNULLED).update(annulled_on=LAST_DAY, annulment_basis="—")
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO registry_certificate ({columns}) VALUES ({places})", list(rows))
            cursor.execute("ANALYZE")


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Build the indexes that are not constraints after the rows are there: many times quicker."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'registry_certificate'"
        " AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would forbid an index
    for _name, definition in indexes:
        cursor.execute(definition)


def _vocabulary() -> tuple[list[int], list[int], list[int]]:
    """Return the keys of forms, kinds and programmes."""
    programmes = Document.objects.filter(kind="programme")
    return tuple(list(rows.values_list("pk", flat=True)) for rows in (Form.objects, Kind.objects, programmes))  # type: ignore[return-value]


def _rows(
    size: int, topics: dict[int, str], vocabulary: tuple[list[int], list[int], list[int]]
) -> Iterator[dict[str, Any]]:
    forms, kinds, programmes = vocabulary
    chance = Random(SEED)
    people = list(_people(chance))
    hashes = list(topics)
    blank = {field.attname: _default(field) for field in Certificate._meta.concrete_fields}
    plain = connection.vendor != "postgresql"
    for number in range(size):
        day = LAST_DAY - timedelta(days=int(DAYS * (1 - number / size)))
        moment: Any = datetime.combine(day, time(9), UTC)
        name, name_key, sort_key = _skewed(people, chance)
        topic = _skewed(hashes, chance)
        place = hash(topic)
        record = f"БН-{day.year}-{number:07}"
        yield blank | {
            "surname": name.partition(" ")[0], "given_name": "Ім’я", "topic": topics[topic], "topic_hash": topic,
            "hours": 30, "outcomes": "—", "signatory_name": "—", "provider_name": "—", "language": "uk",
            "form_id": forms[place % 7 % len(forms)], "kind_id": kinds[place % 11 % len(kinds)],
            "programme_document_id": programmes[place % len(programmes)] if programmes and place % 3 == 0 else None,
            "issue_date": str(day) if plain else day, "record_number": record, "number_key": keys.number_key(record),
            "code": code(number), "public_name": name, "name_key": name_key, "sort_key": sort_key,
            "registered_at": str(moment) if plain else moment, "publish_after": str(moment) if plain else moment,
            "first_published_at": str(moment) if plain else moment, "version": 1,
        }  # fmt: skip


def _default(field: Any) -> Any:
    value = None if field.null or not field.has_default() else field.get_default()
    if field.get_internal_type() == "JSONField":
        return json.dumps(value if value is not None else {})
    return "" if value is None and not field.null else value


def _people(chance: Random) -> Iterator[tuple[str, str, str]]:
    surnames = [root + ending for root, ending in product(ROOTS, ENDINGS)]
    chance.shuffle(surnames)
    for first, second, surname in product(INITIALS, INITIALS[:6], surnames):
        name = f"{surname} {first}. {second}."
        yield name, keys.name_key(name), keys.sort_key(name, "uk")


def _topics() -> dict[int, str]:
    """Return topics made of common words, one in five with a rare one."""
    authors = cycle(root + ending for root, ending in product(ROOTS, ENDINGS))
    texts = [" ".join(filter(None, parts)) for parts in product(WHAT, WHERE, SUBJECTS, WHEN)]
    texts[::5] = [f"{text} (курс {author}а)" for text, author in zip(texts[::5], authors, strict=False)]
    return {keys.topic_hash(text): text for text in texts}


def _skewed(choices: list[Any], chance: Random) -> Any:
    return choices[int(len(choices) * chance.random() ** 3)]
