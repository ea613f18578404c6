"""Certificates that nobody holds: what a template is tried with before anybody is printed by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from intranet.registry.models import Certificate, Form, Kind

NAMES = {
    "uk": ("Вишневецька-Старокостянтинівська", "Пантелеймонія-Єлизавета", "Всеволодівна"),
    "en": ("Featherstonehaugh-Cholmondeley", "Wilhelmina Alexandrina", ""),
    "cy": ("Gwrtheyrnion-Llywarch ap Siencyn", "Angharad Ŵyn Gwenllïan", ""),
    "ru": ("Воскресенская-Преображенская", "Апполинария-Елизавета", "Всеволодовна"),
}
TOPICS = {
    "uk": "Проєктування освітнього середовища закладу фахової передвищої освіти засобами цифрових технологій",
    "en": "Designing the learning environment of a college with digital technologies, from planning to evaluation",
    "cy": "Cynllunio amgylchedd dysgu coleg gyda thechnolegau digidol, o’r cynllun cyntaf hyd at y gwerthusiad",
    "ru": "Проектирование образовательной среды колледжа средствами цифровых технологий",
}
OUTCOMES = {
    "uk": "Добирає цифрові засоби до мети заняття. Укладає завдання різної складності. Оцінює поступ учасників.",
    "en": "Chooses digital tools for the aim of a lesson. Sets tasks of rising difficulty. Assesses progress.",
    "cy": "Mae’n dewis offer digidol. Mae’n gosod tasgau. Mae’n asesu cynnydd.",
    "ru": "Подбирает цифровые средства к цели занятия. Составляет задания. Оценивает продвижение участников.",
}
POSTS = {"uk": "Директор", "en": "Principal", "cy": "Pennaeth", "ru": "Директор"}
NOT_A_CODE = "2222222222222222222222"
ENTRY: dict[str, dict[str, str]] = {
    "form": {"uk": "дистанційна", "en": "distance", "cy": "o bell", "ru": "дистанционная"},
    "kind": {"uk": "навчання за програмою", "en": "programme training", "cy": "rhaglen", "ru": "обучение по программе"},
}


def longest(language: str, *, provider: str, code: str, on_date: date) -> Certificate:
    """Return an unsaved certificate with long words in every place."""
    surname, given_name, patronymic = NAMES[language]
    said: dict[str, Any] = {
        "surname": surname,
        "given_name": given_name,
        "patronymic": patronymic,
        "topic": TOPICS[language],
        "topics": {other: text for other, text in TOPICS.items() if other != language},
        "outcomes": "\n".join([OUTCOMES[language]] * 3),
        "signatory_post": POSTS[language],
        "signatory_name": NAMES[language][0],
        "name_latin": " ".join(NAMES["en"][:2]),
        "programme": TOPICS[language],
    }
    return Certificate(
        **said,
        form=Form(code="distance", names=ENTRY["form"]),
        kind=Kind(code="programme", names=ENTRY["kind"]),
        hours=Decimal("132.5"),
        issue_date=on_date,
        period_from=on_date.replace(day=1),
        period_to=on_date,
        language=language,
        record_number="00000-0000-00000",
        code=NOT_A_CODE,
        provider_name=provider,
        provider_code=code,
    )
