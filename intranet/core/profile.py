"""Profiles: what the legal world of an institution fixes, as data. Pure; the institution's row chooses one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ApprovalScheme(StrEnum):
    """Which instruments bring a regulation into force."""

    COUNCIL_AND_ORDER = "council_and_order"  # adopted by a council's minutes, approved by the head's order
    ORDER = "order"
    CABINET_OR_DELEGATED = "cabinet_or_delegated"  # the cabinet's minutes, or an officer's delegated decision


class AcknowledgementProof(StrEnum):
    """What makes "I have read it" count."""

    CLICK = "click"
    PAPER = "paper"  # a signed sheet is filed, the click reminds


@dataclass(frozen=True)
class Profile:
    """What a legal world fixes for its sites."""

    key: str
    languages: tuple[str, ...]  # the default one first
    time_zone: str
    approval: ApprovalScheme
    public_list: bool
    list_basis: dict[str, str] = field(default_factory=dict)
    both_languages_or_neither: bool = False  # the Welsh rule: a pair of texts goes live together or not at all
    default_language_required: bool = False  # no page without its version in the default language (LAW-11)
    unknown_preference_means_both: bool = False
    currency: str = ""  # ISO 4217
    country: str = ""  # ISO 3166-1, of two letters
    acknowledgement: AcknowledgementProof = AcknowledgementProof.CLICK
    welsh_skills: bool = False  # each post is in one of the four statutory categories of Welsh skills
    applications: dict[str, str] = field(default_factory=dict)  # what each advert says of the language to apply in
    letter_footer: dict[str, str] = field(default_factory=dict)  # what stands at the end of each letter


PROFILES: dict[str, Profile] = {
    "ukraine": Profile(
        key="ukraine",
        languages=("uk", "en"),
        time_zone="Europe/Kyiv",
        currency="UAH",
        country="UA",
        approval=ApprovalScheme.COUNCIL_AND_ORDER,
        public_list=True,
        list_basis={
            "uk": "Порядок підвищення кваліфікації педагогічних і науково-педагогічних працівників, затверджений "
            "постановою Кабінету Міністрів України від 21 серпня 2019 р. № 800",
            "en": "Procedure for the professional development of teaching staff, approved by Resolution No. 800 of the "
            "Cabinet of Ministers of Ukraine of 21 August 2019",
            "cy": "Y Weithdrefn ar gyfer datblygiad proffesiynol staff addysgu, a gymeradwywyd gan Benderfyniad Rhif "
            "800 Cabinet Gweinidogion Wcráin dyddiedig 21 Awst 2019",
            "ru": "Порядок повышения квалификации педагогических и научно-педагогических работников, утверждённый "
            "постановлением Кабинета Министров Украины от 21 августа 2019 г. № 800",
        },
        default_language_required=True,
        acknowledgement=AcknowledgementProof.PAPER,
        letter_footer={
            "uk": "Установа надсилає цей лист на виконання своїх обов’язків. Персональні дані обробляються "
            "відповідно до Закону України «Про захист персональних даних».",
            "en": "The institution sends this letter to fulfil its duties. Personal data are processed under the Law "
            "of Ukraine on Personal Data Protection.",
            "cy": "Mae’r sefydliad yn anfon y llythyr hwn i gyflawni ei ddyletswyddau. Prosesir data personol o dan "
            "Gyfraith Wcráin ar Ddiogelu Data Personol.",
            "ru": "Учреждение направляет это письмо во исполнение своих обязанностей. Персональные данные "
            "обрабатываются в соответствии с Законом Украины «О защите персональных данных».",
        },
    ),
    "wales": Profile(
        key="wales",
        languages=("cy", "en"),
        time_zone="Europe/London",
        currency="GBP",
        country="GB",
        approval=ApprovalScheme.CABINET_OR_DELEGATED,
        public_list=False,
        both_languages_or_neither=True,
        unknown_preference_means_both=True,
        welsh_skills=True,
        applications={
            "cy": "Gellir cyflwyno ceisiadau yn Gymraeg. Ni fydd cais a gyflwynir yn Gymraeg yn cael ei drin yn llai "
            "ffafriol na chais a gyflwynir yn Saesneg.",
            "en": "Applications may be submitted in Welsh. An application submitted in Welsh will not be treated less "
            "favourably than one submitted in English.",
        },
        letter_footer={
            "cy": "Rydym yn croesawu gohebiaeth yn Gymraeg ac yn Saesneg. Byddwn yn ateb gohebiaeth Gymraeg yn "
            "Gymraeg, ac ni fydd hynny’n arwain at oedi.",
            "en": "We welcome correspondence in Welsh and in English. We answer in Welsh what is written to us in "
            "Welsh, and this does not lead to delay.",
        },
    ),
    "blank": Profile(
        key="blank",
        languages=("en",),
        time_zone="UTC",
        approval=ApprovalScheme.ORDER,
        public_list=False,
    ),
}
